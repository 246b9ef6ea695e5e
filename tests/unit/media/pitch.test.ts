import { expect, test } from "vitest";
import { PITCH_WINDOW, pitchPeriod } from "../../../src/media/pitch.ts";
import { SAMPLE_RATE } from "../../../src/media/sound.ts";
import { noise, sine, type Wave } from "../../fakes/sound.ts";

const window = (wave: Wave) => Float32Array.from({ length: PITCH_WINDOW }, (_, i) => wave(i));

test.each([70, 100, 150, 220, 300, 390, 440, 800])("hears whole periods of %i Hz", (hertz) => {
  const period = SAMPLE_RATE / hertz;
  const found = pitchPeriod(window(sine(hertz)));
  const offBy = Math.abs(found / period - Math.round(found / period)) * period;
  expect(offBy).toBeLessThanOrEqual(1);
});

test("hears the pitch of a voice through its overtones, and through noise", () => {
  const voice: Wave = (i) => sine(120)(i) + sine(240, 0.4)(i) + sine(360, 0.3)(i) + 0.1 * noise(i);
  expect(Math.abs(pitchPeriod(window(voice)) - 400)).toBeLessThanOrEqual(2);
});

test.each([
  ["silence", () => 0],
  ["noise", noise],
  ["a single click", (i: number) => (i === 700 ? 1 : 0)],
])("%s has some period within the bounds", (_, wave) => {
  const period = pitchPeriod(window(wave));
  expect(period).toBeGreaterThanOrEqual(120);
  expect(period).toBeLessThanOrEqual(720);
  expect(Number.isInteger(period)).toBe(true);
});
