import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeVarint, readVarint, varintSize, writeVarint } from "../../../../src/transport/wire/varint.ts";
import { wireError } from "../../../fakes/errors.ts";

// RFC 9000, appendix A.1.
const published: [string, number][] = [
  ["9d7f3e7d", 494_878_333],
  ["7bbd", 15_293],
  ["25", 37],
];

test.each(published)("reads and writes the published value %s", (hex, value) => {
  expect(readVarint(hexToBytes(hex))).toEqual({ value, size: hex.length / 2 });
  expect(encodeVarint(value)).toEqual(hexToBytes(hex));
});

test("reads an encoding that is longer than need be, as published", () => {
  expect(readVarint(hexToBytes("4025"))).toEqual({ value: 37, size: 2 });
});

test.each([
  ["the published eight bytes", "c2197c5eff14e88c"],
  ["2^53", "c020000000000000"],
  ["2^62 - 1", "ffffffffffffffff"],
])("refuses %s: no length is that large", (_, hex) => {
  expect(() => readVarint(hexToBytes(hex))).toThrow(wireError("too-large"));
});

test.each([
  [0, "00"],
  [63, "3f"],
  [64, "4040"],
  [16_383, "7fff"],
  [16_384, "80004000"],
  [1_073_741_823, "bfffffff"],
  [1_073_741_824, "c000000040000000"],
  [Number.MAX_SAFE_INTEGER, "c01fffffffffffff"],
])("%i takes as few bytes as it can", (value, hex) => {
  expect(encodeVarint(value)).toEqual(hexToBytes(hex));
  expect(varintSize(value)).toBe(hex.length / 2);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("there is no varint %d", (value) => {
  expect(() => encodeVarint(value)).toThrow(wireError("too-large"));
});

test("waits for bytes that have not arrived", () => {
  for (const hex of ["", "40", "800000", "c0000000000000"])
    expect(readVarint(hexToBytes(hex))).toBeUndefined();
});

test("what is written is read again, wherever it stands", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger().map(Math.abs), fc.integer({ min: 0, max: 9 }), (value, offset) => {
      const target = new Uint8Array(offset + 8).fill(0xff);
      const end = writeVarint(target, offset, value);
      expect(readVarint(target, offset)).toEqual({ value, size: end - offset });
      expect(target.subarray(0, offset).every((byte) => byte === 0xff)).toBe(true);
    }),
  );
});
