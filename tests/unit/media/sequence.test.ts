import fc from "fast-check";
import { expect, test } from "vitest";
import { Unwrapper } from "../../../src/media/sequence.ts";

const bits = fc.constantFrom(16 as const, 32 as const);

test("counts on where the counter wraps", () => {
  const sequences = new Unwrapper(16);
  expect([0xfffe, 0xffff, 0, 1].map((value) => sequences.unwrap(value))).toEqual([
    0xfffe, 0xffff, 0x1_0000, 0x1_0001,
  ]);
});

test("knows what is older, across the wrap and before the first", () => {
  const sequences = new Unwrapper(16);
  expect([1, 0xffff, 2, 0xfffe].map((value) => sequences.unwrap(value))).toEqual([1, -1, 2, -2]);
});

test("an older value does not move the place from which the next is seen", () => {
  const sequences = new Unwrapper(16);
  sequences.unwrap(40_000);
  sequences.unwrap(10_000);
  expect(sequences.unwrap(50_000)).toBe(50_000);
  expect(sequences.unwrap(5000)).toBe(0x1_0000 + 5000);
});

test("any steps forward of less than half the range add up", () => {
  fc.assert(
    fc.property(
      bits,
      fc.nat(),
      fc.array(fc.double({ min: 0, max: 0.499, noNaN: true })),
      (size, first, steps) => {
        const range = 2 ** size;
        const unwrapper = new Unwrapper(size);
        let expected = unwrapper.unwrap(first % range);
        for (const step of steps) {
          expected += Math.floor(step * range);
          expect(unwrapper.unwrap(expected % range)).toBe(expected);
        }
      },
    ),
  );
});

test("whatever comes, a value is unwrapped to one that wraps to it, near the highest so far", () => {
  fc.assert(
    fc.property(bits, fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 1 }), (size, values) => {
      const range = 2 ** size;
      const unwrapper = new Unwrapper(size);
      let highest: number | undefined;
      for (const value of values) {
        const unwrapped = unwrapper.unwrap(value % range);
        expect((((unwrapped - value) % range) + range) % range).toBe(0);
        if (highest !== undefined) expect(Math.abs(unwrapped - highest)).toBeLessThanOrEqual(range / 2);
        highest = Math.max(highest ?? unwrapped, unwrapped);
      }
    }),
  );
});
