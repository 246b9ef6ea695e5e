import fc from "fast-check";
import { expect, test } from "vitest";
import { gridFor, stageShapes } from "../../../src/components/call/grid.ts";

test.each([
  ["flat", [1, 2, 3, 4, 5, 3, 4, 4]],
  ["wide", [1, 2, 2, 2, 3, 3, 4, 4]],
  ["square", [1, 1, 2, 2, 2, 2, 3, 3]],
  ["tall", [1, 1, 1, 2, 2, 2, 2, 2]],
] as const)("on a %s stage, the columns for one to eight people", (shape, columns) => {
  expect(columns.map((_, index) => gridFor(index + 1, shape).columns)).toEqual(columns);
});

test("everybody has a place, and no row or column is empty", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.constantFrom(...stageShapes), (count, shape) => {
      const { columns, rows } = gridFor(count, shape);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * (rows - 1)).toBeLessThan(count);
    }),
  );
});
