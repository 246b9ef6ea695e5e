import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  diffieHellman,
  exportPublicKey,
  generateKeyPair,
  importPublicKey,
} from "../../../src/trust/x25519.ts";
import { rawKeyPair } from "./raw-key-pair.ts";
import { smallOrder } from "./small-order.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("agrees on the published secret (RFC 7748 §6.1)", async () => {
  const alice = await rawKeyPair("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const bob = await importPublicKey(
    hexToBytes("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"),
  );
  expect(bytesToHex(await diffieHellman(alice.privateKey, bob))).toBe(
    "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
  );
});

describe("a fresh pair", () => {
  test("keeps its private half to itself", async () => {
    const { privateKey } = await generateKeyPair();
    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("pkcs8", privateKey)).rejects.toThrow();
  });

  test("agrees with another one through raw public keys", async () => {
    const [one, other] = [await generateKeyPair(), await generateKeyPair()];
    const onePublic = await importPublicKey(await exportPublicKey(one.publicKey));
    const otherPublic = await importPublicKey(await exportPublicKey(other.publicKey));
    const agreed = await diffieHellman(one.privateKey, otherPublic);
    expect(agreed).toHaveLength(32);
    expect(await diffieHellman(other.privateKey, onePublic)).toEqual(agreed);
  });
});

test.each(smallOrder)("refuses the small-order point %s", async (point) => {
  const { privateKey } = await generateKeyPair();
  const peer = await importPublicKey(hexToBytes(point));
  await expect(diffieHellman(privateKey, peer)).rejects.toThrow();
});

test("refuses an agreement on zero even where the platform lets it pass", async () => {
  const { privateKey, publicKey } = await generateKeyPair();
  vi.spyOn(crypto.subtle, "deriveBits").mockResolvedValue(new ArrayBuffer(32));
  await expect(diffieHellman(privateKey, publicKey)).rejects.toThrow();
});

test.each([0, 31, 33])("refuses a public key of %i bytes", async (length) => {
  await expect(importPublicKey(new Uint8Array(length).fill(9))).rejects.toThrow();
});
