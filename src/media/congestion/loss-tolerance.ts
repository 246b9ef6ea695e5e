/** Losses that say nothing yet. */
const OWN = 0.02;
const MOST = 0.25;
const MARGIN = 1.3;
/** So many cuts in a row that did not help show that the losses are not ours. */
const CUTS = 3;
const HELPED = 0.7;
/** How slowly tolerance goes back, milliseconds. */
const FADE = 60_000;

/**
 * Which share of lost datagrams counts as congestion. A short queue that overflows loses less when less is sent; radio
 * loses the same whatever is sent, and yielding to it would only make the picture worse.
 */
export class LossTolerance {
  #current = OWN;
  #cuts: number[] = [];

  /** From 0 to 1. */
  get current(): number {
    return this.#current;
  }

  fade(elapsed: number): void {
    this.#current = OWN + (this.#current - OWN) * Math.exp(-elapsed / FADE);
  }

  /** The rate is being cut because of a loss of `share`. */
  onCut(share: number): void {
    this.#cuts = [...this.#cuts.slice(1 - CUTS), share];
    const before = this.#cuts[0] ?? share;
    if (this.#cuts.length < CUTS || share < HELPED * before) return;
    this.#current = Math.min(MOST, Math.max(this.#current, MARGIN * Math.max(...this.#cuts)));
    this.#cuts = [];
  }

  /** Losses have gone. */
  onRelief(): void {
    this.#cuts = [];
  }
}
