import * as library from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../../../src/trust/bytes.ts";

test("bytes are written in hexadecimal as everybody does, and read again", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesToHex(bytes)).toBe(library.bytesToHex(bytes));
      expect(hexToBytes(bytesToHex(bytes))).toEqual(Uint8Array.from(bytes));
    }),
  );
});
