import { expect, test } from "vitest";
import { Freezes } from "../../../src/media/freezes.ts";

function shown(...intervals: readonly number[]): Freezes {
  const freezes = new Freezes();
  let now = 0;
  freezes.learn(now);
  for (const interval of intervals) {
    now += interval;
    freezes.learn(now);
  }
  return freezes;
}

const even = (count: number, interval: number) => Array<number>(count).fill(interval);

test("an even picture does not freeze", () => {
  const { count, duration, frameRate } = shown(...even(100, 40));
  expect([count, duration, frameRate]).toEqual([0, 0, 25]);
});

test("a freeze is three times the mean and 150 ms more than it, at least", () => {
  // At 40 ms the second counts, at 100 ms the first.
  expect(shown(...even(40, 40), 189).count).toBe(0);
  expect(shown(...even(40, 40), 190)).toMatchObject({ count: 1, duration: 0.19 });
  expect(shown(...even(40, 100), 299).count).toBe(0);
  expect(shown(...even(40, 100), 300).count).toBe(1);
});

test("freezes add up", () => {
  expect(shown(...even(40, 33), 500, ...even(60, 33), 1_000)).toMatchObject({ count: 2, duration: 1.5 });
});

test("a source that pauses has not frozen", () => {
  const freezes = shown(...even(40, 40));
  freezes.pause();
  freezes.learn(60_000);
  freezes.learn(60_040);
  expect(freezes.count).toBe(0);
});
