import fc from "fast-check";
import { expect, test } from "vitest";
import { REPLAY_WINDOW, ReplayWindow } from "../../../src/trust/replay-window.ts";

test("takes each counter once, in any order", () => {
  const window = new ReplayWindow();
  for (const counter of [3, 0, 2, 1, 500, 499]) expect(window.note(counter)).toBe(true);
  for (const counter of [3, 0, 2, 1, 500, 499]) expect(window.note(counter)).toBe(false);
});

test("reaches back exactly its length", () => {
  const window = new ReplayWindow();
  window.note(5000);
  expect(window.accepts(5000 - REPLAY_WINDOW + 1)).toBe(true);
  expect(window.accepts(5000 - REPLAY_WINDOW)).toBe(false);
});

test("asking changes nothing", () => {
  const window = new ReplayWindow();
  window.note(1);
  window.accepts(100_000);
  expect(window.note(0)).toBe(true);
});

test.each([REPLAY_WINDOW - 1, REPLAY_WINDOW, REPLAY_WINDOW + 1, 7 * REPLAY_WINDOW, 2 ** 53 - 20])(
  "forgets what a leap of %i leaves behind, and nothing else",
  (leap) => {
    const window = new ReplayWindow();
    for (let counter = 0; counter < 10; counter++) window.note(counter);
    const newest = 9 + leap;
    expect(window.note(newest)).toBe(true);
    for (let counter = Math.max(10, newest - REPLAY_WINDOW + 1); counter < newest; counter++)
      expect(window.note(counter)).toBe(true);
    for (let counter = 0; counter < 10; counter++) expect(window.note(counter)).toBe(false);
  },
);

test("does what a set of everything seen would do", () => {
  const step = fc.oneof(fc.integer({ min: -1100, max: 40 }), fc.integer({ min: -5, max: 3000 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const window = new ReplayWindow();
      const seen = new Set<number>();
      let newest = 0;
      for (const distance of steps) {
        const counter = Math.max(0, newest + distance);
        const expected = !seen.has(counter) && (seen.size === 0 || counter > newest - REPLAY_WINDOW);
        expect(window.accepts(counter)).toBe(expected);
        expect(window.note(counter)).toBe(expected);
        if (!expected) continue;
        seen.add(counter);
        newest = Math.max(newest, counter);
      }
    }),
    { numRuns: 300 },
  );
});
