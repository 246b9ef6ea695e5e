/** What is written at a time: about a packet. Bytes. */
const PIECE = 1_200;
/** Time that was not used counts for so long: timers are late, and a pause must not end in a burst. Milliseconds. */
const SLACK = 8;
/** Whatever the rate, nothing is held back for longer. Milliseconds. */
const LONGEST_WAIT = 500;

/** Lets bytes out no faster than a rate, in the order in which they were asked for. */
export class Pacer {
  readonly #now: () => number;
  /** Bytes per millisecond. */
  #rate = Number.POSITIVE_INFINITY;
  /** When the next piece may leave, milliseconds. */
  #due = Number.NEGATIVE_INFINITY;

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Bits per second, from the next piece on. */
  setRate(bitsPerSecond: number): void {
    this.#rate = bitsPerSecond / 8000;
  }

  /** Resolves with how many of `wanted` bytes may be written, at the moment at which they may. */
  async take(wanted: number): Promise<number> {
    const now = this.#now();
    if (this.#rate === Number.POSITIVE_INFINITY) return wanted;
    const size = Math.min(wanted, Math.max(PIECE, Math.round(this.#rate * SLACK)));
    const due = Math.min(Math.max(this.#due, now - SLACK), now + LONGEST_WAIT);
    this.#due = due + size / this.#rate;
    if (due > now) await new Promise((resolve) => setTimeout(resolve, due - now));
    return size;
  }
}
