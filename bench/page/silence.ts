/** How much of a sound that never pauses was missing. */
export interface Silence {
  /** Of the time listened, 0 to 1. */
  readonly share: number;
  /** Uninterrupted ones. */
  readonly count: number;
}

/** Seconds: about two waves of the hum, so that a block's level does not depend on where it begins. */
const BLOCK = 0.01;
/** Of the usual level: a hum that fades in or out of a gap is silent for half of the way. */
const SILENT = 0.3;

/** Finds where a steady sound is missing, by its level in short blocks. */
export class SilenceMeter {
  readonly #levels: number[] = [];
  #energy = 0;
  #samples = 0;

  /** Takes the next samples, at any number at a time. */
  add(samples: Float32Array, sampleRate: number): void {
    const length = Math.round(sampleRate * BLOCK);
    for (const sample of samples) {
      this.#energy += sample * sample;
      if (++this.#samples < length) continue;
      this.#levels.push(Math.sqrt(this.#energy / length));
      this.#energy = 0;
      this.#samples = 0;
    }
  }

  get total(): Silence {
    const usual = this.#levels.toSorted((a, b) => a - b)[Math.floor(this.#levels.length / 2)] ?? 0;
    const silent = this.#levels.map((level) => level <= usual * SILENT);
    return {
      share: silent.filter(Boolean).length / Math.max(1, silent.length),
      count: silent.filter((now, i) => now && !silent[i - 1]).length,
    };
  }
}
