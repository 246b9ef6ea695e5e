/** A queue is sent less for, so that it would be gone in this time; a long one faster. Milliseconds. */
const DRAIN = 500;
const HARD_DRAIN = 300;
const DEEPEST = 0.3;

interface Spell {
  readonly from: number;
  readonly factor: number;
}

/**
 * How much less than the path carries is sent while a queue drains. What has been sent less already, but does not show in
 * the reports yet, counts as drained: otherwise the path would run dry by a round trip's worth.
 */
export class Drain {
  #factor = 1;
  #spells: Spell[] = [];

  /** From 0.3 to 1. */
  get factor(): number {
    return this.#factor;
  }

  /** `excess` is the queue that the latest arrivals saw, above what is meant to stay, sent `age` ago. Milliseconds. */
  learn(now: number, excess: number, age: number): void {
    const left = Math.max(0, excess - this.#savedSince(now, now - age));
    this.#factor = Math.max(DEEPEST, 1 - left / DRAIN - (left / HARD_DRAIN) ** 2);
    this.#spells.push({ from: now, factor: this.#factor });
  }

  /** Milliseconds of queue that are gone because less was sent. */
  #savedSince(now: number, since: number): number {
    let saved = 0;
    let end = now;
    for (const { from, factor } of this.#spells.toReversed()) {
      if (end <= since) break;
      saved += (1 - factor) * (end - Math.max(from, since));
      end = from;
    }
    this.#spells = this.#spells.filter(
      ({ from }, i) => from > since || (this.#spells[i + 1]?.from ?? now) > since,
    );
    return saved;
  }
}
