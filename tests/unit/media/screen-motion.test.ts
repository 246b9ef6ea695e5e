import { expect, test } from "vitest";
import { ScreenMotion } from "../../../src/media/screen-motion.ts";

/** Looks at a screen, five times a second, that much of which changes from `from` to `to`. */
function look(
  motion: ScreenMotion,
  { from, to, changed }: { from: number; to: number; changed: number },
): void {
  for (let now = from; now < to; now += 200) motion.learn(now, changed);
}

test("a film is one after a while, and over when it stops", () => {
  const motion = new ScreenMotion();
  look(motion, { from: 0, to: 3_000, changed: 0.5 });
  expect(motion.isMoving(3_000)).toBe(false);
  look(motion, { from: 3_000, to: 6_000, changed: 0.5 });
  expect(motion.isMoving(6_000)).toBe(true);
  expect(motion.isMoving(8_000)).toBe(false);
});

test("words that are typed, and a pointer that moves, are no film however long", () => {
  const motion = new ScreenMotion();
  look(motion, { from: 0, to: 60_000, changed: 0.03 });
  expect(motion.isMoving(60_000)).toBe(false);
});

test("who scrolls and reads, and scrolls again, watches no film", () => {
  const motion = new ScreenMotion();
  for (let from = 0; from < 60_000; from += 4_000) look(motion, { from, to: from + 3_000, changed: 0.9 });
  expect(motion.isMoving(60_000)).toBe(false);
});

test("a film that ended has to go on for as long again", () => {
  const motion = new ScreenMotion();
  look(motion, { from: 0, to: 6_000, changed: 0.5 });
  look(motion, { from: 10_000, to: 11_000, changed: 0.5 });
  expect(motion.isMoving(11_000)).toBe(false);
});
