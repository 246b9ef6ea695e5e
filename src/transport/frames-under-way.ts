import { limits } from "./wire/limits.ts";

/** By how much longer than the quickest a frame may be on its way before the next would only wait behind it. Milliseconds. */
const PATIENCE = 150;
/** Until the first has arrived: nothing is known of the path. */
const FIRST_PATIENCE = 500;
/** For how long the quickest counts, so that a path that grew longer is not taken for a full one for ever. Milliseconds. */
const WINDOW = 10_000;

/** A stream of frames that has not been acknowledged yet. */
export interface UnderWay {
  /** When its last byte left, milliseconds; undefined before. */
  since: number | undefined;
}

/** Which streams of frames are not known to have arrived: browsers tell when the other end has a stream's last byte. */
export class FramesUnderWay {
  /** Oldest first. */
  readonly #frames = new Set<UnderWay>();
  /** When the youngest that has arrived had left. What is missing from before that is being repeated, and nothing waits behind it. */
  #overtakenUntil = Number.NEGATIVE_INFINITY;
  /** The quickest of this window and of the one before, milliseconds. */
  #quickest: number | undefined;
  #quickestBefore: number | undefined;
  #windowSince = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#frames.size;
  }

  /** Whether one more would wait behind the others instead of leaving. */
  isCrowded(now: number): boolean {
    if (this.#frames.size >= limits.openFrames) return true;
    const left = [...this.#frames].flatMap(({ since }) => since ?? []);
    const oldest = left.find((since) => since > this.#overtakenUntil);
    return oldest !== undefined && now - oldest > this.#allowance(now);
  }

  begin(): UnderWay {
    const frames = { since: undefined };
    this.#frames.add(frames);
    return frames;
  }

  /** It has arrived, or was given up. */
  end(frames: UnderWay, arrived: boolean, now: number): void {
    this.#frames.delete(frames);
    if (!arrived || frames.since === undefined) return;
    this.#overtakenUntil = Math.max(this.#overtakenUntil, frames.since);
    this.#turn(now);
    this.#quickest = Math.min(this.#quickest ?? Number.POSITIVE_INFINITY, now - frames.since);
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
