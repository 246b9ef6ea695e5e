// Our reader and a kept one, side by side on the same pictures.
import { encodeQR } from "qr";
import { decodeQR } from "qr/decode.js";
import { describe, expect, test } from "vitest";
import type { Grey } from "../../../src/qr/picture.ts";
import { readCode } from "../../../src/qr/read.ts";
import { photograph, straight, type View } from "../../fakes/code-picture.ts";
import { random } from "../../fakes/losses.ts";

const PICTURES = 8;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Each with how many of eight are to be read at least. */
const kinds: readonly (readonly [string, number, Partial<View>])[] = [
  ["straight", 8, {}],
  ["three pixels a cell", 8, { cell: 3 }],
  ["tilted", 8, { tilt: 0.6 }],
  ["small and tilted", 8, { cell: 3.3, tilt: 0.6 }],
  ["blurred", 8, { blur: 0.5 }],
  ["small and blurred", 8, { cell: 3, blur: 0.45 }],
  ["noisy", 8, { noise: 50 }],
  ["small and noisy", 8, { cell: 3, noise: 30 }],
  ["pale", 8, { dark: 90, light: 130 }],
  ["in the shade", 8, { shade: 0.9 }],
  ["with a reflection", 7, { glare: 200 }],
  ["covered", 8, { covered: 0.08 }],
  ["mirrored", 8, { mirrored: true }],
  [
    "a bit of all",
    8,
    { tilt: 0.4, blur: 0.3, noise: 10, dark: 40, light: 180, shade: 0.5, glare: 60, covered: 0.03 },
  ],
];

describe("the camera sees a code", () => {
  test.each(kinds)("%s", (_, floor, kind) => {
    let [ours, theirs] = [0, 0];
    for (let i = 0; i < PICTURES; i++) {
      const seed = 100 + i;
      const next = random(seed);
      const secret = Array.from(
        { length: 60 + Math.floor(next() * 150) },
        () => LETTERS[Math.floor(next() * 64)],
      );
      const link = `https://kith.example/join#${secret.join("")}`;
      const code = encodeQR(link, "raw", { border: 4 });
      // Turned and tilted, it is still all in the picture.
      const cell = kind.cell ?? Math.min(3.3 + next() * 3, 300 / code.length);
      const picture = photograph(code, { ...straight, ...kind, seed, turn: next() * 2 * Math.PI, cell });
      const text = readCode(picture);
      if (text === link) ours++;
      else expect(text).toBeUndefined();
      if (libraryReads(picture) === link) theirs++;
    }
    expect(ours).toBeGreaterThanOrEqual(floor);
    expect(ours).toBeGreaterThanOrEqual(theirs - 1);
  });
});

function libraryReads({ width, height, pixels }: Grey): string | undefined {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < width * height; at++) data.fill(pixels[at] as number, 4 * at, 4 * at + 3);
  try {
    return decodeQR({ width, height, data });
  } catch {
    return undefined;
  }
}
