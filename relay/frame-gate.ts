import type { FrameMarking } from "../src/transport/wire/frame-marking.ts";
import type { Pressure } from "./backlog.ts";

/** No key frame yet: nothing can be decoded. */
const NOTHING = -1;
const ALL_LAYERS = 7;

/** What becomes of a frame: passed on, useless to this receiver, or given up because the receiver is slow. */
export type Verdict = "pass" | "thin" | "drop";

/**
 * Decides, for one track and one receiver, which frames to pass on, so that whatever arrives can be decoded: nothing
 * before a key frame, and no temporal layer whose lower neighbours have gaps. Under pressure it gives up what nothing
 * or little refers to, and when that is not enough everything up to the next key frame. The receiver sees the gap in
 * the sequence and asks the sender for that key frame itself.
 */
export class FrameGate {
  /** The highest temporal layer that the receiver can decode. */
  #decodable = NOTHING;

  /** Frames must be asked about in the order in which they arrive. */
  judge(marking: FrameMarking, maxLayer: number, pressure: Pressure): Verdict {
    if (pressure === "full") {
      this.lost(marking);
      return "drop";
    }
    if (marking.keyFrame) {
      this.#decodable = ALL_LAYERS;
      return "pass";
    }
    const { temporalLayer, discardable } = marking;
    if (pressure === "slow" && (discardable || temporalLayer > 0)) {
      this.lost(marking);
      return "drop";
    }
    if (temporalLayer > maxLayer) {
      this.lost(marking);
      return "thin";
    }
    if (temporalLayer <= this.#decodable) return "pass";
    if (!this.#canClimb(marking)) return "thin";
    this.#decodable = temporalLayer;
    return "pass";
  }

  /** A frame did not reach the receiver whole: what builds on it is useless. */
  lost(marking: FrameMarking): void {
    if (!marking.discardable) this.#decodable = Math.min(this.#decodable, marking.temporalLayer - 1);
  }

  /** One layer at a time, at a frame that needs nothing of the layers that were missed. */
  #canClimb({ baseSync, temporalLayer }: FrameMarking): boolean {
    return baseSync && this.#decodable > NOTHING && temporalLayer === this.#decodable + 1;
  }
}
