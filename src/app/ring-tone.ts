import { playNote } from "./tone.ts";

/** Two soft notes, in hertz, one after the other, again and again: seconds from one pair to the next. */
const NOTES = [659.25, 880];
const NOTE = { length: 0.35, loudness: 0.15 };
const PERIOD = 2.4;
/** Pairs that are planned ahead: a hidden page's timers are slow, so there are none. */
const PAIRS = 30;

/** Rings until it is stopped, if the browser lets the page sound at all. */
export class RingTone {
  readonly #context = new AudioContext();

  constructor() {
    const start = this.#context.currentTime + 0.05;
    for (let pair = 0; pair < PAIRS; pair++)
      for (const [i, hertz] of NOTES.entries())
        playNote(this.#context, hertz, start + pair * PERIOD + i * NOTE.length, NOTE);
  }

  stop(): void {
    this.#context.close().catch(() => undefined);
  }
}
