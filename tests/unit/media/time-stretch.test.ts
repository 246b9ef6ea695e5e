import { expect, test } from "vitest";
import { PITCH_WINDOW } from "../../../src/media/pitch.ts";
import { samplesIn } from "../../../src/media/sound.ts";
import { lengthened, shortened } from "../../../src/media/time-stretch.ts";
import { dominantFrequency, largestStep, noise, sine, type Wave } from "../../fakes/sound.ts";

const part = (wave: Wave, from: number, to: number) =>
  Float32Array.from({ length: to - from }, (_, i) => wave(from + i));
const voice: Wave = (i) => sine(120, 0.3)(i) + sine(240, 0.2)(i) + sine(360, 0.1)(i);

/** What is heard of a wave when each of its windows is made shorter, or longer. */
function stretched(
  wave: Wave,
  change: (heard: Float32Array, ahead: Float32Array) => Float32Array,
): Float32Array {
  const sound: number[] = [...part(wave, 0, PITCH_WINDOW)];
  for (let at = PITCH_WINDOW; at < 12 * PITCH_WINDOW; at += PITCH_WINDOW)
    sound.push(...change(Float32Array.from(sound.slice(-PITCH_WINDOW)), part(wave, at, at + PITCH_WINDOW)));
  return Float32Array.from(sound);
}

test.each([
  ["shorter", (_: Float32Array, ahead: Float32Array) => shortened(ahead), 0.4, 0.95],
  ["longer", lengthened, 1.05, 1.6],
] as const)("sound becomes %s, at the same pitch and without a click", (_, change, least, most) => {
  for (const [wave, hertz] of [
    [sine(440), 440],
    [sine(150), 150],
    [voice, 120],
  ] as const) {
    const original = part(wave, 0, 12 * PITCH_WINDOW);
    const sound = stretched(wave, change);
    expect(sound.length / original.length).toBeGreaterThan(least);
    expect(sound.length / original.length).toBeLessThan(most);
    expect(Math.abs(dominantFrequency(sound) - hertz)).toBeLessThanOrEqual(4);
    expect(largestStep(sound)).toBeLessThan(1.3 * largestStep(original));
  }
});

test("what is said again follows on what was heard, and goes on with what comes", () => {
  const heard = part(sine(200), 0, PITCH_WINDOW);
  const ahead = part(sine(200), PITCH_WINDOW, PITCH_WINDOW + samplesIn(3));
  const sound = lengthened(heard, ahead);
  expect(sound.length - ahead.length).toBeGreaterThanOrEqual(samplesIn(2.5));
  expect(sound[0]).toBeCloseTo(ahead[0] ?? 0, 5);
  expect(sound.slice(-ahead.length)).toEqual(ahead);
});

test("noise is left as loud as it was", () => {
  const loudness = (sound: Float32Array) => Math.hypot(...sound) / Math.sqrt(sound.length);
  const original = loudness(part(noise, 0, PITCH_WINDOW));
  for (const sound of [
    shortened(part(noise, 0, PITCH_WINDOW)),
    lengthened(part(noise, 0, PITCH_WINDOW), part(noise, 5000, 6440)),
  ])
    expect(loudness(sound) / original).toBeGreaterThan(0.75);
});
