import fc from "fast-check";
import { expect, test } from "vitest";
import { curveOf, height, type Point, width } from "../../../src/components/statistics/curve.ts";

const at = (ago: number, value: number | undefined): Point => ({ ago: 1000 * ago, value });

test("the newest is at the end, zero on the ground, the highest at the top", () => {
  const { line, area, tip } = curveOf([at(60, 0), at(58, 50), at(57, 100), at(0, 25)], 10);
  expect(line).toBe("M0 19L2 10L3 1M60 14.5");
  expect(area).toBe("M0 20L0 19L2 10L3 1L3 20ZM60 20L60 14.5L60 20Z");
  expect(tip).toBe("M60 14.5h0");
});

test("little noise stays little", () => {
  expect(curveOf([at(1, 1), at(0, 2)], 100).line).toBe("M59 18.82L60 18.64");
});

test("where nothing is known there is no line", () => {
  expect(curveOf([at(2, 1), at(1, undefined), at(0, 1)], 1).line).toBe("M58 1M60 1");
  expect(curveOf([at(1, 1), at(0, undefined)], 1).tip).toBe("");
  expect(curveOf([], 1)).toEqual({ line: "", area: "", tip: "" });
  expect(curveOf([at(61, 5), at(0, undefined)], 1).line).toBe("");
});

test("whatever is measured stays in the picture", () => {
  const value = fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined });
  const points = fc.array(fc.tuple(fc.nat({ max: 90_000 }), value), { maxLength: 90 });
  fc.assert(
    fc.property(points, (pairs) => {
      const sorted = pairs.toSorted(([a], [b]) => b - a).map(([ago, value]) => ({ ago, value }));
      const { line, area } = curveOf(sorted, 1);
      for (const [, x, y] of `${line}${area}`.matchAll(/([\d.]+) ([\d.]+)/g)) {
        expect(Number(x)).toBeLessThanOrEqual(width);
        expect(Number(y)).toBeLessThanOrEqual(height);
      }
      expect(`${line}${area}`).not.toMatch(/NaN|Infinity|-/);
    }),
  );
});
