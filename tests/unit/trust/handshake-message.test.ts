import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeHandshakeMessage,
  encodeHandshakeMessage,
  handshakeRefusal,
  isHandshakeRefusal,
} from "../../../src/trust/handshake-message.ts";
import { decodedOrRefused, wireError } from "../../fakes/errors.ts";

const noise = Uint8Array.from({ length: 48 }, (_, i) => i);
const hint = Uint8Array.from({ length: 8 }, (_, i) => i);

test.each([
  { step: 0, noise, hint },
  { step: 0, noise },
  { step: 1, noise },
  { step: 2, noise },
] as const)("comes out as it went in (%#)", (message) => {
  expect(decodeHandshakeMessage(encodeHandshakeMessage(message))).toEqual(message);
});

test.each<[string, unknown]>([
  ["no step", { noise }],
  ["a step that no pattern has", { step: 3, noise }],
  ["a step before the first", { step: -1, noise }],
  ["no noise", { step: 0 }],
  ["noise that is text", { step: 0, noise: "text" }],
  ["a hint that is too short", { step: 0, noise, hint: new Uint8Array(7) }],
  ["a hint that is too long", { step: 0, noise, hint: new Uint8Array(9) }],
  ["no map", [0, noise]],
  ["nothing", null],
])("refuses %s", (_, message) => {
  expect(() => decodeHandshakeMessage(encode(message))).toThrow(wireError("malformed"));
});

test("refuses what is far larger than any handshake message, before it looks at it", () => {
  expect(() => decodeHandshakeMessage(encode({ step: 0, noise: new Uint8Array(600) }))).toThrow(
    wireError("too-large"),
  );
});

test("a refusal is no handshake message, and a handshake message no refusal", () => {
  expect(isHandshakeRefusal(handshakeRefusal.slice())).toBe(true);
  expect(() => decodeHandshakeMessage(handshakeRefusal)).toThrow(wireError("malformed"));
  expect(isHandshakeRefusal(encodeHandshakeMessage({ step: 0, noise }))).toBe(false);
  expect(isHandshakeRefusal(new Uint8Array(0))).toBe(false);
});

test("any bytes are either read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      decodedOrRefused(() => decodeHandshakeMessage(Uint8Array.from(bytes)));
    }),
  );
});
