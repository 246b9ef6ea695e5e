import type { Finder } from "./finders.ts";

/** Three finders that could be of one code: the one between the others first. */
export type Corners = readonly [Finder, Finder, Finder];

/** Of so many finders, those that most rows went through. */
const FINDERS = 10;
/** Three with more are of no code. */
const MOST_DOUBT = 2;

/** The likeliest first. */
export function cornersAmong(finders: readonly Finder[]): Corners[] {
  const best = finders.slice(0, FINDERS);
  const found: { readonly corners: Corners; readonly doubt: number }[] = [];
  best.forEach((one, i) => {
    best.slice(0, i).forEach((two, j) => {
      for (const three of best.slice(0, j)) {
        const corners = ordered(one, two, three);
        const doubt = doubtOf(corners);
        if (doubt < MOST_DOUBT) found.push({ corners, doubt });
      }
    });
  });
  return found.sort((a, b) => a.doubt - b.doubt).map(({ corners }) => corners);
}

/** In pixels of the bitmap. */
export function apart(a: Finder, b: Finder): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function ordered(a: Finder, b: Finder, c: Finder): Corners {
  const [ab, bc, ca] = [apart(a, b), apart(b, c), apart(c, a)];
  if (bc >= ab && bc >= ca) return [a, b, c];
  return ca >= ab ? [b, a, c] : [c, a, b];
}

/** 0 for a square seen from above; codes that are held askew have a little. */
function doubtOf(corners: Corners): number {
  const [corner, beside, below] = corners;
  const lengths = corners.map(({ length }) => length);
  const [a, b, longest] = [apart(corner, beside), apart(corner, below), apart(beside, below)];
  const unequal = Math.max(...lengths) / Math.min(...lengths) - 1;
  // The closest that two can be, in the smallest code, is twice their own length.
  if (Math.min(a, b) < Math.max(...lengths)) return Number.POSITIVE_INFINITY;
  // Chance has it in a few rows that something looks like a finder.
  const seen = Math.min(...corners.map(({ seen }) => seen));
  return unequal + Math.abs(Math.log(a / b)) + Math.abs(longest ** 2 / (a * a + b * b) - 1) - seen / 20;
}
