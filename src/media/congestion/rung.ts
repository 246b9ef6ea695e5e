/** What there must be of what a rung takes before it is climbed to. */
const PLENTY = 1.25;
/** For how long, milliseconds: at first, and at most after climbs that did not last. */
const PATIENCE = 1_000;
const MOST_PATIENCE = 8_000;
/** A climb that was undone within this time was too early; one that lasted so much longer was not. Milliseconds. */
const RELAPSE = 10_000;

/**
 * A place on a ladder: down as far as needed at once, up after a while of plenty, which gets longer where it proves too short.
 * What varies by less than a quarter moves it in one direction only.
 */
export class Rung {
  readonly #thresholds: readonly number[];
  #current: number | undefined;
  #goal: { readonly rung: number; readonly since: number } | undefined;
  #patience = PATIENCE;
  #climbedAt = Number.NEGATIVE_INFINITY;

  /** What each rung takes, ascending. */
  constructor(thresholds: readonly number[]) {
    this.#thresholds = thresholds;
  }

  /** The rung to stand on from `now` (milliseconds) on; -1 is the ground. The first choice is free. */
  choose(now: number, amount: number): number {
    const affordable = this.#highest(amount);
    const current = this.#current ?? affordable;
    if (affordable < current) this.#fall(now);
    const reachable = this.#highest(amount / PLENTY);
    this.#current = Math.min(current, affordable);
    if (reachable <= this.#current) this.#goal = undefined;
    else if (this.#goal === undefined || reachable < this.#goal.rung)
      this.#goal = { rung: reachable, since: this.#goal?.since ?? now };
    if (this.#goal !== undefined && now - this.#goal.since >= this.#patience)
      this.#climb(now, this.#goal.rung);
    return this.#current;
  }

  #highest(amount: number): number {
    return this.#thresholds.findLastIndex((threshold) => threshold <= amount);
  }

  #fall(now: number): void {
    this.#goal = undefined;
    const stood = now - this.#climbedAt;
    if (stood < RELAPSE) this.#patience = Math.min(MOST_PATIENCE, 2 * this.#patience);
    else this.#patience = PATIENCE;
  }

  #climb(now: number, rung: number): void {
    this.#current = rung;
    this.#climbedAt = now;
    this.#goal = undefined;
  }
}
