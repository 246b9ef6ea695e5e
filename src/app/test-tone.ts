import { openSpeaker } from "../workers/audio/client.ts";
import { pause } from "./next-task.ts";
import { playNote } from "./tone.ts";

/** Of three notes of a chord, one after the other, in hertz. */
const NOTES = [523.25, 659.25, 783.99];
/** Seconds from note to note. */
const STEP = 0.22;
/** Well heard, and nobody is startled. */
const NOTE = { length: 0.7, loudness: 0.2 };
/** A loudspeaker that does not play is not waited for any longer. Milliseconds. */
const PATIENCE = 3_000;

/** Sounds by this loudspeaker, empty for the browser's choice. Resolves when it has sounded. */
export async function playTestTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  try {
    await openSpeaker(context, speaker);
    await context.resume();
    const start = context.currentTime + 0.05;
    const notes = NOTES.map((hertz, i) => playNote(context, hertz, start + i * STEP, NOTE));
    const sounded = new Promise((resolve) => notes.at(-1)?.addEventListener("ended", resolve));
    await Promise.race([sounded, pause(PATIENCE)]);
  } finally {
    await context.close();
  }
}
