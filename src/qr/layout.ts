/** What is known of a cell before anything is said. */
export const Cell = { light: 0, dark: 1, format: 2, data: 3 } as const;

/** The cells of a code, row by row, as all codes of its version have them. */
export interface Layout {
  readonly version: number;
  /** Cells in a row. */
  readonly size: number;
  readonly cells: Uint8Array;
  /** Where the bits of what is said are, in their order. */
  readonly data: readonly number[];
}

/** Versions are from 1 to 40. */
export function layoutOf(version: number): Layout {
  const size = sizeOf(version);
  const cells = new Uint8Array(size * size).fill(Cell.data);
  const set = (x: number, y: number, cell: number) => {
    if (x >= 0 && y >= 0 && x < size && y < size) cells[y * size + x] = cell;
  };
  /** Around a centre, ring by ring, from within. */
  const square = (x: number, y: number, rings: readonly number[]) => {
    const reach = rings.length - 1;
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        set(x + dx, y + dy, rings[Math.max(Math.abs(dx), Math.abs(dy))] as number);
  };
  for (const at of formatPlaces(size).flat()) cells[at] = Cell.format;
  set(8, size - 8, Cell.dark);
  for (let i = 0; i < size; i++) {
    set(6, i, ~i & 1);
    set(i, 6, ~i & 1);
  }
  const places = alignmentPlaces(version);
  const [first, last] = [6, size - 7];
  for (const y of places)
    for (const x of places)
      if (!((x === first && (y === first || y === last)) || (x === last && y === first)))
        square(x, y, [1, 0, 1]);
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(x, y, [1, 1, 0, 1, 0]);
  const word = protect(version, 0x1f25, 12);
  for (let i = 0; i < 18 && version > 6; i++) {
    const [x, y] = [size - 11 + (i % 3), Math.floor(i / 3)];
    set(x, y, (word >> i) & 1);
    set(y, x, (word >> i) & 1);
  }
  return { version, size, cells, data: dataPlaces(cells, size) };
}

/** Cells in a row of a version. */
export function sizeOf(version: number): number {
  return 17 + 4 * version;
}

/** The centres of the small squares, in rows and columns alike. */
function alignmentPlaces(version: number): number[] {
  if (version === 1) return [];
  const gaps = Math.floor(version / 7) + 1;
  const last = sizeOf(version) - 7;
  const step = 2 * Math.floor((last - 6) / gaps / 2 + 0.75);
  return [6, ...Array.from({ length: gaps }, (_, i) => last - i * step)];
}

/** Pairs of columns from the right, up and down in turns, past the column that only keeps time. */
function dataPlaces(cells: Uint8Array, size: number): number[] {
  const places: number[] = [];
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let i = 0; i < size; i++)
      for (const x of [right, right - 1]) {
        const at = (up ? size - 1 - i : i) * size + x;
        if (cells[at] === Cell.data) places.push(at);
      }
  }
  return places;
}

/** Where the bits of the format are, the least first, in either of its copies. */
export function formatPlaces(size: number): readonly [readonly number[], readonly number[]] {
  const bits = Array.from({ length: 15 }, (_, i) => i);
  const skip = (i: number) => (i < 6 ? i : i + 1);
  return [
    bits.map((i) => (i < 8 ? skip(i) * size + 8 : 8 * size + skip(14 - i))),
    bits.map((i) => (i < 8 ? 8 * size + size - 1 - i : (size - 15 + i) * size + 8)),
  ];
}

/** What a code says of itself: how much it may lose, as codes number the levels, and its mask. */
export function formatWord(level: number, mask: number): number {
  return protect((level << 3) | mask, 0x537, 10) ^ 0x5412;
}

/** The number and the rest of its division, by which its errors can be seen. */
function protect(number: number, divisor: number, bits: number): number {
  let rest = number << bits;
  for (let bit = 31 - bits; bit >= 0; bit--) if ((rest >> (bit + bits)) & 1) rest ^= divisor << bit;
  return (number << bits) | rest;
}

/** By number: masks turn a cell of the data over where this is 0. */
export const masks: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => ((y >> 1) + Math.floor(x / 3)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];
