/** What is quieter at its loudest nobody hears: −80 dB of full scale. */
const QUIETEST = 1e-4;
/** A pause in music is none of the sound's end. Milliseconds. */
const HANG = 2_000;

/** Tells whether a sound is worth being sent: what is silent for long need not be, and others have what it would take. */
export class SilenceGate {
  #heardAt = Number.NEGATIVE_INFINITY;

  /** A piece of it, captured at `time` in milliseconds. Whether it is to be sent. */
  passes(samples: Float32Array, time: number): boolean {
    if (samples.some((sample) => Math.abs(sample) > QUIETEST)) this.#heardAt = time;
    return time - this.#heardAt < HANG;
  }
}
