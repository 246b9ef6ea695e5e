import { samplesIn } from "./sound.ts";

/** Pitch periods that are considered, in samples: 400 Hz to 66 Hz. */
const MIN_PERIOD = samplesIn(2.5);
const MAX_PERIOD = samplesIn(15);
/** How much sound it takes to look for a period. */
export const PITCH_WINDOW = 2 * MAX_PERIOD;
/** Only every so many samples are compared at first: enough to hear a voice by. */
const STEP = 4;

/**
 * After how many samples the beginning of a sound repeats itself best: its pitch period or a few of them, or any where it
 * has none. Takes a `PITCH_WINDOW`.
 */
export function pitchPeriod(sound: Float32Array): number {
  const coarse = bestLag(sound, MIN_PERIOD, MAX_PERIOD, STEP);
  return bestLag(sound, Math.max(MIN_PERIOD, coarse - STEP), Math.min(MAX_PERIOD, coarse + STEP), 1);
}

function bestLag(sound: Float32Array, from: number, to: number, step: number): number {
  let best = from;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let lag = from; lag <= to; lag += step) {
    const score = likeness(sound, lag);
    if (score > bestScore) {
      bestScore = score;
      best = lag;
    }
  }
  return best;
}

/** How much the sound's beginning resembles what comes `lag` samples later, whatever the loudness there. */
function likeness(sound: Float32Array, lag: number): number {
  let product = 0;
  let energy = 1e-9;
  for (let i = 0; i < MAX_PERIOD && i + lag < sound.length; i += STEP) {
    const shifted = sound[i + lag] ?? 0;
    product += (sound[i] ?? 0) * shifted;
    energy += shifted * shifted;
  }
  return product / Math.sqrt(energy);
}
