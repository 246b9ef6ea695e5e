import type { Bitmap } from "./bitmap.ts";
import { apart, type Corners } from "./corners.ts";
import { across, type Finder } from "./finders.ts";
import type { Means } from "./picture.ts";

/**
 * Where a code lies in a picture, as perspective has it: the middles of its three finders in pixels (x and y of the one between the
 * others, then of those two), and how far away the latter are, the first being at 1.
 */
export type Plane = readonly [number, number, number, number, number, number, number, number];

/** Where a code seems to lie, how many pixels long its cells are there, and how many are in a row. */
export interface Guess {
  readonly plane: Plane;
  readonly cell: number;
  readonly size: number;
}

/** Of finders in a bitmap, which has one pixel for so many of the picture in each direction. */
export function guessOf(bitmap: Bitmap, scale: number, [corner, one, two]: Corners): Guess {
  const width = (at: Finder) => cellAt(bitmap, at, corner, one);
  const height = (at: Finder) => cellAt(bitmap, at, corner, two);
  const area = (at: Finder) => width(at) * height(at);
  // What is twice as far away is half as long, a quarter as deep, and has an eighth of the area.
  const away = (at: Finder) => Math.cbrt(area(corner) / area(at));
  const middles = [corner.x, corner.y, one.x, one.y, two.x, two.y].map((place) => place * scale);
  // In perspective, cells between two others are as long on average as the square root of the product of both.
  const row = apart(corner, one) / Math.sqrt(width(corner) * width(one));
  const column = apart(corner, two) / Math.sqrt(height(corner) * height(two));
  return {
    plane: [...middles, away(one), away(two)] as unknown as Plane,
    cell: Math.sqrt(area(corner)) * scale,
    size: (row + column) / 2 + 7,
  };
}

/** How long a cell is at a finder, in the direction from one to another. */
function cellAt(bitmap: Bitmap, at: Finder, from: Finder, to: Finder): number {
  const halfSteps = 2 * apart(from, to);
  const [dx, dy] = [(to.x - from.x) / halfSteps, (to.y - from.y) / halfSteps];
  return (across(bitmap, at.x, at.y, dx, dy, 4 * at.length)?.length ?? 2 * at.length) / 14;
}

/** Cells to look at, by where they are in the code: the first finder is at 0, the others at 1. */
export interface Spots {
  readonly across: Float32Array;
  readonly down: Float32Array;
}

/** Of places in a code with so many cells in a row. */
export function spotsOf(size: number, places: readonly number[]): Spots {
  const unit = (cell: number) => (cell - 3) / (size - 7);
  return {
    across: Float32Array.from(places, (at) => unit(at % size)),
    down: Float32Array.from(places, (at) => unit(Math.floor(at / size))),
  };
}

/** How bright the picture is at each spot, and so many pixels around it. */
export function look(means: Means, plane: Plane, { across, down }: Spots, reach: number): Float32Array {
  const [x1, y1, x2, y2, x3, y3, away2, away3] = plane;
  const seen = new Float32Array(across.length);
  for (let i = 0; i < seen.length; i++) {
    const s = across[i] as number;
    const t = down[i] as number;
    const a = 1 - s - t;
    const b = s * away2;
    const c = t * away3;
    const away = a + b + c;
    seen[i] = means.at((a * x1 + b * x2 + c * x3) / away, (a * y1 + b * y2 + c * y3) / away, reach);
  }
  return seen;
}
