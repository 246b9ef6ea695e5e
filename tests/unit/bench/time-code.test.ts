import fc from "fast-check";
import { expect, test } from "vitest";
import { ageOf, codeHeight, drawTimeCode, readTimeCode } from "../../../bench/page/time-code.ts";

const WIDTH = 64;
const HEIGHT = 36;

function picture(time: number): Uint8Array {
  const luma = new Uint8Array(WIDTH * HEIGHT).fill(128);
  drawTimeCode(luma, WIDTH, HEIGHT, time);
  return luma;
}

function read(luma: Uint8Array): number | undefined {
  return readTimeCode(
    (x, y) => luma[Math.floor(y * codeHeight(HEIGHT)) * WIDTH + Math.floor(x * WIDTH)] ?? 0,
  );
}

test("the age of a picture is told to a tenth of a millisecond", () => {
  const moment = fc.double({ min: 0, max: 2e12, noNaN: true });
  const age = fc.double({ min: 0, max: 60_000, noNaN: true });
  fc.assert(
    fc.property(moment, age, (time, passed) => {
      const code = read(picture(time));
      expect(code).toBeDefined();
      const error = Math.abs(ageOf(code ?? 0, time + passed) - passed);
      // A picture from this very moment may seem to be from a hair in the future, which is a whole turn of the code ago.
      expect(Math.min(error, 2 ** 24 / 10 - error)).toBeLessThanOrEqual(0.11);
    }),
  );
});

test("a picture with any block wrong is not read at all", () => {
  const luma = picture(1_234_567.8);
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 16; column++) {
      const torn = luma.slice();
      for (let y = row * 4; y < row * 4 + 4; y++) {
        for (let x = column * 4; x < column * 4 + 4; x++) {
          const i = y * WIDTH + x;
          torn[i] = 255 - (torn[i] ?? 0);
        }
      }
      expect(read(torn)).toBeUndefined();
    }
  }
});

test("a picture without a code has none", () => {
  expect(read(new Uint8Array(WIDTH * HEIGHT).fill(16))).toBeUndefined();
  expect(read(new Uint8Array(WIDTH * HEIGHT).fill(235))).toBeUndefined();
});
