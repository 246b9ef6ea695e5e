import type { Fingerprint } from "./fingerprint.ts";

/** Cells on a side of an identicon. */
export const IDENTICON_SIZE = 5;

/**
 * A small picture of a fingerprint, as data. It helps people to notice a change; too few bits go into it to prove
 * anything, so what decides is always the fingerprint.
 */
export interface Identicon {
  /** Row by row, `IDENTICON_SIZE` to a row; true is filled. The right half mirrors the left. */
  readonly cells: readonly boolean[];
  /** Degrees on the colour circle, 0 to 359. */
  readonly hue: number;
}

export function identiconOf(fingerprint: Fingerprint): Identicon {
  const view = new DataView(fingerprint.buffer, fingerprint.byteOffset, fingerprint.byteLength);
  const pattern = view.getUint16(0);
  const cells = Array.from({ length: IDENTICON_SIZE ** 2 }, (_, index) => {
    const row = Math.floor(index / IDENTICON_SIZE);
    const column = index % IDENTICON_SIZE;
    return ((pattern >> bitOf(row, column)) & 1) === 1;
  });
  return { cells, hue: view.getUint16(2) % 360 };
}

/** Mirrored columns share a bit, so five rows of three take fifteen. */
function bitOf(row: number, column: number): number {
  const mirrored = Math.min(column, IDENTICON_SIZE - 1 - column);
  return row * Math.ceil(IDENTICON_SIZE / 2) + mirrored;
}
