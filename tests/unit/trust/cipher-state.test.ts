import { expect, test } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { CipherState } from "../../../src/trust/cipher-state.ts";
import { HandshakeError } from "../../../src/trust/handshake-error.ts";

const key = new Uint8Array(32).fill(1);
const empty = new Uint8Array(0);
const text = new TextEncoder().encode("hello");
const REJECTED = expect.objectContaining({ constructor: HandshakeError, reason: "rejected" });
const MISUSED = expect.objectContaining({ constructor: HandshakeError, reason: "misused" });
const EXHAUSTED = expect.objectContaining({ constructor: HandshakeError, reason: "exhausted" });

const sender = (limit?: number) => CipherState.create(key, ["encrypt"], limit);
const receiver = (limit?: number) => CipherState.create(key, ["decrypt"], limit);

test("opens what the other end sealed, in order", async () => {
  const [sealing, opening] = [await sender(), await receiver()];
  for (let i = 0; i < 5; i++) {
    const plaintext = Uint8Array.of(i);
    expect(await opening.decrypt(text, await sealing.encrypt(text, plaintext))).toEqual(plaintext);
  }
});

test("never uses a nonce twice, even for messages sealed at the same time", async () => {
  const sealing = await sender();
  const records = await Promise.all(Array.from({ length: 8 }, () => sealing.encrypt(empty, text)));
  expect(new Set(records.map(String)).size).toBe(8);
});

test.each<[string, (records: readonly [Bytes, Bytes]) => Bytes, Bytes]>([
  ["a changed byte", ([first]) => first.map((byte, i) => (i === 3 ? byte ^ 1 : byte)), empty],
  ["other associated data", ([first]) => first, text],
  ["a message out of order", ([, second]) => second, empty],
  ["a message shorter than its tag", ([first]) => first.slice(0, 8), empty],
])("%s ends it for good", async (_, choose, associatedData) => {
  const [sealing, opening] = [await sender(), await receiver()];
  const records = [await sealing.encrypt(empty, text), await sealing.encrypt(empty, text)] as const;
  await expect(opening.decrypt(associatedData, choose(records))).rejects.toEqual(REJECTED);
  await expect(opening.decrypt(empty, records[0])).rejects.toEqual(MISUSED);
  await expect(opening.decrypt(empty, records[1])).rejects.toEqual(MISUSED);
});

test("a message cannot be opened twice", async () => {
  const [sealing, opening] = [await sender(), await receiver()];
  const record = await sealing.encrypt(empty, text);
  await opening.decrypt(empty, record);
  await expect(opening.decrypt(empty, record)).rejects.toEqual(REJECTED);
});

test("refuses at its limit, sealing and opening", async () => {
  const [sealing, opening, unlimited] = [await sender(2), await receiver(2), await sender()];
  for (let i = 0; i < 2; i++) {
    await sealing.encrypt(empty, text);
    await opening.decrypt(empty, await unlimited.encrypt(empty, text));
  }
  await expect(sealing.encrypt(empty, text)).rejects.toEqual(EXHAUSTED);
  await expect(opening.decrypt(empty, await unlimited.encrypt(empty, text))).rejects.toEqual(EXHAUSTED);
});

test("works one way only", async () => {
  const [sealing, opening] = [await sender(), await receiver()];
  await expect(opening.encrypt(empty, text)).rejects.toThrow(HandshakeError);
  await expect(sealing.decrypt(empty, text)).rejects.toThrow(HandshakeError);
});
