/** Turns counters that wrap (RTP sequence numbers, timestamps) into numbers that only the order of arrival can shrink. */
export class Unwrapper {
  readonly #range: number;
  #last: number | undefined;

  constructor(bits: 16 | 32) {
    this.#range = 2 ** bits;
  }

  /** The value nearest to the one before among those that wrap to `value`. */
  unwrap(value: number): number {
    if (this.#last === undefined) {
      this.#last = value;
      return value;
    }
    const distance = (((value - this.#last) % this.#range) + this.#range) % this.#range;
    const signed = distance < this.#range / 2 ? distance : distance - this.#range;
    const unwrapped = this.#last + signed;
    this.#last = Math.max(this.#last, unwrapped);
    return unwrapped;
  }
}
