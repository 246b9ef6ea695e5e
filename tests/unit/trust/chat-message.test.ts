import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../../../src/transport/wire/limits.ts";
import { decodeChatMessage, encodeChatMessage, MAX_PIECE } from "../../../src/trust/chat-message.ts";
import { everyChatMessage } from "../../fakes/chat-messages.ts";
import { decodedOrRefused, wireError } from "../../fakes/errors.ts";

const MALFORMED = wireError("malformed");

test.each(everyChatMessage)("$type comes out as it went in", (message) => {
  expect(decodeChatMessage(encodeChatMessage(message))).toEqual(message);
});

test.each([
  { type: "chat-text", number: 0, text: "x" },
  { type: "chat-text", number: 1.5, text: "x" },
  { type: "chat-text", number: 1, text: "x".repeat(limits.chatText + 1) },
  { type: "file-offer", number: 1, name: "x", size: limits.file + 1, hash: new Uint8Array(32) },
  { type: "file-offer", number: 1, name: "x", size: -1, hash: new Uint8Array(32) },
  { type: "file-offer", number: 1, name: "x", size: 1, hash: new Uint8Array(31) },
  { type: "file-accept", file: 1, from: limits.file + 1 },
  { type: "file-piece", file: 1, offset: 0, bytes: new Uint8Array(0) },
  { type: "file-piece", file: 1, offset: 0, bytes: new Uint8Array(MAX_PIECE + 1) },
  { type: "file-piece", file: 1, offset: -1, bytes: new Uint8Array(1) },
  { type: "file-result", number: 1, file: 1, result: "eaten" },
  { type: "chat-ack" },
  7,
])("%j is refused", (message) => {
  expect(() => decodeChatMessage(encode(message))).toThrow(MALFORMED);
});

test("a message of a later version is told from garbage", () => {
  expect(() => decodeChatMessage(encode({ type: "chat-dance" }))).toThrow(wireError("unknown-type"));
});

test("a name is one that can be saved by as soon as it is read", () => {
  const offer = { type: "file-offer", number: 1, name: "../\u202Eevil", size: 1, hash: new Uint8Array(32) };
  expect(decodeChatMessage(encode(offer))).toMatchObject({ name: "evil" });
});

test("whatever comes is a message or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodedOrRefused(() => decodeChatMessage(bytes));
    }),
  );
});
