/** What there must be of what a rung takes before it is climbed to. */
const PLENTY = 1.25;
/** For how long, milliseconds: at first, and at most after climbs that did not last. */
const PATIENCE = 1_000;
const MOST_PATIENCE = 8_000;
/** With so many times what a rung takes, this share of the time is enough. */
const ABUNDANCE = 2;
const HASTE = 0.25;
/** A climb that was undone within this time was too early; one that lasted so much longer was not. Milliseconds. */
const RELAPSE = 10_000;

/** How willing one is to leave a rung. */
export interface Footing {
  /** So many times as long is waited for one above. */
  readonly caution: number;
  /** It is kept with this share of what it takes. */
  readonly hold: number;
}

const FIRM: Footing = { caution: 1, hold: 1 };

/**
 * A place on a ladder: down as far as needed at once, up after a while of plenty, which gets longer where it proves too short.
 * What varies by less than a quarter moves it in one direction only. The first rung is never waited for longer: something is better than
 * nothing, however often it goes.
 */
export class Rung {
  readonly #thresholds: readonly number[];
  #current: number | undefined;
  readonly #plenty = new Prospect();
  readonly #abundance = new Prospect();
  #patience = PATIENCE;
  #climbedAt = Number.NEGATIVE_INFINITY;

  /** What each rung takes, ascending. */
  constructor(thresholds: readonly number[]) {
    this.#thresholds = thresholds;
  }

  /** -1 before the first choice. */
  get current(): number {
    return this.#current ?? -1;
  }

  /** The rung to stand on from `now` (milliseconds) on; -1 is the ground. The first choice is free. */
  choose(now: number, amount: number, { caution, hold }: Footing = FIRM): number {
    const affordable = this.#highest(amount, this.#current, hold);
    const current = this.#current ?? affordable;
    if (affordable < current) this.#fall(now);
    this.#current = Math.min(current, affordable);
    this.#plenty.learn(now, this.#highest(amount / PLENTY), this.#current);
    this.#abundance.learn(now, this.#highest(amount / ABUNDANCE), this.#current);
    const patience = this.#current < 0 ? PATIENCE : caution * this.#patience;
    const goal = this.#plenty.reached(now, patience) ?? this.#abundance.reached(now, HASTE * patience);
    if (goal !== undefined) this.#climb(now, goal);
    return this.#current;
  }

  /** The highest that `amount` is enough for; of the one that is stood on, this share of what it takes. */
  #highest(amount: number, held?: number, hold = 1): number {
    return this.#thresholds.findLastIndex((takes, i) => (i === held ? hold : 1) * takes <= amount);
  }

  #fall(now: number): void {
    const stood = now - this.#climbedAt;
    if (stood < RELAPSE) this.#patience = Math.min(MOST_PATIENCE, 2 * this.#patience);
    else this.#patience = PATIENCE;
  }

  #climb(now: number, rung: number): void {
    this.#current = rung;
    this.#climbedAt = now;
  }
}

/** A rung above, for as long as it has been within reach. */
class Prospect {
  #goal: { readonly rung: number; readonly since: number } | undefined;

  learn(now: number, reachable: number, current: number): void {
    const goal = this.#goal;
    if (reachable <= current) this.#goal = undefined;
    else if (goal === undefined || goal.rung <= current) this.#goal = { rung: reachable, since: now };
    else if (reachable < goal.rung) this.#goal = { ...goal, rung: reachable };
  }

  /** The rung, once it has been in reach for so long. */
  reached(now: number, patience: number): number | undefined {
    return this.#goal !== undefined && now - this.#goal.since >= patience ? this.#goal.rung : undefined;
  }
}
