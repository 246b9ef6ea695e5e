// What we draw, beside what a kept library draws and reads.
import fc from "fast-check";
import { encodeQR } from "qr";
import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { drawCode } from "../../../src/qr/draw.ts";
import { readCode } from "../../../src/qr/read.ts";
import { enlarged } from "../../fakes/code-picture.ts";

const MARGIN = 4;
/** Bytes that the largest code can hold, and the last that fit into each version. */
const MOST = 2331;
const FULL = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560];
const masks = [0, 1, 2, 3, 4, 5, 6, 7] as const;

function drawnByLibrary(text: string) {
  return masks.map((mask) => encodeQR(text, "raw", { border: MARGIN, encoding: "byte", mask }));
}

test("a text is drawn as the library draws it with one of the masks", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(drawnByLibrary(text)).toContainEqual(drawCode(text, MARGIN));
    }),
    { numRuns: 60 },
  );
});

test.each(FULL.flatMap((bytes) => [bytes, bytes + 1]))("a link of %i bytes is drawn and read", (bytes) => {
  const text = "https://kith.example/join#".padEnd(bytes, "aB3-_").slice(0, bytes);
  const code = drawCode(text, MARGIN);
  expect(drawnByLibrary(text)).toContainEqual(code);
  const picture = enlarged(code, 3);
  expect(readCode(picture)).toBe(text);
  const data = Uint8Array.from(picture.pixels);
  expect(decodeQR({ ...picture, data: rgb(data) })).toBe(text);
});

test("what is too long is refused", () => {
  expect(drawCode("x".repeat(MOST), 0)).toHaveLength(177);
  expect(() => drawCode("x".repeat(MOST + 1), 0)).toThrow(RangeError);
  expect(() => drawCode("ü".repeat(MOST / 2 + 1), 0)).toThrow(RangeError);
});

test("any text is read as it was drawn", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) => {
      expect(readCode(enlarged(drawCode(text, MARGIN), 4))).toBe(text);
    }),
    { numRuns: 60 },
  );
});

function rgb(grey: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)] as number);
}
