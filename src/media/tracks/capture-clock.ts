/** For how long a sighting counts: clocks drift apart, and leap when a device starts. Milliseconds. */
const WINDOW = 5_000;

/** Relates the timestamps of a source to the clock on the wall: the quickest way from capture to here is taken for none at all. */
export class CaptureClock {
  /** Offset from media time to wall time in this window and in the one before, milliseconds. */
  #current: number | undefined;
  #previous: number | undefined;
  #since = Number.NEGATIVE_INFINITY;

  /** Something captured at media time `time` is here at `now`, both in milliseconds. */
  learn(time: number, now: number): void {
    if (now - this.#since > WINDOW) {
      this.#previous = this.#current;
      this.#current = undefined;
      this.#since = now;
    }
    this.#current = Math.min(this.#current ?? Number.POSITIVE_INFINITY, now - time);
  }

  /** The media time at `now`; undefined before anything has been captured. */
  timeAt(now: number): number | undefined {
    const offsets = [this.#current, this.#previous].filter((offset) => offset !== undefined);
    return offsets.length === 0 ? undefined : now - Math.min(...offsets);
  }
}
