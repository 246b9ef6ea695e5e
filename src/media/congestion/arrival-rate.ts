import type { Arrival } from "./rate-control.ts";

/** Fewer arrivals than in this part of a window say nothing about the whole. */
const ENOUGH = 0.5;

/** How much has arrived of late, in bits per second of the receiver's clock. */
export class ArrivalRate {
  readonly #window: number;
  #recent: { readonly at: number; readonly size: number }[] = [];
  #current: number | undefined;

  /** Over so many milliseconds: long ones see through frames of unequal size, short ones are quick. */
  constructor(window: number) {
    this.#window = window;
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
    this.#recent = this.#recent.filter(({ at }) => at > latest - this.#window);
    const first = this.#recent[0];
    if (first === undefined || latest - first.at < ENOUGH * this.#window) return;
    // What arrived at the beginning of the span was sent before it.
    const bytes = this.#recent.reduce((sum, { size }) => sum + size, -first.size);
    this.#current = (bytes * 8000) / (latest - first.at);
  }

  forget(): void {
    this.#recent = [];
    this.#current = undefined;
  }
}
