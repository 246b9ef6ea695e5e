import { hexToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { callerHint, findCaller } from "../../../src/trust/caller-hint.ts";
import type { Fingerprint } from "../../../src/trust/fingerprint.ts";

const bytes = (value: number, length: number) => new Uint8Array(length).fill(value);
const device = (value: number) => ({ name: `device ${value}`, fingerprint: bytes(value, 32) as Fingerprint });
const [room, ephemeral] = [bytes(1, 16), bytes(2, 32)];
const known = [device(10), device(11), device(12)];

test.each(known)("$name is found by its hint", async (caller) => {
  const hint = await callerHint(caller.fingerprint, room, ephemeral);
  expect(await findCaller(known, hint, room, ephemeral)).toBe(caller);
});

test("somebody who is not known is not found", async () => {
  const hint = await callerHint(device(13).fingerprint, room, ephemeral);
  expect(await findCaller(known, hint, room, ephemeral)).toBeUndefined();
  expect(await findCaller([], hint, room, ephemeral)).toBeUndefined();
});

test("a hint is good for one room and one first message", async () => {
  const hint = await callerHint(device(11).fingerprint, room, ephemeral);
  expect(await findCaller(known, hint, bytes(9, 16), ephemeral)).toBeUndefined();
  expect(await findCaller(known, hint, room, bytes(9, 32))).toBeUndefined();
});

test.each([0, 7, 9, 32])("%i bytes are no hint", async (length) => {
  expect(await findCaller(known, new Uint8Array(length), room, ephemeral)).toBeUndefined();
});

test("is HMAC-SHA256 of the ephemeral key and the room under the fingerprint, cut to 8 bytes", async () => {
  const fingerprint = hexToBytes("00".repeat(31).concat("ff")) as Fingerprint;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fingerprint, algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, Uint8Array.of(...ephemeral, ...room));
  expect(await callerHint(fingerprint, room, ephemeral)).toEqual(new Uint8Array(mac, 0, 8));
});
