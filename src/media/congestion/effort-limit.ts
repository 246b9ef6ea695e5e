/** Of the time from frame to frame, what an encoder may take before the machine counts as too slow for it. */
const TOO_MUCH = 0.8;
/** For how long, milliseconds. */
const STRAIN = 1_500;
/** The place from which there is no way down. */
const LEAST = 1;
/**
 * Until more is tried again: at first, which is short because everything is slow for a moment when a call begins, and at most
 * after tries that failed. Without a failure for so long it begins anew.
 */
const FIRST_REST = 5_000;
const LONGEST_REST = 160_000;

/** Holds the picture down where the machine cannot keep up with it, and lets it try again after a while. */
export class EffortLimit {
  #ceiling = Number.POSITIVE_INFINITY;
  #strainedSince: number | undefined;
  #restUntil = Number.NEGATIVE_INFINITY;
  #rest = FIRST_REST;

  /** The highest place on the ladder that the machine is thought to manage. */
  get ceiling(): number {
    return this.#ceiling;
  }

  /** Whether the machine has been too slow of late. */
  isStrained(now: number): boolean {
    return now - this.#restUntil <= LONGEST_REST;
  }

  /** `load` is the share of the time between frames that encoding takes at that place of the ladder. */
  learn(now: number, load: number, place: number): void {
    if (load <= TOO_MUCH) {
      this.#strainedSince = undefined;
      if (now >= this.#restUntil) this.#ceiling = Number.POSITIVE_INFINITY;
      return;
    }
    this.#strainedSince ??= now;
    if (now - this.#strainedSince < STRAIN || place <= LEAST) return;
    this.#strainedSince = undefined;
    this.#ceiling = place - 1;
    this.#rest = this.isStrained(now) ? Math.min(LONGEST_REST, 2 * this.#rest) : FIRST_REST;
    this.#restUntil = now + this.#rest;
  }
}
