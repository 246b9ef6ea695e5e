import type { FrameMarking } from "../transport/wire/frame-marking.ts";

/** A frame as far as its place in the stream is concerned. */
export interface OrderedFrame {
  /** Unwrapped. */
  readonly sequence: number;
  readonly marking: FrameMarking;
}

/** Frames that wait for an earlier one: half a second at 60 frames per second. */
const MAX_WAITING = 32;

/**
 * Puts frames, which each travel on a stream of their own, back in order, and lets through only what a decoder can
 * use. Holds a frame at most `patience` milliseconds for one that is missing before it gives up and wants a key frame.
 */
export class VideoOrder<F extends OrderedFrame> {
  readonly #patience: number;
  readonly #waiting = new Map<number, F>();
  #last: OrderedFrame | undefined;
  #gapSince: number | undefined;
  #dropped = 0;

  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Whether nothing can be decoded until a key frame comes. */
  get needsKeyFrame(): boolean {
    return this.#last === undefined;
  }

  /** Frames that came too late or could not be decoded any more. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes a frame and returns those that can be decoded now, in order. */
  push(frame: F, now: number): F[] {
    const last = this.#last;
    if (last !== undefined && frame.sequence <= last.sequence) this.#dropped++;
    else this.#waiting.set(frame.sequence, frame);
    return this.#drain(now);
  }

  /** To be called now and then while frames wait: gives up on what does not come. */
  poll(now: number): F[] {
    return this.#drain(now);
  }

  /** Whatever was decoded is lost, or the decoder is new: starts over at the next key frame. */
  reset(): void {
    this.#dropped += this.#waiting.size;
    this.#waiting.clear();
    this.#last = undefined;
    this.#gapSince = undefined;
  }

  #drain(now: number): F[] {
    this.#skipToNewestKeyFrame();
    const ready: F[] = [];
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) ready.push(next);
    if (this.#waiting.size === 0) this.#gapSince = undefined;
    else if (ready.length > 0 || this.#gapSince === undefined) this.#gapSince = now;
    if (this.#gapSince !== undefined && now - this.#gapSince >= this.#patience) this.reset();
    if (this.#waiting.size > MAX_WAITING) this.reset();
    return ready;
  }

  /** A key frame makes everything before it worthless. */
  #skipToNewestKeyFrame(): void {
    let newest: F | undefined;
    for (const frame of this.#waiting.values()) {
      if (frame.marking.keyFrame && (newest === undefined || frame.sequence > newest.sequence))
        newest = frame;
    }
    if (newest === undefined) {
      if (this.#last === undefined) this.reset();
      return;
    }
    for (const sequence of this.#waiting.keys()) {
      if (sequence < newest.sequence) {
        this.#waiting.delete(sequence);
        this.#dropped++;
      }
    }
  }

  #takeNext(): F | undefined {
    let first: F | undefined;
    for (const frame of this.#waiting.values()) {
      if (first === undefined || frame.sequence < first.sequence) first = frame;
    }
    if (first === undefined || !this.#decodable(first)) return undefined;
    this.#waiting.delete(first.sequence);
    this.#last = first;
    return first;
  }

  /** Whether every frame that this one refers to has been let through. What a relay thinned out is not missed. */
  #decodable({ marking, sequence }: OrderedFrame): boolean {
    if (marking.keyFrame) return true;
    const last = this.#last;
    if (last === undefined) return false;
    if (marking.temporalLayer === 0) return marking.baseIndex === ((last.marking.baseIndex + 1) & 0xff);
    if (marking.baseIndex !== last.marking.baseIndex) return false;
    return sequence === last.sequence + 1 || marking.baseSync || marking.temporalLayer === 1;
  }
}
