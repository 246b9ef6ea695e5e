import { bytesToHex } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import {
  type Fingerprint,
  fingerprintOf,
  formatFingerprint,
  sameFingerprint,
} from "../../../src/trust/fingerprint.ts";

const ascii = (text: string) => new TextEncoder().encode(text);

test("is the SHA-256 of the key (FIPS 180-4's example)", async () => {
  expect(bytesToHex(await fingerprintOf(ascii("abc")))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("is shown whole, in groups of four", async () => {
  expect(formatFingerprint(await fingerprintOf(ascii("abc")))).toBe(
    "BA78 16BF 8F01 CFEA 4141 40DE 5DAE 2223 B003 61A3 9617 7A9C B410 FF61 F200 15AD",
  );
});

test("is the same only where every byte is", async () => {
  const one = await fingerprintOf(ascii("abc"));
  expect(sameFingerprint(one, await fingerprintOf(ascii("abc")))).toBe(true);
  for (let i = 0; i < one.length; i++) {
    const other = one.slice() as Fingerprint;
    other[i] = (other[i] ?? 0) ^ 0x80;
    expect(sameFingerprint(one, other)).toBe(false);
  }
  expect(sameFingerprint(one, one.slice(0, 31) as Fingerprint)).toBe(false);
});
