import type { FrameMarking } from "../transport/wire/frame-marking.ts";

/** A frame as far as its place in the stream is concerned. */
export interface OrderedFrame {
  /** Unwrapped. */
  readonly sequence: number;
  readonly marking: FrameMarking;
}

/** Frames that wait for an earlier one: half a second at 60 frames per second. */
const MAX_WAITING = 32;
const ALL_LAYERS = 7;
/** Base frames are counted modulo 256, so across a gap as long as this the count says nothing. */
const COUNTED = 256;

/**
 * Puts frames, which each travel on a stream of their own, back in order, and lets through only what a decoder can
 * use. Waits at most `patience` milliseconds for a frame that is missing before it gives up and wants a key frame;
 * frames of higher layers that a relay has thinned out are not missed.
 */
export class VideoOrder<F extends OrderedFrame> {
  readonly #patience: number;
  readonly #waiting = new Map<number, F>();
  /** What the next frame may build on. */
  #last: OrderedFrame | undefined;
  /** The latest that was ever let through: nothing goes back behind it. */
  #latest = Number.NEGATIVE_INFINITY;
  /** The highest layer of which nothing has been missed since the last key frame or climb. */
  #intactLayer = 0;
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
    const late = frame.sequence <= this.#latest;
    if (late || this.#waiting.has(frame.sequence)) this.#dropped++;
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
    const ready: F[] = [];
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) ready.push(next);
    if (this.#waiting.size === 0) this.#gapSince = undefined;
    else if (ready.length > 0) this.#gapSince = now;
    else this.#gapSince ??= now;
    if (this.#last === undefined) this.#keepNewest();
    else if (this.#waiting.size > MAX_WAITING) this.reset();
    else if (this.#gapSince !== undefined && now - this.#gapSince >= this.#patience) this.#giveUp(this.#last);
    return ready;
  }

  /** The first that can be decoded: in its turn, or at once if it is a key frame. What it overtakes comes too late. */
  #takeNext(): F | undefined {
    const next = this.#inOrder().find((frame) => this.#isDecodable(frame));
    if (next === undefined) return undefined;
    this.#forgetBefore(next.sequence);
    this.#waiting.delete(next.sequence);
    const { keyFrame, temporalLayer } = next.marking;
    this.#intactLayer = keyFrame ? ALL_LAYERS : Math.max(this.#intactBefore(next), temporalLayer);
    this.#last = next;
    this.#latest = next.sequence;
    return next;
  }

  /** Whether everything that this frame may refer to has been let through. */
  #isDecodable(frame: OrderedFrame): boolean {
    const { marking } = frame;
    const last = this.#last;
    if (marking.keyFrame) return true;
    if (last === undefined || frame.sequence - last.sequence >= COUNTED) return false;
    if (marking.temporalLayer === 0) return marking.baseIndex === ((last.marking.baseIndex + 1) & 0xff);
    if (marking.baseIndex !== last.marking.baseIndex) return false;
    return marking.baseSync || marking.temporalLayer <= this.#intactBefore(frame);
  }

  /** What is missing between the last frame and this one may be of any layer above the base. */
  #intactBefore({ sequence }: OrderedFrame): number {
    return sequence === (this.#last?.sequence ?? 0) + 1 ? this.#intactLayer : 0;
  }

  /** What was waited for does not come: without a base frame nothing goes on, without others only what builds on them. */
  #giveUp(last: OrderedFrame): void {
    const waiting = [...this.#waiting.values()];
    const onlyHigher = waiting.every(
      ({ marking }) => marking.temporalLayer > 0 && marking.baseIndex === last.marking.baseIndex,
    );
    if (!onlyHigher) this.reset();
    this.#forgetBefore(Number.POSITIVE_INFINITY);
    this.#gapSince = undefined;
  }

  /** Before the first key frame: small frames overtake a large one, and are of use as soon as it is here. */
  #keepNewest(): void {
    const oldestKept = this.#inOrder().at(-MAX_WAITING);
    if (oldestKept !== undefined) this.#forgetBefore(oldestKept.sequence);
  }

  #inOrder(): F[] {
    return [...this.#waiting.values()].sort((a, b) => a.sequence - b.sequence);
  }

  #forgetBefore(sequence: number): void {
    for (const waiting of this.#waiting.keys()) {
      if (waiting >= sequence) continue;
      this.#waiting.delete(waiting);
      this.#dropped++;
    }
  }
}
