import { blockOrder, blocksOf } from "./blocks.ts";
import { multiply, power } from "./galois.ts";
import { Cell, formatPlaces, formatWord, type Layout, layoutOf, masks } from "./layout.ts";
import { penalty } from "./penalty.ts";

/** As codes number it: a seventh of the words may be lost. */
const LEVEL_M = 0;

/** The smallest QR code that says this, as rows of cells that are dark or not, within a margin of light ones. Throws where the text is too long. */
export function drawCode(text: string, margin: number): boolean[][] {
  const { layout, words } = wordsOf(new TextEncoder().encode(text));
  const drawings = masks.map((_, mask) => drawing(layout, words, mask));
  const penalties = drawings.map((cells) => penalty(cells, layout.size));
  const best = drawings[penalties.indexOf(Math.min(...penalties))] as Uint8Array;
  const side = Array.from({ length: layout.size + 2 * margin }, (_, i) => i - margin);
  return side.map((y) =>
    side.map((x) => x >= 0 && x < layout.size && best[y * layout.size + x] === Cell.dark),
  );
}

function wordsOf(bytes: Uint8Array): { layout: Layout; words: readonly number[] } {
  for (let version = 1; version <= 40; version++) {
    const layout = layoutOf(version);
    const room = layout.data.length >> 3;
    const blocks = blocksOf(version, LEVEL_M, room);
    const { count, checks, short, long } = blocks;
    // Half a byte that says that bytes follow, how many, the bytes, and half a byte for the end.
    const halves = [4, ...(version < 10 ? [] : [bytes.length >> 8]), bytes.length & 255, ...bytes, 0];
    const spare = room - count * checks - halves.length + 1;
    if (spare < 0) continue;
    const said = halves.slice(1).map((byte, i) => (((halves[i] as number) & 15) << 4) | (byte >> 4));
    for (let i = 0; i < spare; i++) said.push(i % 2 ? 0x11 : 0xec);
    const filled = Array.from({ length: count }, (_, i) => {
      const block = said.splice(0, i < count - long ? short : short + 1);
      return [...block, ...checksOf(block, checks)].values();
    });
    return { layout, words: Array.from(blockOrder(blocks), (i) => filled[i]?.next().value as number) };
  }
  throw new RangeError("too long for a code");
}

/** The rest of dividing the words by the product of (x - 2^i). */
function checksOf(words: readonly number[], count: number): number[] {
  let divisor = [1];
  for (let i = 0; i < count; i++)
    divisor = [...divisor, 0].map((factor, at) => factor ^ multiply(divisor[at - 1] ?? 0, power(i)));
  const rest = new Array<number>(count).fill(0);
  for (const word of words) {
    const lead = word ^ (rest.shift() as number);
    rest.push(0);
    for (let i = 0; i < count; i++) rest[i] = (rest[i] as number) ^ multiply(divisor[i + 1] as number, lead);
  }
  return rest;
}

function drawing({ size, cells: known, data }: Layout, words: readonly number[], mask: number): Uint8Array {
  const cells = known.slice();
  const isOver = masks[mask] as (typeof masks)[number];
  data.forEach((at, i) => {
    const bit = ((words[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;
    cells[at] = bit ^ Number(isOver(at % size, Math.floor(at / size)) === 0);
  });
  const format = formatWord(LEVEL_M, mask);
  for (const copy of formatPlaces(size))
    copy.forEach((at, i) => {
      cells[at] = (format >> i) & 1;
    });
  return cells;
}
