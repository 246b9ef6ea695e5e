/** Two soft notes, again and again: seconds from one pair to the next, and how long a note sounds. */
const PERIOD = 2.4;
const NOTE = 0.35;
const NOTES = [659.25, 880] as const;
const LOUDNESS = 0.15;
/** Pairs that are planned ahead: a hidden page's timers are slow, so there are none. */
const PAIRS = 30;

/** Rings until it is stopped, if the browser lets the page sound at all. */
export class RingTone {
  readonly #context = new AudioContext();

  constructor() {
    const start = this.#context.currentTime + 0.05;
    for (let pair = 0; pair < PAIRS; pair++)
      for (const [i, hertz] of NOTES.entries()) this.#note(hertz, start + pair * PERIOD + i * NOTE);
  }

  stop(): void {
    this.#context.close().catch(() => undefined);
  }

  #note(hertz: number, at: number): void {
    const gain = new GainNode(this.#context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + NOTE);
    const tone = new OscillatorNode(this.#context, { frequency: hertz });
    tone.connect(gain).connect(this.#context.destination);
    tone.start(at);
    tone.stop(at + NOTE);
  }
}
