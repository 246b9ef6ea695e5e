import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fingerprint } from "../../../src/trust/fingerprint.ts";
import { IDENTICON_SIZE, identiconOf } from "../../../src/trust/identicon.ts";

const fingerprints = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Uint8Array.from(bytes) as Fingerprint);

/** A picture as rows of # and dots. */
function drawn(fingerprint: Fingerprint): string[] {
  const { cells } = identiconOf(fingerprint);
  const text = cells.map((filled) => (filled ? "#" : ".")).join("");
  return text.match(/.{5}/g) ?? [];
}

test("draws the first fifteen bits, from the lowest, three to a row", () => {
  const fingerprint = new Uint8Array(32) as Fingerprint;
  // 0b0_100_010_001_011_101, and 361 for the hue.
  fingerprint.set([0b0100_0100, 0b0101_1101, 361 >> 8, 361 & 0xff]);
  expect(drawn(fingerprint)).toEqual(["#.#.#", "##.##", "#...#", ".#.#.", "..#.."]);
  expect(identiconOf(fingerprint).hue).toBe(1);
});

test("is the same picture for the same fingerprint, even in a larger buffer", () => {
  fc.assert(
    fc.property(fingerprints, (fingerprint) => {
      const larger = new Uint8Array(64).fill(0xaa);
      larger.set(fingerprint, 7);
      expect(identiconOf(larger.subarray(7, 39) as Fingerprint)).toEqual(identiconOf(fingerprint));
    }),
  );
});

test("is symmetric, with a hue on the circle", () => {
  fc.assert(
    fc.property(fingerprints, (fingerprint) => {
      const rows = drawn(fingerprint);
      expect(rows).toHaveLength(IDENTICON_SIZE);
      for (const row of rows) expect([...row].reverse().join("")).toBe(row);
      const { hue } = identiconOf(fingerprint);
      expect(hue).toBeGreaterThanOrEqual(0);
      expect(hue).toBeLessThan(360);
    }),
  );
});
