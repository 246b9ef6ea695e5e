import { expect, test } from "vitest";
import { Concealment } from "../../../src/media/concealment.ts";
import { PITCH_WINDOW } from "../../../src/media/pitch.ts";
import { samplesIn } from "../../../src/media/sound.ts";
import { dominantFrequency, largestStep, loudness, sine, type Wave } from "../../fakes/sound.ts";

/** What is made up behind a wave, with the last sample that was heard in front. */
function continued(wave: Wave, milliseconds: number): Float32Array {
  const heard = Float32Array.from({ length: PITCH_WINDOW }, (_, i) => wave(i));
  const concealment = new Concealment(heard);
  const made = Float32Array.from({ length: samplesIn(milliseconds) }, () => concealment.next());
  return Float32Array.of(heard.at(-1) ?? 0, ...made);
}

test.each([100, 220, 440])("goes on with a tone of %i Hz without a click", (hertz) => {
  const made = continued(sine(hertz), 100);
  const natural = 0.5 * ((2 * Math.PI * hertz) / 48_000);
  expect(largestStep(made)).toBeLessThan(1.5 * natural + 0.01);
  expect(Math.abs(dominantFrequency(made.subarray(0, samplesIn(60))) - hertz)).toBeLessThanOrEqual(6);
});

test("fades to silence in 60 ms, and stays there", () => {
  const made = continued(sine(200), 200);
  const tens = Array.from({ length: 6 }, (_, i) =>
    loudness(made.subarray(samplesIn(10 * i), samplesIn(10 * i + 10))),
  );
  expect(tens).toEqual(tens.toSorted((a, b) => b - a));
  expect(tens[0]).toBeGreaterThan(0.28);
  expect(made.subarray(samplesIn(60) + 1).every((sample) => Math.abs(sample) === 0)).toBe(true);
});

test("goes on with how it sounded last, not a while ago", () => {
  const falling: Wave = (i) => (i < PITCH_WINDOW / 2 ? sine(390)(i) : sine(150)(i));
  expect(Math.abs(dominantFrequency(continued(falling, 50)) - 150)).toBeLessThanOrEqual(10);
});

test("does not click even where nothing repeats itself", () => {
  const chirp: Wave = (i) => 0.8 * Math.cos(i * i * 1e-5);
  const natural = 0.8 * 2 * PITCH_WINDOW * 1e-5;
  expect(largestStep(continued(chirp, 60))).toBeLessThan(2 * natural);
});

test("makes nothing out of silence", () => {
  expect(continued(() => 0, 100).every((sample) => sample === 0)).toBe(true);
});
