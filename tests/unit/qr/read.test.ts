import { encodeQR } from "qr";
import { describe, expect, test } from "vitest";
import { decode } from "../../../src/qr/decode.ts";
import { layoutOf } from "../../../src/qr/layout.ts";
import { readCode } from "../../../src/qr/read.ts";
import { enlarged } from "../../fakes/code-picture.ts";
import { random } from "../../fakes/losses.ts";

const levels = ["low", "medium", "quartile", "high"] as const;
const encodings = {
  numeric: "0123456789",
  alphanumeric: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:",
  byte: "abcdefghijklmnopqrstuvwxyzäöü€/:#?",
} as const;
type Encoding = keyof typeof encodings;
const versions = Array.from({ length: 40 }, (_, i) => i + 1);

/** As full as a version goes. */
function textFor(version: number, ecc: (typeof levels)[number], encoding: Encoding): string {
  const letters = [...encodings[encoding]];
  const text = Array.from({ length: 7100 }, (_, i) => letters[(i * i + version) % letters.length]);
  let [fits, not] = [0, text.length];
  while (not - fits > 1) {
    const middle = (fits + not) >> 1;
    try {
      encodeQR(text.slice(0, middle).join(""), "raw", { version, ecc, encoding, mask: 0 });
      fits = middle;
    } catch {
      not = middle;
    }
  }
  return text.slice(0, fits).join("");
}

describe.each(levels)("of level %s", (ecc) => {
  test.each(versions)("version %i is read in every mask", (version) => {
    const encoding = (["byte", "numeric", "alphanumeric"] as const)[version % 3] as Encoding;
    const text = textFor(version, ecc, encoding);
    for (let mask = 0; mask < 8; mask++) {
      const rows = encodeQR(text, "raw", { version, ecc, encoding, mask, border: 1 });
      const cells = rows.slice(1, -1).flatMap((row) => row.slice(1, -1).map(Number));
      expect(decode(Uint8Array.from(cells), layoutOf(version))).toBe(text);
    }
  });
});

test.each(versions)("a picture of version %i is read", (version) => {
  const ecc = levels[version % 4] as (typeof levels)[number];
  const text = textFor(version, ecc, "byte");
  const rows = encodeQR(text, "raw", { version, ecc, encoding: "byte", mask: version % 8, border: 4 });
  expect(readCode(enlarged(rows, 4))).toBe(text);
});

test.each(Object.entries(encodings))("%s, also of a character or two", (encoding, letters) => {
  for (let length = 1; length < 12; length++) {
    const said = letters.slice(0, length);
    const rows = encodeQR(said, "raw", { border: 4, encoding: encoding as Encoding });
    expect(readCode(enlarged(rows, 3))).toBe(said);
  }
});

test("bytes that are no UTF-8 are read as they were before it", () => {
  const rows = encodeQR("é", "raw", { border: 4, encoding: "byte", textEncoder: () => Uint8Array.of(0xe9) });
  expect(readCode(enlarged(rows, 3))).toBe("é");
});

describe("what is no code is not read, and soon given up", () => {
  const [width, height] = [640, 480];
  const picture = (grey: (x: number, y: number) => number, size = { width, height }) => ({
    ...size,
    pixels: Uint8Array.from({ length: size.width * size.height }, (_, at) =>
      grey(at % size.width, Math.floor(at / size.width)),
    ),
  });
  const noise = random(7);
  const inside = (value: number) => value % 28;
  const ring = (x: number, y: number) => Math.max(Math.abs(inside(x) - 13.5), Math.abs(inside(y) - 13.5));
  test.each([
    ["nothing", picture(() => 0, { width: 0, height: 0 })],
    ["a pixel", picture(() => 0, { width: 1, height: 1 })],
    ["a line", picture((x) => x % 2, { width: 900, height: 1 })],
    ["one colour", picture(() => 128)],
    ["noise", picture(() => noise() * 255)],
    ["coarse noise", picture((x, y) => random((x >> 2) + 1000 * (y >> 2))() * 255)],
    ["a chessboard", picture((x, y) => (((x >> 3) + (y >> 3)) % 2) * 255)],
    ["a fine chessboard", picture((x, y) => ((x + y) % 2) * 255)],
    ["stripes", picture((x) => ((x >> 2) % 2) * 255)],
    ["stripes like finders", picture((x) => Number("1011101000".charAt((x >> 2) % 10)) * 255)],
    [
      "nothing but finders",
      picture((x, y) => (ring(x, y) < 4.5 || (ring(x, y) > 7.5 && ring(x, y) < 10.5) ? 0 : 255)),
    ],
  ])("%s", (_, picture) => {
    const start = performance.now();
    expect(readCode(picture)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test("a code whose corner is missing, or too much of it", () => {
    const rows = encodeQR("https://kith.example/join#abc", "raw", { border: 4 });
    const without = (left: number, top: number, side: number) =>
      enlarged(
        rows.map((row, y) =>
          row.map((dark, x) => dark && !(x >= left && x < left + side && y >= top && y < top + side)),
        ),
        5,
      );
    expect(readCode(without(40, 40, 1))).toBe("https://kith.example/join#abc");
    expect(readCode(without(4, 4, 7))).toBeUndefined();
    expect(readCode(without(14, 14, 12))).toBeUndefined();
  });
});
