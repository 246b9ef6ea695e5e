import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { hkdfAesKey, hkdfBytes } from "../../../src/trust/hkdf.ts";

const empty = new Uint8Array(0);

/** `first`, `first` + 1, … */
const counting = (first: number, length: number) => Uint8Array.from({ length }, (_, i) => first + i);

// RFC 5869, appendix A.1 to A.3.
const published = [
  {
    secret: new Uint8Array(22).fill(0x0b),
    salt: counting(0x00, 13),
    info: counting(0xf0, 10),
    output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  },
  {
    secret: counting(0x00, 80),
    salt: counting(0x60, 80),
    info: counting(0xb0, 80),
    output:
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
  },
  {
    secret: new Uint8Array(22).fill(0x0b),
    salt: empty,
    info: empty,
    output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  },
];

test.each(published)("gives the published output ($output.length digits)", async ({ output, ...input }) => {
  const bytes = await hkdfBytes({ hash: "SHA-256", ...input }, output.length / 2);
  expect(bytesToHex(bytes)).toBe(output);
});

test("takes an empty secret, as Noise's split needs", async () => {
  const input = { hash: "SHA-256", secret: empty, salt: new Uint8Array(32), info: empty } as const;
  // HMAC-SHA-256 under 32 zero bytes of nothing, then of 01 under that.
  expect(bytesToHex(await hkdfBytes(input, 32))).toBe(
    "eb70f01dede9afafa449eee1b1286504e1f62388b3f7dd4f956697b0e828fe18",
  );
});

test("an AES key is the same bytes, and cannot be read", async () => {
  const input = {
    hash: "SHA-256",
    secret: new Uint8Array(22).fill(0x0b),
    salt: empty,
    info: empty,
  } as const;
  const derived = await hkdfAesKey(input, 16, "encrypt");
  const bytes = await hkdfBytes(input, 16);
  const imported = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt"]);
  const seal = (key: CryptoKey) =>
    crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, hexToBytes("00ff"));
  expect(new Uint8Array(await seal(derived))).toEqual(new Uint8Array(await seal(imported)));
  expect(derived).toMatchObject({ extractable: false, usages: ["encrypt"] });
});
