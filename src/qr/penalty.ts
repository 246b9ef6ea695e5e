/* What misleads readers: long runs, and what looks like a corner of a code. */
const RUN = /(.)\1{4,}/g;
const CORNER = /(?=10111010000|00001011101)/g;

/** How hard it is to read what is drawn; of 1 and 0, row by row. The weights are the standard's. */
export function penalty(cells: Uint8Array, size: number): number {
  const at = (x: number, y: number) => cells[y * size + x] as number;
  const side = Array.from({ length: size }, (_, i) => i);
  let points = 0;
  for (const i of side)
    for (const line of [side.map((j) => at(j, i)).join(""), side.map((j) => at(i, j)).join("")]) {
      for (const [run] of line.matchAll(RUN)) points += run.length - 2;
      points += 40 * [...line.matchAll(CORNER)].length;
    }
  for (let y = 1; y < size; y++)
    for (let x = 1; x < size; x++) {
      const dark = at(x, y) + at(x - 1, y) + at(x, y - 1) + at(x - 1, y - 1);
      if (dark % 4 === 0) points += 3;
    }
  const dark = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  return points + 10 * Math.max(0, Math.ceil(Math.abs(dark - 0.5) * 20) - 1);
}
