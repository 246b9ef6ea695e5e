import { openSpeaker } from "../workers/audio/client.ts";
import { pause } from "./next-task.ts";

/** Of three notes of a chord, one after the other, in hertz. */
const NOTES = [523.25, 659.25, 783.99];
/** Seconds from note to note, and until one has faded. */
const STEP = 0.22;
const FADE = 0.7;
/** Of full scale: well heard, and nobody is startled. */
const LOUDNESS = 0.2;
/** A loudspeaker that does not play is not waited for any longer. Milliseconds. */
const PATIENCE = 3_000;

/** Sounds by this loudspeaker, empty for the browser's choice. Resolves when it has sounded. */
export async function playTestTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  try {
    await openSpeaker(context, speaker);
    await context.resume();
    const start = context.currentTime + 0.05;
    const notes = NOTES.map((hertz, index) => playNote(context, hertz, start + index * STEP));
    await Promise.race([Promise.all(notes), pause(PATIENCE)]);
  } finally {
    await context.close();
  }
}

function playNote(context: AudioContext, frequency: number, start: number): Promise<void> {
  const note = new OscillatorNode(context, { frequency });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + FADE);
  note.connect(loudness).connect(context.destination);
  note.start(start);
  note.stop(start + FADE);
  return new Promise((resolve) => note.addEventListener("ended", () => resolve(), { once: true }));
}
