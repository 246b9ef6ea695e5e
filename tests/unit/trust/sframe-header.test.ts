import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SframeError } from "../../../src/trust/sframe-error.ts";
import { decodeSframeHeader, encodeSframeHeader } from "../../../src/trust/sframe-header.ts";

const MALFORMED = expect.objectContaining({ constructor: SframeError, reason: "malformed" });

// From the vectors of RFC 9605, appendix C.1: the edges of every length, on either side and on both.
const published: [keyId: number, counter: number, encoded: string][] = [
  [0, 0, "00"],
  [0, 1, "01"],
  [0, 255, "08ff"],
  [0, 256, "090100"],
  [0, 65535, "09ffff"],
  [0, 65536, "0a010000"],
  [0, 16777215, "0affffff"],
  [0, 16777216, "0b01000000"],
  [0, 4294967295, "0bffffffff"],
  [0, 4294967296, "0c0100000000"],
  [0, 1099511627775, "0cffffffffff"],
  [0, 1099511627776, "0d010000000000"],
  [0, 281474976710655, "0dffffffffffff"],
  [0, 281474976710656, "0e01000000000000"],
  [1, 0, "10"],
  [1, 1, "11"],
  [255, 0, "80ff"],
  [256, 0, "900100"],
  [65535, 0, "90ffff"],
  [65536, 0, "a0010000"],
  [16777215, 0, "a0ffffff"],
  [16777216, 0, "b001000000"],
  [4294967295, 0, "b0ffffffff"],
  [4294967296, 0, "c00100000000"],
  [1099511627775, 0, "c0ffffffffff"],
  [1099511627776, 0, "d0010000000000"],
  [281474976710655, 0, "d0ffffffffffff"],
  [281474976710656, 0, "e001000000000000"],
  [255, 255, "88ffff"],
  [256, 256, "9901000100"],
  [255, 65536, "8aff010000"],
  [256, 281474976710656, "9e010001000000000000"],
];

describe("published vectors", () => {
  test.each(published)("key %i, counter %i", (keyId, counter, encoded) => {
    expect(bytesToHex(encodeSframeHeader({ keyId, counter }))).toBe(encoded);
    expect(decodeSframeHeader(hexToBytes(encoded))).toEqual({ keyId, counter, size: encoded.length / 2 });
  });

  // The same table's highest numbers, which no sender of ours reaches and no number of this language holds.
  test.each([
    "0effffffffffffff",
    "0f0100000000000000",
    "0fffffffffffffffff",
    "e0ffffffffffffff",
    "f00100000000000000",
    "ffffffffffffffffffffffffffffffffff",
  ])("past 2⁵³−1: %s", (encoded) => {
    expect(failureOf(encoded)).toEqual(MALFORMED);
  });
});

test.each([
  ["nothing", ""],
  ["no key behind its length", "80"],
  ["half a key", "90ff"],
  ["no counter behind its length", "08"],
  ["half a counter", "09ff"],
  ["a key but no counter", "88ff"],
  ["a key that fits the first byte", "8007"],
  ["a key with a zero in front", "9000ff"],
  ["a counter that fits the first byte", "0807"],
  ["a counter with a zero in front", "0900ff"],
])("refuses %s", (_, encoded) => {
  expect(failureOf(encoded)).toEqual(MALFORMED);
});

test.each([-1, 0.5, 2 ** 53, Number.NaN])("does not encode %d", (value) => {
  expect(() => encodeSframeHeader({ keyId: value, counter: 0 })).toThrow(RangeError);
  expect(() => encodeSframeHeader({ keyId: 0, counter: value })).toThrow(RangeError);
});

test("what is encoded is decoded, whatever follows", () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      fc.maxSafeNat(),
      fc.uint8Array({ maxLength: 20 }),
      (keyId, counter, rest) => {
        const header = encodeSframeHeader({ keyId, counter });
        const decoded = decodeSframeHeader(Uint8Array.of(...header, ...rest));
        expect(decoded).toEqual({ keyId, counter, size: header.length });
      },
    ),
  );
});

test("any bytes are refused, or are the one encoding of what they say", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 18 }), (bytes) => {
      try {
        const decoded = decodeSframeHeader(bytes);
        expect(encodeSframeHeader(decoded)).toEqual(Uint8Array.from(bytes.subarray(0, decoded.size)));
      } catch (error) {
        expect(error).toEqual(MALFORMED);
      }
    }),
    { numRuns: 1000 },
  );
});

function failureOf(encoded: string): unknown {
  try {
    return decodeSframeHeader(hexToBytes(encoded));
  } catch (error) {
    return error;
  }
}
