import { expect, test } from "vitest";
import { SourceClock } from "../../../../src/media/tracks/source-clock.ts";

test("nothing is known before anything has been captured", () => {
  expect(new SourceClock().timeAt(1_000)).toBeUndefined();
});

test("the quickest way to here counts as none", () => {
  const clock = new SourceClock();
  clock.learn(0, 1_040);
  clock.learn(33, 1_053);
  clock.learn(66, 1_166);
  expect(clock.timeAt(1_200)).toBe(1_200 - 1_020);
});

test("a clock that drifts is followed", () => {
  const clock = new SourceClock();
  for (let time = 0; time < 60_000; time += 33) clock.learn(time, time * 1.0001);
  // What two windows drift apart by.
  expect(Math.abs(60_000 - (clock.timeAt(60_006) ?? 0))).toBeLessThan(1.1);
});

test.each([
  ["behind", -70_000],
  ["ahead", 5_000],
])("another source, whose clock is %s, counts from its first piece on", (_, leap) => {
  const clock = new SourceClock();
  for (let time = 0; time < 8_000; time += 33) clock.learn(time, 10_000 + time);
  clock.learn(8_000 + leap, 18_000);
  expect(clock.timeAt(18_000)).toBe(8_000 + leap);
});

test("a source that misses a few pieces and counts on is followed", () => {
  const clock = new SourceClock();
  for (let time = 0; time < 10_000; time += 10) clock.learn(time, time + (time < 5_000 ? 1_000 : 1_045));
  expect(clock.timeAt(11_045)).toBe(10_000);
});

test("a piece that was held up for long is forgotten with the next one", () => {
  const clock = new SourceClock();
  clock.learn(0, 1_000);
  clock.learn(33, 3_033);
  clock.learn(2_066, 3_066);
  expect(clock.timeAt(4_000)).toBe(3_000);
});
