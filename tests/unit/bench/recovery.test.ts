import { expect, test } from "vitest";
import { rateBetween, type Sample, timeToDrain, timeToReach } from "../../../bench/loss/recovery.ts";

const EVERY = 50;

/** Samples of ten seconds, with the rate (bits per second) and the queue (ms) that the functions say for each moment. */
function samples(rate: (time: number) => number, queueMs: (time: number) => number = () => 0): Sample[] {
  let bytes = 0;
  return Array.from({ length: 201 }, (_, i) => {
    const time = i * EVERY;
    const sample = { time, bytes, queueMs: queueMs(time) };
    bytes += (rate(time) * EVERY) / 8_000;
    return sample;
  });
}

test("a rate is what passed in the time", () => {
  const two = samples((time) => (time < 5_000 ? 1e6 : 3e6));
  expect(rateBetween(two, 0, 5_000)).toBeCloseTo(1e6);
  expect(rateBetween(two, 5_000, 10_000)).toBeCloseTo(3e6);
  expect(rateBetween(two, 4_000, 6_000)).toBeCloseTo(2e6);
  expect(rateBetween(two, 20_000, 30_000)).toBe(0);
});

test("a rate is reached when a whole second has it", () => {
  const ramp = samples((time) => (time < 4_000 ? 0.6e6 : 2.4e6));
  // Nine tenths of the second have to be behind the change.
  expect(timeToReach(ramp, 2.22e6, 2_000, 10_000)).toBe(2_900);
  expect(timeToReach(ramp, 2.5e6, 2_000, 10_000)).toBeUndefined();
  expect(timeToReach(ramp, 2.22e6, 2_000, 4_500)).toBeUndefined();
});

test("a queue is drained once it stays away", () => {
  const constant = () => 1e6;
  const builds = (time: number) => (time >= 2_200 && time < 3_500 ? 200 : 0);
  expect(timeToDrain(samples(constant, builds), 2_000, 10_000)).toBe(1_500);
  const comesBack = (time: number) => (builds(time) || (time >= 3_800 && time < 4_000) ? 200 : 0);
  expect(timeToDrain(samples(constant, comesBack), 2_000, 10_000)).toBe(2_000);
});

test("a queue that never was is drained at once, one that stays never", () => {
  const constant = () => 1e6;
  expect(timeToDrain(samples(constant), 2_000, 10_000)).toBe(0);
  expect(
    timeToDrain(
      samples(constant, () => 100),
      2_000,
      10_000,
    ),
  ).toBeUndefined();
  // Gone at the very end: nobody knows whether for good.
  expect(
    timeToDrain(
      samples(constant, (time) => (time < 9_800 ? 100 : 0)),
      2_000,
      10_000,
    ),
  ).toBeUndefined();
});
