import { pitchPeriod } from "./pitch.ts";
import { samplesIn } from "./sound.ts";

/** A voice that goes on for longer than this without having been heard sounds like a machine. */
const FADE = samplesIn(60);
/** What does not fit together where one period meets the next is spread over this. */
const SMOOTH = samplesIn(2);

/** Stands in for sound that is missing: goes on with the last pitch period of what was heard, fading to silence. */
export class Concealment {
  readonly #period: Float32Array;
  #given = 0;

  /** `heard` is the latest `PITCH_WINDOW` of sound. */
  constructor(heard: Float32Array) {
    // From its end backwards: how it was a while ago does not matter.
    const start = heard.length - pitchPeriod(heard.slice().reverse());
    const leap = (heard.at(-1) ?? 0) - (heard[start - 1] ?? 0);
    this.#period = heard.slice(start).map((sample, i) => sample + leap * Math.max(0, 1 - i / SMOOTH));
  }

  /** How many of the next `count` samples are silent because it has faded. */
  silentWithin(count: number): number {
    return Math.min(count, Math.max(0, this.#given + count - FADE));
  }

  /** The next sample. */
  next(): number {
    const gain = Math.max(0, 1 - this.#given / FADE);
    const sample = this.#period[this.#given % this.#period.length] ?? 0;
    this.#given++;
    return sample * gain;
  }
}
