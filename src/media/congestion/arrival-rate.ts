import type { Arrival } from "./rate-control.ts";

/** Milliseconds. */
interface Span {
  /** Long ones see through frames of unequal size, short ones are quick. */
  readonly window: number;
  /** Arrivals within less than that say nothing. */
  readonly enough: number;
}

/** How much has arrived of late, in bits per second of the receiver's clock. */
export class ArrivalRate {
  readonly #span: Span;
  #recent: { readonly at: number; readonly size: number }[] = [];
  #current: number | undefined;

  constructor(span: Span) {
    this.#span = span;
  }

  /** Undefined until something has been arriving for a while. */
  get current(): number | undefined {
    return this.#current;
  }

  learn(arrivals: readonly Arrival[]): void {
    for (const { arrivedAt, size } of arrivals) {
      if (arrivedAt !== undefined) this.#recent.push({ at: arrivedAt, size });
    }
    const latest = this.#recent.at(-1)?.at;
    if (latest === undefined) return;
    this.#recent = this.#recent.filter(({ at }) => at > latest - this.#span.window);
    const first = this.#recent[0];
    if (first === undefined || latest - first.at < this.#span.enough) return;
    // What arrived at the beginning of the span was sent before it.
    const bytes = this.#recent.reduce((sum, { size }) => sum + size, -first.size);
    this.#current = (bytes * 8000) / (latest - first.at);
  }

  forget(): void {
    this.#recent = [];
    this.#current = undefined;
  }
}
