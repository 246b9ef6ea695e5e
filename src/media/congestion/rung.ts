/** What there must be of what the next rung takes before it is climbed to, and for how long in milliseconds. */
const PLENTY = 1.25;
const CLIMB_AFTER = 4_000;

/**
 * A place on a ladder: down as far as needed at once, up one rung at a time after a while of plenty. What varies by
 * less than a quarter moves it in one direction only.
 */
export class Rung {
  readonly #thresholds: readonly number[];
  #current: number | undefined;
  #plentySince: number | undefined;

  /** What each rung takes, ascending. */
  constructor(thresholds: readonly number[]) {
    this.#thresholds = thresholds;
  }

  /** The rung to stand on from `now` (milliseconds) on; -1 is the ground. The first choice is free. */
  choose(now: number, amount: number): number {
    const highest = this.#thresholds.findLastIndex((threshold) => threshold <= amount);
    const current = Math.min(this.#current ?? highest, highest);
    const next = this.#thresholds[current + 1];
    if (next === undefined || amount < PLENTY * next) this.#plentySince = undefined;
    else this.#plentySince ??= now;
    const climbs = this.#plentySince !== undefined && now - this.#plentySince >= CLIMB_AFTER;
    if (climbs) this.#plentySince = now;
    this.#current = climbs ? current + 1 : current;
    return this.#current;
  }
}
