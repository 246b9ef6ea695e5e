/** For how long a sighting counts: clocks drift apart, and some that count pieces miss a few. Milliseconds. */
const WINDOW = 2_000;
/** No way from capture to here takes so much longer than the quickest: another source has begun, with a clock of its own. Milliseconds. */
const LEAP = 1_000;

/** Relates the timestamps of a source to the clock on the wall: the quickest way from capture to here is taken for none at all. */
export class SourceClock {
  /** Offset from media time to wall time in this window and in the one before, milliseconds. */
  #current: number | undefined;
  #previous: number | undefined;
  #since = Number.NEGATIVE_INFINITY;

  /** Something captured at media time `time` is here at `now`, both in milliseconds. */
  learn(time: number, now: number): void {
    const offset = now - time;
    const known = this.#offset;
    if (known !== undefined && Math.abs(offset - known) > LEAP) this.#forget();
    if (now - this.#since > WINDOW) {
      this.#previous = this.#current;
      this.#current = undefined;
      this.#since = now;
    }
    this.#current = Math.min(this.#current ?? Number.POSITIVE_INFINITY, offset);
  }

  /** The media time at `now`; undefined before anything has been captured. */
  timeAt(now: number): number | undefined {
    const offset = this.#offset;
    return offset === undefined ? undefined : now - offset;
  }

  get #offset(): number | undefined {
    const offsets = [this.#current, this.#previous].filter((offset) => offset !== undefined);
    return offsets.length === 0 ? undefined : Math.min(...offsets);
  }

  #forget(): void {
    this.#current = undefined;
    this.#previous = undefined;
  }
}
