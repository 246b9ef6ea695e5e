import type { Bitmap } from "./bitmap.ts";

/** A square as codes have it in three corners; in pixels of the bitmap. */
export interface Finder {
  readonly x: number;
  readonly y: number;
  /** From edge to edge, along the rows and columns of the bitmap. */
  readonly length: number;
  /** How many rows went through it. */
  readonly seen: number;
}

/** From edge to edge, in pixels of the bitmap: what is smaller is noise. */
const SMALLEST = 13;

/** Dark, light, dark, light and dark again, in cells. */
const PARTS = [1, 1, 3, 1, 1] as const;

/** All that there are, those that most rows went through first. */
export function findersIn(bitmap: Bitmap): Finder[] {
  const found: Finder[] = [];
  const runs = [0, 0, 0, 0, 0];
  for (let y = 0; y < bitmap.height; y += 2) {
    runs.fill(0);
    let isDark = false;
    for (let x = 0; x <= bitmap.width; x++) {
      if (bitmap.isDark(x, y) !== isDark) {
        if (isDark && isFinder(runs)) {
          const [, , middle, light, dark] = runs as [number, number, number, number, number];
          note(found, confirmed(bitmap, x - dark - light - middle / 2, y + 0.5, sum(runs)));
        }
        runs.shift();
        runs.push(0);
        isDark = !isDark;
      }
      runs[4] = (runs[4] as number) + 1;
    }
  }
  return found.sort((a, b) => b.seen - a.seen);
}

/** Goes both ways from a point in a finder: from edge to edge in steps, and how many of them off the middle the point is. */
export function across(
  bitmap: Bitmap,
  x: number,
  y: number,
  dx: number,
  dy: number,
  most: number,
): { readonly length: number; readonly off: number } | undefined {
  const ahead = walk(bitmap, x, y, dx, dy, most);
  const behind = walk(bitmap, x, y, -dx, -dy, most);
  const runs = [behind[2], behind[1], ahead[0] + behind[0] - 1, ahead[1], ahead[2]];
  if (!isFinder(runs)) return undefined;
  return {
    length: sum(runs),
    off: (2 * (ahead[0] - behind[0]) + ahead[1] + ahead[2] - behind[1] - behind[2]) / 4,
  };
}

/** The steps to the end of the middle, through the light and through the dark ring. */
function walk(
  bitmap: Bitmap,
  x: number,
  y: number,
  dx: number,
  dy: number,
  most: number,
): [number, number, number] {
  const runs: [number, number, number] = [0, 0, 0];
  let step = 0;
  for (let i = 0; i < 3 && step < most; i++)
    while (step < most && bitmap.isDark(x + step * dx, y + step * dy) === (i !== 1)) {
      step++;
      runs[i] = (runs[i] as number) + 1;
    }
  return runs;
}

function isFinder(runs: readonly number[]): boolean {
  const length = sum(runs);
  const cell = length / 7;
  return (
    length >= SMALLEST &&
    runs.every((run, i) => {
      const part = PARTS[i] as number;
      return Math.abs(run - part * cell) <= 0.55 * Math.sqrt(part) * cell;
    })
  );
}

function confirmed(bitmap: Bitmap, x: number, y: number, length: number): Finder | undefined {
  const upright = across(bitmap, x, y, 0, 1, 2 * length);
  if (upright === undefined) return undefined;
  const middle = y + upright.off;
  const level = across(bitmap, x, middle, 1, 0, 2 * length);
  return level && { x: x + level.off, y: middle, length: (level.length + upright.length) / 2, seen: 1 };
}

/** Rows through one finder add up to one. */
function note(found: Finder[], one: Finder | undefined): void {
  if (one === undefined) return;
  const at = found.findIndex((other) => Math.hypot(other.x - one.x, other.y - one.y) < one.length / 4);
  const other = found[at];
  if (other === undefined) {
    found.push(one);
    return;
  }
  const seen = other.seen + 1;
  const mix = (a: number, b: number) => a + (b - a) / seen;
  found[at] = { x: mix(other.x, one.x), y: mix(other.y, one.y), length: mix(other.length, one.length), seen };
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
