import type { PeerSample, Sample } from "../../app/statistics-sample.ts";
import { fill } from "../../strings/fill.ts";
import { bitrateText, countText, millisecondsText, percentText } from "../parts/amount.ts";
import { strings } from "../strings.ts";

/** A figure that is worth a plot. */
export interface Plot<Of> {
  readonly name: keyof typeof strings.statistics.plot;
  /** Undefined where it is not known. */
  readonly value: (of: Of) => number | undefined;
  readonly text: (value: number) => string;
  /** The scale goes to this value at least: little noise must not look like a storm. */
  readonly least: number;
}

const framesText = (rate: number) => fill(strings.statistics.framesPerSecond, { count: countText(rate) });

export const ownPlots: readonly Plot<Sample>[] = [
  { name: "sending", value: ({ sending }) => sending.bitrate, text: bitrateText, least: 200_000 },
  { name: "receiving", value: ({ received }) => received, text: bitrateText, least: 200_000 },
  { name: "roundTrip", value: ({ relay }) => relay.roundTrip, text: millisecondsText, least: 50 },
  { name: "loss", value: ({ sending }) => sending.loss, text: percentText, least: 0.1 },
  { name: "frameRate", value: ({ sending }) => sending.picture?.frameRate, text: framesText, least: 30 },
  { name: "picture", value: ({ sending }) => sending.picture?.height, text: countText, least: 360 },
];

export const peerPlots: readonly Plot<PeerSample>[] = [
  { name: "receiving", value: ({ bitrate }) => bitrate, text: bitrateText, least: 200_000 },
  { name: "roundTrip", value: ({ roundTrip }) => roundTrip, text: millisecondsText, least: 50 },
  { name: "delay", value: ({ delay }) => delay, text: millisecondsText, least: 100 },
  { name: "loss", value: ({ loss }) => loss, text: percentText, least: 0.1 },
  { name: "jitter", value: ({ jitter }) => jitter, text: millisecondsText, least: 20 },
  { name: "concealed", value: ({ concealed }) => concealed, text: percentText, least: 0.1 },
  { name: "frameRate", value: ({ picture }) => picture?.frameRate, text: framesText, least: 30 },
  { name: "picture", value: ({ picture }) => picture?.height, text: countText, least: 360 },
];
