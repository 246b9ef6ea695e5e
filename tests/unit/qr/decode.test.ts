import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "../../../src/qr/decode.ts";
import { drawCode } from "../../../src/qr/draw.ts";
import { layoutOf } from "../../../src/qr/layout.ts";
import { textOf } from "../../../src/qr/segments.ts";

const TEXT = "kith://0123ab";
const layout = layoutOf(1);
/** Words that may be wrong in it: half of the ten that check the others. */
const CORRECTED = 5;

function cellsWithout(broken: readonly number[]): Uint8Array {
  const cells = Uint8Array.from(drawCode(TEXT, 0).flat(), Number);
  for (const i of broken) {
    const at = layout.data[i] as number;
    cells[at] = 1 - (cells[at] as number);
  }
  return cells;
}

const someCells = (least: number, most: number) =>
  fc.uniqueArray(fc.nat(layout.data.length - 1), { minLength: least, maxLength: most });

test("as many words as a code can correct may be wrong", () => {
  fc.assert(
    fc.property(someCells(0, CORRECTED), (broken) => {
      expect(decode(cellsWithout(broken), layout)).toBe(TEXT);
    }),
  );
});

test("more are found out", () => {
  fc.assert(
    fc.property(someCells(40, 160), (broken) => {
      expect(decode(cellsWithout(broken), layout)).toBeUndefined();
    }),
    { seed: 1 },
  );
});

test("any cells are a text or none", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.nat(1)), (version, bits) => {
      const layout = layoutOf(version);
      expect(["string", "undefined"]).toContain(
        typeof decode(
          layout.cells.map(() => bits.next().value as number),
          layout,
        ),
      );
    }),
    { numRuns: 30 },
  );
});

test.each([
  ["nothing", [], ""],
  ["what ends without an end", ["0100", "00000001", "01100001"], "a"],
  [
    "one way of writing after another",
    ["0001", "0000000010", "0101010", "0010", "000000001", "001010"],
    "42A",
  ],
  ["UTF-8 that says so", ["0111", "00011010", "0100", "00000010", "1100001110111100"], "ü"],
  ["long numbers of characters", ["0111", "1000000000011010", "0111", "110000000000000000011010"], ""],
  ["ways of writing that are not for links", ["1000", "00000001", "0000000000000"], undefined],
  ["a text that is longer than its code", ["0100", "11111111", "01100001"], undefined],
])("%s", (_, parts, text) => {
  const bits = parts.join("");
  const words = Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8).padEnd(8, "0"), 2),
  );
  expect(textOf(words, 1)).toBe(text);
});
