import { describe, expect, test } from "vitest";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../src/trust/bytes.ts";
import {
  type HandshakeEnvelope,
  openHandshake,
  sealHandshake,
} from "../../../src/trust/handshake-envelope.ts";

const noise = Uint8Array.from({ length: 48 }, (_, i) => i);
const envelope: HandshakeEnvelope = {
  secret: new Uint8Array(32).fill(7),
  room: new Uint8Array(16).fill(3),
  from: 7 as MemberId,
  to: 9 as MemberId,
};
const rejected = { name: "HandshakeError", reason: "rejected" };

test("what is sealed opens for whoever knows the secret, and is 28 bytes longer", async () => {
  const sealed = await sealHandshake(envelope, noise);
  expect(sealed).toHaveLength(noise.length + 28);
  expect(await openHandshake({ ...envelope }, sealed)).toEqual(noise);
});

test("is what the protocol says it is", async () => {
  const sealed = await sealHandshake(envelope, noise);
  const { subtle } = crypto;
  const secret = await subtle.importKey("raw", envelope.secret, "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode("kith/1 handshake");
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: envelope.room, info };
  const key = await subtle.importKey("raw", await subtle.deriveBits(hkdf, secret, 128), "AES-GCM", false, [
    "decrypt",
  ]);
  const additionalData = Uint8Array.of(0, 0, 0, 7, 0, 0, 0, 9);
  const gcm = { name: "AES-GCM", iv: sealed.slice(0, 12), additionalData, tagLength: 128 };
  expect(new Uint8Array(await subtle.decrypt(gcm, key, sealed.slice(12)))).toEqual(noise);
});

test("the same message is never sealed the same way twice", async () => {
  const nonces = await Promise.all(
    Array.from({ length: 20 }, async () => String((await sealHandshake(envelope, noise)).slice(0, 12))),
  );
  expect(new Set(nonces).size).toBe(20);
});

describe("does not open", () => {
  test.each<[string, Partial<HandshakeEnvelope>]>([
    ["with another secret", { secret: new Uint8Array(32).fill(8) }],
    ["in another room", { room: new Uint8Array(16).fill(4) }],
    ["when it is reflected", { from: envelope.to, to: envelope.from }],
    ["as somebody else's", { from: 8 as MemberId }],
    ["for somebody else", { to: 10 as MemberId }],
  ])("%s", async (_, change) => {
    const sealed = await sealHandshake(envelope, noise);
    await expect(openHandshake({ ...envelope, ...change }, sealed)).rejects.toMatchObject(rejected);
  });

  test.each([0, 11, 12, 40, 75])("with byte %i changed", async (at) => {
    const sealed = await sealHandshake(envelope, noise);
    sealed[at] = (sealed[at] ?? 0) ^ 1;
    await expect(openHandshake(envelope, sealed)).rejects.toMatchObject(rejected);
  });

  test.each<[string, (sealed: Bytes) => Bytes]>([
    ["cut short", (sealed) => sealed.slice(0, -1)],
    ["shorter than a nonce", (sealed) => sealed.slice(0, 5)],
    ["no more than a nonce", (sealed) => sealed.slice(0, 12)],
    ["nothing", () => new Uint8Array(0)],
    ["never sealed", () => noise],
  ])("%s", async (_, change) => {
    const sealed = await sealHandshake(envelope, noise);
    await expect(openHandshake(envelope, change(sealed))).rejects.toMatchObject(rejected);
  });
});
