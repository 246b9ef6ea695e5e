import { expect, test } from "vitest";
import {
  gridPlaces,
  movePlace,
  newcomerPlace,
  nextCorner,
  nextSize,
  resizePlace,
} from "../../../src/app/stage-place.ts";

const middle = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };

test("moving stops at the edges and keeps the size", () => {
  expect(movePlace(middle, 0.1, -0.1)).toMatchObject({ width: 0.2, height: 0.2 });
  expect(movePlace(middle, 0.1, -0.1).x).toBeCloseTo(0.5);
  expect(movePlace(middle, 9, -9)).toEqual({ x: 0.8, y: 0, width: 0.2, height: 0.2 });
});

test("resizing stops at the edges and at what can still be got hold of, and keeps the corner", () => {
  expect(resizePlace(middle, 9, 9)).toEqual({ x: 0.4, y: 0.4, width: 0.6, height: 0.6 });
  expect(resizePlace(middle, -9, -9)).toEqual({ x: 0.4, y: 0.4, width: 0.15, height: 0.15 });
});

test("without dragging, presses lead through all corners and back", () => {
  const spots = new Set<string>();
  let place = nextCorner(middle);
  for (let i = 0; i < 5; i++) {
    spots.add(`${place.x.toFixed(2)} ${place.y.toFixed(2)}`);
    place = nextCorner(place);
  }
  expect(spots.size).toBe(5);
});

test("without dragging, presses lead through the sizes", () => {
  const sizes = [middle, nextSize(middle), nextSize(nextSize(middle)), nextSize(nextSize(nextSize(middle)))];
  expect(sizes.map(({ width }) => width.toFixed(2))).toEqual(["0.20", "0.33", "0.50", "0.67"]);
  expect(nextSize(sizes[3] ?? middle).width).toBeCloseTo(1 / 3);
});

test.each([true, false])("a first layout covers nobody, on an upright stage or not (%s)", (isUpright) => {
  for (let count = 1; count <= 16; count++) {
    const places = gridPlaces(count, isUpright);
    expect(places).toHaveLength(count);
    for (const [i, a] of places.entries())
      for (const b of places.slice(i + 1))
        expect(
          a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
        ).toBe(false);
  }
});

test("an upright stage has more rows than columns, any other at most as many", () => {
  const lefts = (isUpright: boolean) => new Set(gridPlaces(8, isUpright).map(({ x }) => x)).size;
  expect([lefts(true), lefts(false)]).toEqual([2, 3]);
});

test("newcomers do not lie on one another exactly", () => {
  expect(newcomerPlace(3)).not.toEqual(newcomerPlace(4));
});
