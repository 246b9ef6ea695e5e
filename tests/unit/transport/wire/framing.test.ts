import fc from "fast-check";
import { expect, test } from "vitest";
import { Flow, isFlow } from "../../../../src/transport/wire/flows.ts";
import {
  frameDatagram,
  framePacket,
  frameStream,
  parseDatagram,
  StreamParser,
} from "../../../../src/transport/wire/framing.ts";
import { limits, maxPacket } from "../../../../src/transport/wire/limits.ts";
import { encodeVarint, writeVarint } from "../../../../src/transport/wire/varint.ts";
import { cut, joined } from "../../../fakes/bytes.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";

const flows = fc.constantFrom(...Object.values(Flow));
const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 6 });
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });

test("a datagram is its flow and its packet", () => {
  const bytes = frameDatagram(Flow.audio, Uint8Array.of(0xaa, 0xbb));
  expect(bytes).toEqual(Uint8Array.of(0x21, 0xaa, 0xbb));
  expect(parseDatagram(bytes)).toEqual({ flow: Flow.audio, packet: Uint8Array.of(0xaa, 0xbb) });
});

test("a stream is its flow, then each packet behind its length", () => {
  const bytes = joined([frameStream(Flow.video, Uint8Array.of(0xaa)), framePacket(new Uint8Array(64))]);
  expect(bytes.subarray(0, 5)).toEqual(Uint8Array.of(0x22, 0x01, 0xaa, 0x40, 0x40));
  const parser = new StreamParser();
  expect(parser.push(bytes)).toEqual([Uint8Array.of(0xaa), new Uint8Array(64)]);
  expect(parser.flow).toBe(Flow.video);
  parser.end();
});

test("datagrams of any flow and packet come out as they went in", () => {
  fc.assert(
    fc.property(flows, fc.uint8Array({ minLength: 1, maxLength: limits.datagram - 1 }), (flow, packet) => {
      expect(parseDatagram(frameDatagram(flow, packet))).toEqual({ flow, packet });
    }),
  );
});

test("packets come out of a stream as they went in, however it was cut", () => {
  fc.assert(
    fc.property(flows, packets, cuts, (flow, sent, sizes) => {
      const bytes = joined([encodeVarint(flow), ...sent.map(framePacket)]);
      const parser = new StreamParser();
      const received = cut(bytes, sizes).flatMap((chunk) => parser.push(chunk));
      parser.end();
      expect(received).toEqual(sent);
      expect(parser.flow).toBe(flow);
    }),
  );
});

test("what came out stays as it is while more comes in", () => {
  fc.assert(
    fc.property(packets, cuts, (sent, sizes) => {
      const parser = new StreamParser(Flow.signaling);
      const received: Uint8Array[] = [];
      const bytes = joined(sent.map(framePacket));
      for (const chunk of cut(joined([bytes, bytes, bytes]), sizes)) received.push(...parser.push(chunk));
      expect(received).toEqual([...sent, ...sent, ...sent]);
    }),
  );
});

test("a large packet in single bytes is read in no time, from what has arrived and little more", () => {
  const packet = new Uint8Array(maxPacket(Flow.signaling)).map((_, i) => i);
  const parser = new StreamParser(Flow.signaling);
  const received: Uint8Array[] = [];
  for (const byte of framePacket(packet)) received.push(...parser.push(Uint8Array.of(byte)));
  expect(received.map((one) => Buffer.compare(one, packet))).toEqual([0]);
  expect(received[0]?.buffer.byteLength).toBeLessThanOrEqual(2 * packet.length + 16);
});

test("the answering half of a stream has no flow in front", () => {
  const parser = new StreamParser(Flow.signaling);
  expect(parser.push(Uint8Array.of(2, 0x21, 0x22))).toEqual([Uint8Array.of(0x21, 0x22)]);
  parser.end();
});

test.each([
  ["an unknown flow", "unknown-flow", [0x40, 0x26]],
  ["a flow past 2^53", "too-large", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ["a length of zero", "malformed", [Flow.video, 0]],
  ["a length of 2^62 - 1", "too-large", [Flow.video, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ["a length over the flow's limit", "too-large", [Flow.video, ...encodeVarint(limits.frame + 1)]],
] as const)("refuses %s on a stream as soon as it can be seen", (_, reason, bytes) => {
  const parser = new StreamParser();
  for (const byte of bytes.slice(0, -1)) expect(parser.push(Uint8Array.of(byte))).toEqual([]);
  expect(() => parser.push(Uint8Array.of(bytes.at(-1) ?? 0))).toThrow(wireError(reason));
});

test("every flow has its limit, to the byte", () => {
  for (const flow of Object.values(Flow)) {
    const most = maxPacket(flow);
    expect(new StreamParser(flow).push(encodeVarint(most))).toEqual([]);
    expect(() => new StreamParser(flow).push(encodeVarint(most + 1))).toThrow(wireError("too-large"));
    expect(frameStream(flow, new Uint8Array(most)).length).toBeGreaterThan(most);
    expect(() => frameStream(flow, new Uint8Array(most + 1))).toThrow(wireError("too-large"));
  }
});

test.each([
  ["before its flow", []],
  ["inside its flow", [0x40]],
  ["inside a length", [Flow.video, 0x40]],
  ["inside a packet", [Flow.video, 2, 1]],
])("a stream that ends %s is malformed", (_, bytes) => {
  const parser = new StreamParser();
  parser.push(Uint8Array.from(bytes));
  expect(() => parser.end()).toThrow(wireError("malformed"));
});

test.each([
  ["an empty one", "malformed", []],
  ["half a flow", "malformed", [0x40]],
  ["one without a packet", "malformed", [Flow.audio]],
  ["an unknown flow", "unknown-flow", [0x26, 1]],
  ["one over the limit", "too-large", [Flow.audio, ...new Uint8Array(limits.datagram)]],
] as const)("refuses a datagram: %s", (_, reason, bytes) => {
  expect(() => parseDatagram(Uint8Array.from(bytes))).toThrow(wireError(reason));
});

test("does not send what would be refused", () => {
  const empty = new Uint8Array(0);
  expect(() => framePacket(empty)).toThrow(wireError("malformed"));
  expect(() => frameStream(Flow.video, empty)).toThrow(wireError("malformed"));
  expect(() => frameDatagram(Flow.audio, empty)).toThrow(wireError("malformed"));
  expect(frameDatagram(Flow.audio, new Uint8Array(limits.datagram - 1)).length).toBe(limits.datagram);
  expect(() => frameDatagram(Flow.audio, new Uint8Array(limits.datagram))).toThrow(wireError("too-large"));
});

test("any bytes are either read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), cuts, (bytes, sizes) => {
      const parser = new StreamParser();
      for (const chunk of cut(bytes, sizes)) decodedOrRefused(() => parser.push(chunk));
      decodedOrRefused(() => parser.end());
      decodedOrRefused(() => parseDatagram(bytes));
    }),
    { numRuns: 500 },
  );
});

test("a flow is known by its number, however long that is written", () => {
  for (let value = 0; value < 0x100; value++)
    expect(isFlow(value)).toBe(value >= Flow.signaling && value <= Flow.data);
  const long = Uint8Array.of(0, 0, 0, 0, 0xaa);
  writeVarint(long, 0, 0x4000_0000 - 1);
  long.set([0x80, 0, 0, Flow.audio]);
  expect(parseDatagram(long)).toEqual({ flow: Flow.audio, packet: Uint8Array.of(0xaa) });
});
