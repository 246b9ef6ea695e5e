import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePinMessage, encodePinMessage, type PinMessage } from "../../../src/trust/pin-message.ts";
import { decodedOrRefused, wireError } from "../../fakes/errors.ts";

const share = { type: "pin-share", share: new Uint8Array(32), associatedData: new Uint8Array(3) } as const;
const confirm = { type: "pin-confirm", tag: new Uint8Array(64) } as const;
const refused = { type: "pin-refused", reason: "busy" } as const;

test.each<PinMessage>([share, confirm, refused])("$type comes out as it went in", (message) => {
  expect(decodePinMessage(encodePinMessage(message))).toEqual(message);
});

test.each<[string, unknown]>([
  ["a share that is too long", { ...share, share: new Uint8Array(33) }],
  ["a share that is text", { ...share, share: "share" }],
  ["no share", { type: "pin-share", associatedData: new Uint8Array(3) }],
  ["associated data that is too long", { ...share, associatedData: new Uint8Array(65) }],
  ["a tag that is too long", { ...confirm, tag: new Uint8Array(65) }],
  ["a refusal without a reason", { type: "pin-refused" }],
  ["a refusal for some other reason", { ...refused, reason: "silent" }],
  ["no map", 7],
])("refuses %s", (_, message) => {
  expect(() => decodePinMessage(encode(message))).toThrow(wireError("malformed"));
});

test("another type is one of a later version", () => {
  const guess = encode({ type: "pin-guess", pin: "123456" });
  expect(() => decodePinMessage(guess)).toThrow(wireError("unknown-type"));
});

test("any bytes are either read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      decodedOrRefused(() => decodePinMessage(Uint8Array.from(bytes)));
    }),
  );
});
