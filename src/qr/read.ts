import { bestPlane } from "./best-plane.ts";
import { Bitmap } from "./bitmap.ts";
import { type Corners, cornersAmong } from "./corners.ts";
import { decode } from "./decode.ts";
import { findersIn } from "./finders.ts";
import { type Layout, layoutOf, sizeOf } from "./layout.ts";
import { type Grey, halved, Means } from "./picture.ts";
import { guessOf } from "./plane.ts";
import { sample } from "./sample.ts";

/** Sets of corners that are tried in one picture and its halves each. */
const TRIES = 12;

/** By version, of those that were looked for. */
const layouts: Layout[] = [];

/** What a QR code in the picture says; undefined where none can be read. */
export function readCode(picture: Grey): string | undefined {
  let means: Means | undefined;
  const half = halved(picture);
  // Large cells are found sooner in a small picture, and where there is much noise only there.
  for (const [smaller, scale] of [
    [halved(half), 4],
    [half, 2],
    [picture, 1],
  ] as const) {
    const bitmap = new Bitmap(smaller);
    for (const corners of cornersAmong(findersIn(bitmap)).slice(0, TRIES)) {
      means ??= new Means(picture);
      const text = readAt(means, bitmap, scale, corners);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

function readAt(means: Means, bitmap: Bitmap, scale: number, corners: Corners): string | undefined {
  const { plane, cell, size } = guessOf(bitmap, scale, corners);
  for (const version of versionsNear(size)) {
    layouts[version] ??= layoutOf(version);
    const layout = layouts[version];
    const fitted = bestPlane(means, plane, layout, cell);
    if (fitted === undefined) continue;
    for (const cells of sample(means, fitted, layout.size, cell)) {
      const text = decode(cells, layout);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

/** The closest first: what is large is guessed less well. */
function versionsNear(size: number): number[] {
  const off = (version: number) => Math.abs(sizeOf(version) - size);
  return Array.from({ length: 40 }, (_, i) => i + 1)
    .filter((version) => off(version) < 3 + size / 10)
    .sort((a, b) => off(a) - off(b));
}
