import * as library from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesToHex, concatBytes, hexToBytes } from "../../../src/trust/bytes.ts";

test("bytes are written in hexadecimal as everybody does, and read again", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesToHex(bytes)).toBe(library.bytesToHex(bytes));
      expect(hexToBytes(bytesToHex(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
});

test("parts are put together, and stay as they are", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (parts) => {
      const whole = concatBytes(...parts);
      expect(whole).toEqual(Uint8Array.from(parts.flatMap((part) => [...part])));
      whole.fill(1);
      expect(concatBytes(...parts)).toEqual(Uint8Array.from(library.concatBytes(...parts)));
    }),
  );
});
