import { Flow, type MediaFlow, mediaFlows } from "../../transport/wire/flows.ts";
import type { DataUse } from "./messages.ts";

/** What follows from how much a person wants a call to cost. */
interface Wishes {
  /** Of what is sent, bits per second. */
  readonly ceiling: number;
  /** Of what others send, what is asked for. */
  readonly flows: readonly MediaFlow[];
  readonly maxLayer: number;
}

/** Sound, and a picture of 270 lines. */
const SAVER_CEILING = 300_000;
/** Half of the frames, and most of what a picture tells. */
const SAVER_LAYER = 1;
const ALL_LAYERS = 7;

/** What to send and to ask for. */
export function wishesFor(use: DataUse): Wishes {
  return {
    ceiling: use === "saver" ? SAVER_CEILING : Number.POSITIVE_INFINITY,
    flows: use === "sound" ? [Flow.audio] : mediaFlows,
    maxLayer: use === "saver" ? SAVER_LAYER : ALL_LAYERS,
  };
}
