import { expect, test } from "vitest";
import { sideStrip, underStrip } from "../../../src/components/call/strip.ts";

test("everybody has a cell, in as few lines as there is room for", () => {
  for (let count = 0; count <= 31; count++)
    for (const { columns, rows } of [sideStrip(count), underStrip(count)])
      expect(columns * rows).toBeGreaterThanOrEqual(Math.max(1, count));
  expect(sideStrip(4)).toEqual({ columns: 1, rows: 4 });
  expect(sideStrip(7)).toEqual({ columns: 2, rows: 4 });
  expect(underStrip(4)).toEqual({ columns: 4, rows: 1 });
  expect(underStrip(7)).toEqual({ columns: 4, rows: 2 });
});
