import type { Arrival } from "./rate-control.ts";

/** Shorter spells are ruled by the size of single frames, milliseconds. */
const SHORTEST = 250;

/** What was the case when a spell began. */
interface Before {
  /** Bits per second. */
  readonly rate: number;
  readonly isRampingUp: boolean;
}

/** What arrives while a queue keeps the path busy all the time: that is what the path carries of ours. */
export class BusySpell {
  #before: Before | undefined;
  #from: number | undefined;
  #latest = Number.NEGATIVE_INFINITY;
  #bytes = 0;

  /** `before` only of a spell that may prove to be a hiccup, and no queue of the path. */
  constructor(before?: Before) {
    this.#before = before;
  }

  /** To go back to, unless it was more than a hiccup. */
  get before(): Before | undefined {
    return this.rate === undefined ? this.#before : undefined;
  }

  /** Bits per second of the receiver's clock, since the spell began; undefined when it is too short to tell. */
  get rate(): number | undefined {
    if (this.#from === undefined || this.#latest - this.#from < SHORTEST) return undefined;
    return (this.#bytes * 8000) / (this.#latest - this.#from);
  }

  /** Something else says that the path carries no more. */
  confirm(): void {
    this.#before = undefined;
  }

  learn(arrivals: readonly Arrival[]): void {
    for (const { arrivedAt, size } of arrivals) {
      if (arrivedAt === undefined) continue;
      if (this.#from === undefined) this.#from = arrivedAt;
      else this.#bytes += size;
      this.#latest = Math.max(this.#latest, arrivedAt);
    }
  }
}
