import { PITCH_WINDOW, pitchPeriod } from "./pitch.ts";

/**
 * The same sound for less time at the same pitch: one period fades into the next. Takes a `PITCH_WINDOW` of what comes; what
 * it gives back is as many samples shorter as its period is long.
 */
export function shortened(ahead: Float32Array): Float32Array {
  const period = pitchPeriod(ahead);
  return crossFade(ahead, ahead.subarray(period), period);
}

/**
 * The same sound for more time at the same pitch: it goes back by one period, and says it again. `heard` is the latest
 * `PITCH_WINDOW`, `ahead` some of what comes; what it gives back is as many samples longer than `ahead` as the period is long.
 */
export function lengthened(heard: Float32Array, ahead: Float32Array): Float32Array {
  const period = pitchPeriod(heard.slice(-PITCH_WINDOW).reverse());
  const again = new Float32Array(period + ahead.length);
  again.set(heard.subarray(heard.length - period));
  again.set(ahead, period);
  return crossFade(ahead, again, Math.min(period, ahead.length));
}

/** The second sound, of which the first `span` samples come out of the first sound. */
function crossFade(from: Float32Array, to: Float32Array, span: number): Float32Array {
  return to.map((sample, i) => {
    const share = Math.min(1, i / span);
    return (from[i] ?? 0) * (1 - share) + sample * share;
  });
}
