import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { deriveSframeKey, openFrame, SframeSuite, sealFrame } from "../../../src/trust/sframe-cipher.ts";

// RFC 9605, appendix C.3.
const keyId = 0x123;
const counter = 0x4567;
const baseKey = hexToBytes("000102030405060708090a0b0c0d0e0f");
const metadata = new TextEncoder().encode("IETF SFrame WG");
const plaintext = new TextEncoder().encode("draft-ietf-sframe-enc");
const headerSize = 5;

const published = [
  {
    suite: SframeSuite.aes128,
    salt: "75234edefe07819026751816",
    sealed: "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb",
  },
  {
    suite: SframeSuite.aes256,
    salt: "84991c167b8cd23c93708ec7",
    sealed: "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279",
  },
];

test.each(published)("seals as published, suite $suite", async ({ suite, salt, sealed }) => {
  const key = await deriveSframeKey(suite, keyId, baseKey, "encrypt");
  expect(bytesToHex(key.salt)).toBe(salt);
  expect(bytesToHex(await sealFrame(key, counter, plaintext, metadata, 0))).toBe(sealed);
});

test.each(published)("opens as published, suite $suite", async ({ suite, sealed }) => {
  const key = await deriveSframeKey(suite, keyId, baseKey, "decrypt");
  expect(await openFrame(key, counter, headerSize, hexToBytes(sealed), metadata)).toEqual(plaintext);
});

test("leaves the room it is asked to leave in front", async () => {
  const key = await deriveSframeKey(SframeSuite.aes128, keyId, baseKey, "encrypt");
  const bare = await sealFrame(key, counter, plaintext, metadata, 0);
  const roomy = await sealFrame(key, counter, plaintext, metadata, 20);
  expect(roomy.subarray(20)).toEqual(bare);
  expect(roomy.byteOffset).toBe(0);
});

test("the key cannot be read", async () => {
  const { aes } = await deriveSframeKey(SframeSuite.aes256, keyId, baseKey, "decrypt");
  expect(aes).toMatchObject({ extractable: false, usages: ["decrypt"] });
});
