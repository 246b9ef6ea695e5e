import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../../../src/transport/wire/limits.ts";
import {
  type ControlMessage,
  decodeControlMessage,
  encodeControlMessage,
} from "../../../src/trust/control-message.ts";
import { controlMessage, everyControlMessage } from "../../fakes/control-messages.ts";
import { decodedOrRefused, wireError } from "../../fakes/errors.ts";

const MALFORMED = wireError("malformed");
/** Each field of a message: its name, and what it holds. */
const fields = everyControlMessage.flatMap((message) =>
  Object.entries(message)
    .filter(([field]) => field !== "type")
    .map(([field, value]) => ({ message, field, value, name: `${message.type}.${field}` })),
);

/** An invite without an end says nothing of it; a call is led to by a ring or by an invite; a way down that is well has no path. */
const optional = new Set([
  "invite.expiresAt",
  "profile.decodes",
  "handoff.ring",
  "handoff.invite",
  "way-down.path",
]);

/** As a peer might send it, whether it should or not. */
function decoded(message: unknown) {
  return decodeControlMessage(encode(message, { ignoreUndefined: true }));
}

function kindOf(value: unknown): string {
  return ArrayBuffer.isView(value) || Array.isArray(value) ? value.constructor.name : typeof value;
}

test.each(everyControlMessage)("$type comes out as it went in", (message) => {
  expect(decodeControlMessage(encodeControlMessage(message))).toEqual(message);
});

test.each(everyControlMessage)("$type may carry fields of a later version, which are ignored", (message) => {
  expect(decoded({ ...message, later: { nested: [new Uint8Array(5000), "text"] } })).toEqual(message);
});

test.each(fields.filter(({ name }) => !optional.has(name)))(
  "$name cannot be left out",
  ({ message, field }) => {
    expect(() => decoded({ ...message, [field]: undefined })).toThrow(MALFORMED);
  },
);

test.each(fields.filter(({ name }) => optional.has(name)))("$name can be left out", ({ message, field }) => {
  const { [field as keyof ControlMessage]: _, ...rest } = message;
  expect(decoded(rest)).toEqual(rest);
});

test.each(fields)("$name cannot be of another kind", ({ message, field, value }) => {
  const others = [true, 7, "text", [], {}, new Uint8Array(5)].filter(
    (other) => kindOf(other) !== kindOf(value),
  );
  for (const other of value === null ? [true, 7] : others)
    expect(() => decoded({ ...message, [field]: other })).toThrow(MALFORMED);
});

test.each(fields.filter(({ value }) => value instanceof Uint8Array))(
  "$name has a length of its own",
  ({ message, field, value }) => {
    const { length } = value as Uint8Array;
    for (const other of [0, length - 1, length + 1, 64])
      expect(() => decoded({ ...message, [field]: new Uint8Array(other) })).toThrow(MALFORMED);
  },
);

test.each<[string, unknown]>([
  ["an epoch that is negative", { ...controlMessage("media-key-ack"), epoch: -1 }],
  ["an epoch that is no whole number", { ...controlMessage("media-key-ack"), epoch: 0.5 }],
  ["an epoch past 32 bits", { ...controlMessage("media-key-ack"), epoch: 2 ** 32 }],
  ["a name of 1 KiB", { ...controlMessage("profile"), name: "x".repeat(1024) }],
  ["an SDP past its limit", { ...controlMessage("offer"), sdp: "x".repeat(64 * 1024 + 1) }],
  ["a candidate past its limit", { ...controlMessage("ice-candidate"), candidate: "x".repeat(2049) }],
  ["an m-line out of range", { ...controlMessage("ice-candidate"), mLineIndex: 65_536 }],
  ["a reason past its limit", { ...controlMessage("end"), reason: "x".repeat(limits.text + 1) }],
  ["an error code past its limit", { ...controlMessage("error"), code: "x".repeat(65) }],
  ["more payload types than there are", { ...controlMessage("profile"), decodes: new Array(17).fill(96) }],
  ["a payload type that is none", { ...controlMessage("profile"), decodes: [128] }],
  ["a camera in some other state", { ...controlMessage("profile"), camera: "maybe" }],
  ["an invite that expires within a second", { ...controlMessage("invite"), expiresAt: 1_500 }],
  ["an invite that expires on no date", { ...controlMessage("invite"), expiresAt: 8.64e15 + 1_000 }],
  ["an invite for more devices than a link can say", { ...controlMessage("invite"), uses: 1_001 }],
  ["permissions that leave one out", { type: "permissions", permissions: { ring: { granted: true } } }],
  [
    "a permission until some other kind of time",
    {
      type: "permissions",
      permissions: { ...controlMessage("permissions").permissions, ring: { granted: true, until: "soon" } },
    },
  ],
])("refuses %s", (_, message) => {
  expect(() => decoded(message)).toThrow(MALFORMED);
});

test.each<[string, unknown]>([
  ["a number", 7],
  ["nothing", null],
  ["a list", ["ping", 1]],
  ["a map without a type", { id: 1 }],
  ["a type that is a number", { type: 1 }],
])("refuses %s", (_, message) => {
  expect(() => decoded(message)).toThrow(MALFORMED);
});

test.each([
  ["no bytes at all", new Uint8Array(0)],
  ["two values", Uint8Array.of(0xc0, 0xc0)],
  ["a map that claims 2³²−1 entries", Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff)],
  ["an array that claims 2³²−1 entries", Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
  ["bytes that claim 4 GiB", Uint8Array.of(0xc6, 0xff, 0xff, 0xff, 0xff)],
  ["an extension", Uint8Array.of(0xd4, 0x01, 0x00)],
  ["lists within lists", new Uint8Array(60_000).fill(0x91)],
])("refuses %s", (_, packet) => {
  expect(() => decodeControlMessage(packet)).toThrow(MALFORMED);
});

test("refuses a __proto__ key", () => {
  const message = JSON.parse('{"__proto__":{"type":"ping"},"type":"ping","id":1}');
  expect(() => decoded(message)).toThrow(MALFORMED);
});

test.each(["dance", "Ping", "__proto__", "constructor", "x".repeat(60_000)])(
  "a type that this version does not know is told from garbage (%#)",
  (type) => {
    const later = { type, blob: new Uint8Array(2000), list: Array.from({ length: 100 }, () => 1) };
    expect(() => decoded(type.length > 100 ? { type } : later)).toThrow(wireError("unknown-type"));
  },
);

test("a name is cleaned on arrival: the sender cannot be trusted with it", () => {
  const { name } = decoded({ ...controlMessage("profile"), name: " \u202eadA\n " }) as { name: string };
  expect(name).toBe("adA");
});

test("what is kept of a message does not keep the packet", () => {
  const message = decodeControlMessage(encodeControlMessage(controlMessage("home")));
  expect(message).toMatchObject({ type: "home" });
  expect((message as { room: Uint8Array }).room.buffer.byteLength).toBe(16);
});

test("any bytes are either read or refused", () => {
  const scratched = fc
    .tuple(fc.constantFrom(...everyControlMessage), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }))))
    .map(([message, changes]) => {
      const bytes = encodeControlMessage(message);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(scratched, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      decodedOrRefused(() => decodeControlMessage(bytes));
    }),
    { numRuns: 500 },
  );
});
