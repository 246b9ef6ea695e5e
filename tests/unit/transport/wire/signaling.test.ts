import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Flow, mediaFlows } from "../../../../src/transport/wire/flows.ts";
import { framePacket, StreamParser } from "../../../../src/transport/wire/framing.ts";
import { limits } from "../../../../src/transport/wire/limits.ts";
import {
  type ClientMessage,
  decodeClientMessage,
  decodeRelayMessage,
  encodeMessage,
  type RelayMessage,
} from "../../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../../src/transport/wire/ssrc.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const bytes = (constraints: fc.IntArrayConstraints) =>
  fc.uint8Array(constraints).map((value) => Uint8Array.from(value));
const key = bytes({ minLength: 16, maxLength: 16 });
const hash = bytes({ minLength: 32, maxLength: 32 });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const member = fc.integer({ min: 0, max: 0xff_ffff }).map((value) => value as MemberId);
const code = fc.stringMatching(/^[0-9]{4}$/);
const text = fc.string({ unit: "binary", maxLength: limits.text }).filter((s) => s.length <= limits.text);
const gates = fc.array(fc.string({ maxLength: 64 }), { maxLength: 8 });
const ofType = <T extends string, F extends object>(
  type: T,
  fields: { [K in keyof F]: fc.Arbitrary<F[K]> },
) => fc.record(fields).map((rest) => ({ type, ...rest }));

const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  ofType("hello", { version: uint32, agent: text, gates, previous: key }),
  ofType("hello", { version: uint32, agent: text, gates }),
  ofType("join", { id: uint32, room: key, token: fc.string({ maxLength: 100 }) }),
  ofType("leave", { room: key }),
  ofType("open-mailbox", { id: uint32 }),
  ofType("find-mailbox", { id: uint32, code: text }),
  ofType("subscribe", {
    member,
    flows: fc.subarray([...mediaFlows]),
    maxLayer: fc.integer({ min: 0, max: 7 }),
  }),
  ofType("notify", { to: member, data: bytes({ maxLength: 300 }) }),
  ofType("ping", { id: uint32 }),
  ofType("pong", { id: uint32 }),
);
const relayMessage: fc.Arbitrary<RelayMessage> = fc.oneof(
  ofType("welcome", { version: uint32, gates, ticket: key }),
  ofType("joined", {
    id: uint32,
    room: key,
    member,
    members: fc.array(member, { maxLength: limits.membersPerRoom }),
  }),
  ofType("mailbox", { id: uint32, code, room: key }),
  ofType("peer-joined", { room: key, member }),
  ofType("peer-left", {
    room: key,
    member,
    reason: fc.constantFrom("left" as const, "lost" as const, "replaced" as const, "removed" as const),
  }),
  ofType("notify", { from: member, to: member, data: bytes({ maxLength: 300 }) }),
  ofType("ping", { id: uint32 }),
  ofType("pong", { id: uint32 }),
  ofType("error", {
    code: fc.string({ maxLength: 64 }),
    message: text,
    fatal: fc.boolean(),
    re: uint32,
  }),
  ofType("going-away", { within: uint32 }),
  ofType("certificates", { hashes: fc.array(hash, { maxLength: 8 }) }),
);

const room = new Uint8Array(16);
const join = { type: "join", id: 1, room };

test("every message of a client comes out as it went in", () => {
  fc.assert(
    fc.property(clientMessage, (message) => {
      expect(decodeClientMessage(unframed(encodeMessage(message)))).toEqual(message);
    }),
  );
});

test("every message of a relay comes out as it went in", () => {
  fc.assert(
    fc.property(relayMessage, (message) => {
      expect(decodeRelayMessage(unframed(encodeMessage(message)))).toEqual(message);
    }),
  );
});

test("a field that is undefined is left out", () => {
  const message = { type: "hello", version: 1, agent: "", gates: [], previous: undefined } as const;
  expect(encodeMessage(message as unknown as ClientMessage)).toEqual(
    encodeMessage({ type: "hello", version: 1, agent: "", gates: [] }),
  );
});

test("fields of a later version are ignored", () => {
  const later = { ...join, mood: "good", nested: { list: [1, { deep: true }] }, blob: new Uint8Array(99) };
  expect(decodeClientMessage(encode(later))).toEqual(join);
});

test.each([
  ["a type of a later version", { type: "dance", with: "me" }],
  ["a message of the other direction", { type: "welcome", version: 1, gates: [], ticket: room }],
])("%s is unknown, not malformed", (_, message) => {
  expect(() => decodeClientMessage(encode(message))).toThrow(wireError("unknown-type"));
});

test("the name of an unknown type is not repeated at any length", () => {
  const endless = encode({ type: "x".repeat(4000) });
  expect(() => decodeClientMessage(endless)).toThrow(
    expect.objectContaining({ message: `unknown-type: ${"x".repeat(64)}` }),
  );
});

test.each<[string, unknown]>([
  ["no map", 7],
  ["nothing", null],
  ["a string", "join"],
  ["an array", ["join", 1]],
  ["a map without a type", { id: 1, room }],
  ["a type that is no string", { ...join, type: 7 }],
  ["a missing field", { type: "join", room }],
  ["a number for a string", { type: "hello", version: 1, agent: 7, gates: [] }],
  ["a string for a number", { ...join, id: "1" }],
  ["a negative number", { ...join, id: -1 }],
  ["a fraction", { ...join, id: 0.5 }],
  ["not a number", { ...join, id: Number.NaN }],
  ["a number past 32 bits", { ...join, id: 2 ** 32 }],
  ["a number past 2^53", { ...join, id: 2n ** 64n - 1n }],
  ["a member past 24 bits", { type: "notify", to: 2 ** 24, data: room }],
  ["a room that is too short", { ...join, room: new Uint8Array(15) }],
  ["a room that is too long", { ...join, room: new Uint8Array(17) }],
  ["a room of text", { ...join, room: "0123456789abcdef" }],
  ["a token that is too long", { ...join, token: "x".repeat(limits.token + 1) }],
  ["an agent that is too long", { type: "hello", version: 1, agent: "x".repeat(limits.text + 1), gates: [] }],
  ["too many gates", { type: "hello", version: 1, agent: "", gates: Array(limits.gates + 1).fill("") }],
  ["a gate that is too long", { type: "hello", version: 1, agent: "", gates: ["x".repeat(65)] }],
  ["a subscription to feedback", { type: "subscribe", member: 1, flows: [Flow.feedback], maxLayer: 7 }],
  ["a layer that is too high", { type: "subscribe", member: 1, flows: [], maxLayer: 8 }],
  ["more to notify than fits", { type: "notify", to: 1, data: new Uint8Array(limits.notifyData + 1) }],
])("refuses %s", (_, message) => {
  const packet = encode(message, { useBigInt64: true });
  expect(() => decodeClientMessage(packet)).toThrow(wireError("malformed"));
});

test.each<[string, unknown]>([
  ["more members than a room has", { type: "joined", id: 1, room, member: 1, members: Array(33).fill(1) }],
  ["a certificate hash of another length", { type: "certificates", hashes: [new Uint8Array(31)] }],
  ["more certificates than anybody has", { type: "certificates", hashes: Array(9).fill(new Uint8Array(32)) }],
  ["a reason that is none", { type: "peer-left", room, member: 1, reason: "bored" }],
  ["an error that may be fatal", { type: "error", code: "malformed", message: "", fatal: "perhaps" }],
])("refuses %s", (_, message) => {
  expect(() => decodeRelayMessage(encode(message))).toThrow(wireError("malformed"));
});

const nested = (depth: number) => Uint8Array.from({ length: depth + 1 }, (_, i) => (i < depth ? 0x91 : 0xc0));

test.each<[string, Uint8Array]>([
  ["no bytes", new Uint8Array(0)],
  ["a byte that msgpack does not have", Uint8Array.of(0xc1)],
  ["half a message", encode(join).subarray(0, 20)],
  ["two messages", Uint8Array.of(...encode(join), ...encode(join))],
  ["a __proto__ key", encode(JSON.parse('{"type":"ping","id":1,"__proto__":{}}'))],
  [
    "an extension",
    Uint8Array.of(...encode({ type: "ping", id: 1, later: null }).subarray(0, -1), 0xd4, 1, 0),
  ],
  ["a timestamp", encode({ type: "ping", id: 1, later: new Date(0) })],
  ["sixty thousand arrays in each other", nested(60_000)],
])("refuses %s", (_, packet) => {
  expect(() => decodeClientMessage(packet)).toThrow(wireError("malformed"));
});

test("what is ignored may be nested, and no deeper than a message ever will be", () => {
  const ping = encode({ type: "ping", id: 1, later: null });
  const packet = (depth: number) => Uint8Array.of(...ping.subarray(0, -1), ...nested(depth));
  expect(decodeClientMessage(packet(15))).toEqual({ type: "ping", id: 1 });
  for (const depth of [17, 60_000])
    expect(() => decodeClientMessage(packet(depth))).toThrow(wireError("malformed"));
});

test.each<[string, number[]]>([
  ["an array of 4 billion", [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ["an array of 30 million", [0xdd, 0x01, 0xc9, 0xc3, 0x80]],
  ["a map of 4 billion", [0xdf, 0xff, 0xff, 0xff, 0xff]],
  ["4 billion bytes", [0xc6, 0xff, 0xff, 0xff, 0xff]],
  ["a string of 4 billion bytes", [0xdb, 0xff, 0xff, 0xff, 0xff]],
])("does not believe %s", (_, head) => {
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 4; i++)
    expect(() => decodeClientMessage(Uint8Array.from(head))).toThrow(wireError("malformed"));
  const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  expect(after - before).toBeLessThan(16e6);
});

test("a message over the limit is refused unread, sent and received", () => {
  expect(() => decodeClientMessage(new Uint8Array(limits.signalingMessage + 1))).toThrow(
    wireError("too-large"),
  );
  const notify = (length: number) =>
    encodeMessage({ type: "notify", to: 1 as MemberId, data: new Uint8Array(length) });
  expect(decodeClientMessage(unframed(notify(limits.notifyData))).type).toBe("notify");
  expect(() => notify(limits.notifyData + 1)).toThrow(wireError("too-large"));
});

test("any bytes are either read or refused", () => {
  const messages = fc.oneof(clientMessage, relayMessage);
  const scratched = fc
    .tuple(messages, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }))
    .map(([message, changes]) => {
      const packet = unframed(encodeMessage(message));
      for (const [at, value] of changes) packet[at % packet.length] = value;
      return packet;
    });
  fc.assert(
    fc.property(fc.oneof(scratched, fc.uint8Array({ maxLength: 200 })), (packet) => {
      decodedOrRefused(() => decodeClientMessage(packet));
      decodedOrRefused(() => decodeRelayMessage(packet));
    }),
    { numRuns: 500 },
  );
});

function unframed(message: Bytes): Bytes {
  const [packet] = new StreamParser(Flow.signaling).push(message);
  if (packet === undefined) throw new Error("No packet");
  expect(framePacket(packet)).toEqual(message);
  return Uint8Array.from(packet);
}
