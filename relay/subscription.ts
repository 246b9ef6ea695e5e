import type { FrameFlow, MediaFlow } from "../src/transport/wire/flows.ts";
import { type Ssrc, trackOf } from "../src/transport/wire/ssrc.ts";
import { FrameGate } from "./frame-gate.ts";

/** One track of a sender on its way to one receiver. */
export interface TrackState {
  readonly flow: FrameFlow;
  readonly gate: FrameGate;
  /** Frames under way. */
  open: number;
}

/** What one connection wants of one member. Lives as long as both share a room. */
export class Subscription {
  readonly #tracks = new Map<string, TrackState>();
  #flows: ReadonlySet<MediaFlow>;
  #maxLayer: number;

  constructor(flows: readonly MediaFlow[], maxLayer: number) {
    this.#flows = new Set(flows);
    this.#maxLayer = maxLayer;
  }

  /** Frames above this temporal layer stay away. */
  get maxLayer(): number {
    return this.#maxLayer;
  }

  wants(flow: MediaFlow): boolean {
    return this.#flows.has(flow);
  }

  /** A flow that is given up and later wanted again starts with a key frame, as it did the first time. */
  change(flows: readonly MediaFlow[], maxLayer: number): void {
    this.#flows = new Set(flows);
    this.#maxLayer = maxLayer;
    for (const [key, { flow }] of this.#tracks) if (!this.#flows.has(flow)) this.#tracks.delete(key);
  }

  /** By flow and the low 8 bits of the SSRC, so that a sender cannot make more than 512. */
  track(flow: FrameFlow, ssrc: Ssrc): TrackState {
    const key = `${flow}/${trackOf(ssrc)}`;
    const existing = this.#tracks.get(key);
    if (existing !== undefined) return existing;
    const state = { flow, gate: new FrameGate(), open: 0 };
    this.#tracks.set(key, state);
    return state;
  }
}
