import { SAMPLE_RATE } from "../../media/sound.ts";

/** Pieces of sound after which the clock is looked at again: two seconds. */
const WINDOW = 200;
/** Microseconds that the audio thread may be off before its clock is set: what the ear does not mind beside a picture. */
const TOLERANCE = 30_000;

/**
 * From samples of the audio thread to microseconds of another clock. In between the audio thread's count is the steadier one, so that
 * a piece that arrives late is not one that was heard late; a pause of the audio thread, which it does not count, is found out.
 */
export class CaptureClock {
  #start: number | undefined;
  #leastStart = Number.POSITIVE_INFINITY;
  #pieces = 0;

  /** When the piece was captured whose first sample is `at`; it arrives at `now`, right after its last sample or later. */
  timeOf(at: number, length: number, now: number): number {
    const start = now - micros(at + length);
    this.#start ??= start;
    this.#leastStart = Math.min(this.#leastStart, start);
    if (++this.#pieces === WINDOW) {
      if (Math.abs(this.#leastStart - this.#start) > TOLERANCE) this.#start = this.#leastStart;
      this.#leastStart = Number.POSITIVE_INFINITY;
      this.#pieces = 0;
    }
    return Math.round(this.#start + micros(at));
  }
}

function micros(samples: number): number {
  return (1e6 * samples) / SAMPLE_RATE;
}
