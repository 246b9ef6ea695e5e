/** Intervals that the mean is made of, as in webrtc-stats. */
const WINDOW = 30;
/** A freeze is longer than the mean by this factor and by this many milliseconds. */
const FACTOR = 3;
const MARGIN = 150;

/** Finds freezes among the moments at which pictures were shown, as webrtc-stats defines them. */
export class Freezes {
  readonly #intervals: number[] = [];
  #last: number | undefined;
  #count = 0;
  #duration = 0;

  get count(): number {
    return this.#count;
  }

  /** Of all freezes together, seconds. */
  get duration(): number {
    return this.#duration / 1000;
  }

  /** Pictures per second, of late; 0 before the second one. */
  get frameRate(): number {
    return this.#intervals.length === 0 ? 0 : 1000 / this.#mean;
  }

  /** A picture was shown at `now`, milliseconds. */
  learn(now: number): void {
    const interval = now - (this.#last ?? now);
    const isFirst = this.#last === undefined;
    this.#last = now;
    if (isFirst) return;
    if (this.#intervals.length > 0 && interval >= Math.max(FACTOR * this.#mean, this.#mean + MARGIN)) {
      this.#count++;
      this.#duration += interval;
    }
    this.#intervals.push(interval);
    if (this.#intervals.length > WINDOW) this.#intervals.shift();
  }

  /** The source has paused, and that is no freeze. */
  pause(): void {
    this.#last = undefined;
  }

  get #mean(): number {
    return this.#intervals.reduce((sum, interval) => sum + interval, 0) / this.#intervals.length;
  }
}
