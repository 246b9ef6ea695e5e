import type { LinkCounts } from "../../tests/shaper/link.ts";
import { type Spread, spread } from "../spread.ts";
import type { SystemName } from "../stand/calls.ts";
import type { Round } from "./round.ts";
import type { StepFigures } from "./step.ts";

/** All rounds of one system in one row. Shares are of 1. */
export interface Summary {
  /** Milliseconds. */
  readonly glassToGlass: Spread;
  /** Milliseconds. */
  readonly mouthToEar: Spread;
  /** Of the time. */
  readonly frozen: number;
  readonly freezeCount: number;
  /** Of the sound played, as the system itself counts; undefined where it does not. */
  readonly concealed: number | undefined;
  /** Of the time: where the hum was not to be heard at all. */
  readonly silent: number;
  /** Of the clicks that should have been heard in the time. */
  readonly clicksHeard: number;
  readonly picturesPerSecond: number;
  /** Of the last picture. */
  readonly width: number;
  readonly height: number;
  /** Bits per second behind the shaper, to the listener and back. */
  readonly forwardRate: number;
  readonly backwardRate: number;
  /** Of the datagrams to the listener, those that the shaper lost or had no room for. */
  readonly lost: number;
  /** The machine's, on average. */
  readonly load: number;
  readonly steps: readonly StepFigures[];
}

export function summarise(rounds: readonly Round[], system: SystemName): Summary {
  const own = rounds.filter((round) => round.system === system);
  const total = (value: (round: Round) => number) => own.reduce((sum, round) => sum + value(round), 0);
  const duration = total((round) => round.duration);
  const rate = (value: (round: Round) => LinkCounts) =>
    (total((round) => value(round).deliveredBytes) * 8_000) / duration;
  const samples = total(({ sound }) => sound?.totalSamplesReceived ?? 0);
  const last = own.at(-1);
  return {
    glassToGlass: spread(own.flatMap((round) => round.glassToGlass)),
    mouthToEar: spread(own.flatMap((round) => round.mouthToEar)),
    frozen: total((round) => round.freezes.duration) / duration,
    freezeCount: total((round) => round.freezes.count),
    concealed: samples === 0 ? undefined : total(({ sound }) => sound?.concealedSamples ?? 0) / samples,
    silent: total((round) => round.silence.share * round.duration) / duration,
    clicksHeard: total((round) => round.mouthToEar.length) / total((round) => round.clicksExpected),
    picturesPerSecond: (total((round) => round.pictures) * 1_000) / duration,
    width: last?.width ?? 0,
    height: last?.height ?? 0,
    forwardRate: rate((round) => round.forward),
    backwardRate: rate((round) => round.backward),
    lost: total(({ forward }) => forward.lost + forward.queueFull) / total(({ forward }) => forward.offered),
    load: total((round) => round.load) / own.length,
    steps: own.flatMap(({ step }) => step ?? []),
  };
}

/** Whether one system is no worse than the other, measure by measure. */
export interface Verdict {
  readonly frozen: boolean;
  readonly concealed: boolean;
  readonly latency: boolean;
}

/** Shares that nobody perceives: 20 ms in 20 s of pictures, 4 ms in 20 s of sound. */
const SAME = { frozen: 0.001, concealed: 0.0002 };

/** Where one of them does not count what it makes up, silence decides: that is heard of both. */
export function compare(ours: Summary, theirs: Summary): Verdict {
  const isCounted = ours.concealed !== undefined && theirs.concealed !== undefined;
  const missing = ({ concealed, silent }: Summary) =>
    isCounted && concealed !== undefined ? concealed : silent;
  return {
    frozen: ours.frozen <= theirs.frozen + SAME.frozen,
    concealed: missing(ours) <= missing(theirs) + SAME.concealed,
    latency: ours.glassToGlass.p95 <= theirs.glassToGlass.p95,
  };
}
