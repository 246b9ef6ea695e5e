import { limits } from "./wire/limits.ts";

/** By how much longer than the quickest a frame may be on its way before the next would only wait behind it. Milliseconds. */
const PATIENCE = 150;
/** Until the first has arrived: nothing is known of the path. */
const FIRST_PATIENCE = 500;
/** For how long the quickest counts, so that a path that grew longer is not taken for a full one for ever. Milliseconds. */
const WINDOW = 10_000;

/** A frame that has not been acknowledged yet. */
export interface FrameUnderWay {
  /** Milliseconds. */
  readonly since: number;
}

/** Which frames have left and are not known to have arrived: browsers tell when the other end has a stream's last byte. */
export class FramesUnderWay {
  /** Oldest first. */
  readonly #frames = new Set<FrameUnderWay>();
  /** The quickest of this window and of the one before, milliseconds. */
  #quickest: number | undefined;
  #quickestBefore: number | undefined;
  #windowSince = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#frames.size;
  }

  /** Whether one more would wait behind the others instead of leaving. */
  isCrowded(now: number): boolean {
    const [oldest] = this.#frames;
    if (oldest === undefined) return false;
    return this.#frames.size >= limits.openFrames || now - oldest.since > this.#allowance(now);
  }

  begin(now: number): FrameUnderWay {
    const frame = { since: now };
    this.#frames.add(frame);
    return frame;
  }

  /** It has arrived, or was given up. */
  end(frame: FrameUnderWay, arrived: boolean, now: number): void {
    this.#frames.delete(frame);
    if (!arrived) return;
    this.#turn(now);
    this.#quickest = Math.min(this.#quickest ?? Number.POSITIVE_INFINITY, now - frame.since);
  }

  #allowance(now: number): number {
    this.#turn(now);
    const known = [this.#quickest, this.#quickestBefore].filter((time) => time !== undefined);
    return known.length === 0 ? FIRST_PATIENCE : Math.min(...known) + PATIENCE;
  }

  #turn(now: number): void {
    if (now - this.#windowSince < WINDOW) return;
    this.#windowSince = now;
    this.#quickestBefore = this.#quickest;
    this.#quickest = undefined;
  }
}
