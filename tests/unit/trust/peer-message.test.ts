import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanName } from "../../../src/trust/names.ts";
import {
  decodePeerMessage,
  encodePeerMessage,
  type PeerId,
  type Profile,
} from "../../../src/trust/peer-message.ts";
import { decodedOrRefused, wireError } from "../../fakes/errors.ts";

const profile: Profile = {
  type: "profile",
  peer: "0123456789abcdef" as PeerId,
  name: "Ada",
  microphone: "on",
  camera: "none",
};
test("a profile comes out as it went in", () => {
  const state = fc.constantFrom("on" as const, "off" as const, "none" as const);
  const anyProfile = fc.record({
    type: fc.constant("profile" as const),
    peer: fc.stringMatching(/^[A-Za-z0-9_-]{16,64}$/).map((text) => text as PeerId),
    name: fc.string({ unit: "binary", maxLength: 200 }).map(cleanName),
    microphone: state,
    camera: state,
  });
  fc.assert(
    fc.property(anyProfile, (sent) => {
      expect(decodePeerMessage(encodePeerMessage(sent))).toEqual(sent);
    }),
  );
});

test("fields of a later version are ignored, whatever they hold", () => {
  const later = { ...profile, photo: new Uint8Array(5000), links: ["a"], about: "x".repeat(2000) };
  expect(decodePeerMessage(encode(later))).toEqual(profile);
});

test.each([
  ["turned round", "\u202eadA \u2066", "adA"],
  ["of several lines", "Ada\nLovelace\u0000", "Ada Lovelace"],
  ["of more than 64 characters", "🎈".repeat(100), "🎈".repeat(64)],
  ["of nothing", "", ""],
])("a name %s is cleaned on arrival: the sender may not have done so", (_, name, clean) => {
  expect(decodePeerMessage(encode({ ...profile, name }))).toEqual({ ...profile, name: clean });
});

test.each<[string, unknown]>([
  ["no map", 7],
  ["nothing", null],
  ["an empty map", {}],
  ["another type", { ...profile, type: "dance" }],
  ["no peer", { ...profile, peer: undefined }],
  ["a peer that is too short", { ...profile, peer: "0123456789abcde" }],
  ["a peer that is too long", { ...profile, peer: "x".repeat(65) }],
  ["a peer with other characters", { ...profile, peer: "0123456789abcde<" }],
  ["a peer with a second line", { ...profile, peer: "0123456789abcdef\n" }],
  ["a peer that is a number", { ...profile, peer: 1234567890123456 }],
  ["a name that is bytes", { ...profile, name: new Uint8Array(3) }],
  ["a name of 257 characters", { ...profile, name: "x".repeat(257) }],
  ["a name of 1 KiB", { ...profile, name: "x".repeat(1024) }],
  ["a name of 5 KiB", { ...profile, name: "x".repeat(5000) }],
  ["a microphone in some other state", { ...profile, microphone: "loud" }],
  ["a camera that is true", { ...profile, camera: true }],
  ["a __proto__ key", JSON.parse(JSON.stringify(profile).replace("{", '{"__proto__":{},'))],
])("refuses %s", (_, message) => {
  expect(() => decodePeerMessage(encode(message, { ignoreUndefined: true }))).toThrow(wireError("malformed"));
});

test("any bytes are either read or refused", () => {
  const scratched = fc
    .array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = encodePeerMessage(profile);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(scratched, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      decodedOrRefused(() => decodePeerMessage(bytes));
    }),
    { numRuns: 500 },
  );
});
