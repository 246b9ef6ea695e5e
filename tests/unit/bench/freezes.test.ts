import fc from "fast-check";
import { expect, test } from "vitest";
import { freezes } from "../../../bench/loss/freezes.ts";

/** Moments at which pictures appeared, given how long each stood. */
function moments(...gaps: readonly number[]): number[] {
  let time = 0;
  return gaps.map((gap) => {
    time += gap;
    return time;
  });
}

const steady = Array.from({ length: 60 }, () => 40);

test("an even stream of pictures does not freeze", () => {
  expect(freezes(moments(...steady), 0, 2400)).toEqual({ count: 0, duration: 0 });
});

test("a picture freezes that stands for 150 ms more than the recent ones, and for three times as long", () => {
  const withGap = (gap: number) => freezes(moments(...steady, gap, ...steady), 0, 4800 + gap);
  expect(withGap(189)).toEqual({ count: 0, duration: 0 });
  expect(withGap(190)).toEqual({ count: 1, duration: 190 });
  const slow = Array.from({ length: 40 }, () => 100);
  const slowWithGap = (gap: number) => freezes(moments(...slow, gap, ...slow), 0, 8000 + gap);
  expect(slowWithGap(299)).toEqual({ count: 0, duration: 0 });
  expect(slowWithGap(300)).toEqual({ count: 1, duration: 300 });
});

test("what is usual is that of the last thirty pictures only", () => {
  const slow = Array.from({ length: 40 }, () => 130);
  const gap = 300;
  expect(freezes(moments(...slow, ...steady, gap, 40), 0, 5_200 + 2_400 + 340).count).toBe(1);
  expect(freezes(moments(...slow, 40, 40, gap, 40), 0, 5_200 + 420).count).toBe(0);
});

test("a slide show is frozen all the time, whatever is usual in it", () => {
  const slides = Array.from({ length: 30 }, () => 400);
  expect(freezes(moments(...slides), 0, 12_000)).toEqual({ count: 30, duration: 12_000 });
  expect(freezes(moments(...slides.map((gap) => gap - 10)), 0, 11_700)).toEqual({ count: 0, duration: 0 });
});

test("no picture at the beginning or at the end is a freeze, too, and none at all is one from end to end", () => {
  const late = moments(1000, ...steady);
  expect(freezes(late, 0, 3400)).toEqual({ count: 1, duration: 1000 });
  expect(freezes(moments(...steady), 0, 3400)).toEqual({ count: 1, duration: 1000 });
  expect(freezes([], 100, 700)).toEqual({ count: 1, duration: 600 });
});

test("no more is frozen than time has passed", () => {
  const gaps = fc.array(fc.double({ min: 1, max: 3000, noNaN: true }), { maxLength: 100 });
  fc.assert(
    fc.property(gaps, fc.double({ min: 0, max: 1000, noNaN: true }), (stood, rest) => {
      const shown = moments(...stood);
      const until = (shown.at(-1) ?? 0) + rest;
      const { count, duration } = freezes(shown, 0, until);
      expect(duration).toBeLessThanOrEqual(until + 1e-6);
      expect(count).toBeLessThanOrEqual(shown.length + 1);
    }),
  );
});
