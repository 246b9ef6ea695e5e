import { blockOrder, blocksOf } from "./blocks.ts";
import { correct } from "./correct.ts";
import { formatPlaces, formatWord, type Layout, masks } from "./layout.ts";
import { textOf } from "./segments.ts";

/** Of the 15 bits of a format, as many as may be wrong. */
const FORMAT_ERRORS = 3;

/** What a code says, of whose cells 1 is dark and 0 light. */
export function decode(cells: Uint8Array, layout: Layout): string | undefined {
  const { size, version, data } = layout;
  const format = formatOf(cells, size);
  if (format === undefined) return undefined;
  const isOver = masks[format & 7] as (typeof masks)[number];
  const words = new Array<number>(data.length >> 3).fill(0);
  data.forEach((at, i) => {
    const turned = Number(isOver(at % size, Math.floor(at / size)) === 0);
    if (i >> 3 < words.length)
      words[i >> 3] = ((words[i >> 3] as number) << 1) | ((cells[at] as number) ^ turned);
  });
  const blocks = blocksOf(version, format >> 3, words.length);
  const shared = Array.from({ length: blocks.count }, (): number[] => []);
  let next = 0;
  for (const block of blockOrder(blocks)) shared[block]?.push(words[next++] as number);
  if (!shared.every((block) => correct(block, blocks.checks))) return undefined;
  return textOf(
    shared.flatMap((block) => block.slice(0, -blocks.checks)),
    version,
  );
}

/** The level and the mask, as the less broken of the copies has them. */
function formatOf(cells: Uint8Array, size: number): number | undefined {
  const copies = formatPlaces(size).map((copy) =>
    copy.reduce((word, at, i) => word | ((cells[at] as number) << i), 0),
  );
  for (let most = 0; most <= FORMAT_ERRORS; most++)
    for (let format = 0; format < 32; format++)
      if (copies.some((word) => ones(word ^ formatWord(format >> 3, format & 7)) <= most)) return format;
  return undefined;
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest; rest &= rest - 1) count++;
  return count;
}
