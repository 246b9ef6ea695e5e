import { expect, test } from "vitest";
import { clockText, sameDay, whenText } from "../../../src/components/parts/time.ts";

test.each([
  [300_000, "5:00"],
  [299_001, "5:00"],
  [247_000, "4:07"],
  [59_999, "1:00"],
  [1, "0:01"],
  [0, "0:00"],
  [-4000, "0:00"],
])("%i milliseconds are %s on the clock", (left, words) => {
  expect(clockText(left)).toBe(words);
});

test("days end at midnight, where one is", () => {
  const evening = new Date(2026, 10, 21, 23, 59).getTime();
  const night = new Date(2026, 10, 22, 0, 1).getTime();
  expect(sameDay(evening, night)).toBe(false);
  expect(sameDay(evening, evening - 3_600_000)).toBe(true);
  expect(whenText(night, night)).not.toMatch(/2026/);
  expect(whenText(evening, night)).toMatch(/2026/);
});
