import { ArrivalRate } from "./arrival-rate.ts";
import type { Arrival } from "./rate-control.ts";

/** Shorter spells are ruled by the size of single frames, milliseconds. */
const SHORTEST = 250;
/** What arrived longer ago says nothing of a path that has fallen since. */
const LONGEST = 750;

/** What was the case when a spell began. */
interface Before {
  /** Bits per second. */
  readonly rate: number;
  readonly isRampingUp: boolean;
}

/** What arrives while a queue keeps the path busy all the time: that is what the path carries of ours. */
export class BusySpell {
  readonly #arrivals = new ArrivalRate({ window: LONGEST, enough: SHORTEST });
  #before: Before | undefined;

  /** `before` only of a spell that may prove to be a hiccup, and no queue of the path. */
  constructor(before?: Before) {
    this.#before = before;
  }

  /** To go back to, unless it was more than a hiccup. */
  get before(): Before | undefined {
    return this.rate === undefined ? this.#before : undefined;
  }

  /** Bits per second of the receiver's clock, of late; undefined while the spell is too short to tell. */
  get rate(): number | undefined {
    return this.#arrivals.current;
  }

  /** Something else says that the path carries no more. */
  confirm(): void {
    this.#before = undefined;
  }

  learn(arrivals: readonly Arrival[]): void {
    this.#arrivals.learn(arrivals);
  }
}
