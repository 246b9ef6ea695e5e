/** Just enough above the rate of the encoders to make good for their unevenness. */
const TIGHT = 1.05;
/** A frame leaves at once, as good as. */
const LOOSE = 8;
/** So long has everything that is wanted been carried without a queue before frames leave faster, milliseconds. */
const CALM = 1_500;
const DOUBLING = 500;
/** After bursts made a queue, until they are tried again: at first and at most. */
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 60_000;

/**
 * How much faster than the rate of the encoders a frame is written. On a path that is full a frame at once is a queue for
 * everybody; on one with room to spare pacing only delays it.
 */
export class Pacing {
  #factor = TIGHT;
  #calmSince: number | undefined;
  #wait = FIRST_WAIT;

  get factor(): number {
    return this.#factor;
  }

  /** Everything that is wanted is carried and the queue is empty, or not. */
  learn(now: number, elapsed: number, isCalm: boolean): void {
    if (!isCalm) {
      this.#calmSince = undefined;
      return;
    }
    this.#calmSince ??= now;
    if (now - this.#calmSince < CALM) return;
    this.#factor = Math.min(LOOSE, this.#factor * 2 ** (elapsed / DOUBLING));
  }

  /** The queue is too long. True when our bursts may be what makes it, and are tamed first. */
  tame(now: number): boolean {
    const isLoose = this.#factor > TIGHT;
    this.#factor = TIGHT;
    this.#calmSince = undefined;
    if (!isLoose) return false;
    this.#calmSince = now + this.#wait;
    this.#wait = Math.min(LONGEST_WAIT, 2 * this.#wait);
    return true;
  }
}
