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
});

test("what is clear by itself is left out: the date of today, and this year", () => {
  const november = new Date(2026, 10, 22, 9, 5).getTime();
  const january = new Date(2026, 0, 3, 16, 46).getTime();
  const before = new Date(2025, 11, 31, 23, 59).getTime();
  expect(whenText(november, november)).toMatch(/^9:05/);
  expect(whenText(january, november)).toMatch(/Jan 3.*4:46/);
  expect(whenText(january, november)).not.toMatch(/2026/);
  expect(whenText(before, january)).toMatch(/Dec 31, 2025.*11:59/);
});
