import type { FrameMarking } from "../src/transport/wire/frame-marking.ts";
import type { Pressure } from "./backlog.ts";

const ALL_LAYERS = 7;

/**
 * Decides, for one track and one receiver, which frames to pass on, so that whatever arrives can be decoded: nothing
 * before a key frame, and no temporal layer whose lower neighbours have gaps. Under pressure it gives up what nothing
 * refers to first, and then everything up to the next key frame.
 */
export class FrameGate {
  /** The highest temporal layer that the receiver can decode; none before a key frame. */
  #decodable = -1;

  /** Whether to pass the frame on. Frames must be asked about in the order in which they arrive. */
  admits(marking: FrameMarking, maxLayer: number, pressure: Pressure): boolean {
    const { keyFrame, temporalLayer, discardable } = marking;
    if (pressure === "full") {
      this.lost(marking);
      return false;
    }
    if (keyFrame) {
      this.#decodable = ALL_LAYERS;
      return true;
    }
    const climbs = marking.baseSync && this.#decodable >= 0;
    const decodable = temporalLayer <= this.#decodable || climbs;
    const wanted = temporalLayer <= maxLayer && !(pressure === "slow" && (discardable || temporalLayer > 0));
    if (!decodable) return false;
    if (!wanted) {
      this.lost(marking);
      return false;
    }
    this.#decodable = Math.max(this.#decodable, temporalLayer);
    return true;
  }

  /** A frame did not reach the receiver whole: what builds on it is useless now. */
  lost(marking: FrameMarking): void {
    if (!marking.discardable) this.#decodable = Math.min(this.#decodable, marking.temporalLayer - 1);
  }
}
