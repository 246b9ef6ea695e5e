import fc from "fast-check";
import { expect, test } from "vitest";
import type { WireErrorReason } from "../../../../src/transport/wire/error.ts";
import { limits } from "../../../../src/transport/wire/limits.ts";
import {
  decodeMediaPacket,
  encodeMediaHeader,
  encodeMediaPacket,
  PayloadType,
} from "../../../../src/transport/wire/rtp.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";
import { mediaPacket, packet, rtpLike } from "../../../fakes/rtp.ts";

test("any packet comes out as it went in", () => {
  fc.assert(
    fc.property(mediaPacket, (sent) => {
      const { sendTime, header, ...received } = decodeMediaPacket(encodeMediaPacket(sent));
      const { sendTime: sentAt, ...expected } = sent;
      expect(header).toEqual(encodeMediaHeader(sent));
      expect(received).toEqual(expected);
      const error = Math.abs(sendTime - (sentAt % 64_000));
      expect(Math.min(error, 64_000 - error)).toBeLessThan(0.002);
    }),
  );
});

test("counters wrap, and a send time of any clock fits", () => {
  const sent = { ...packet, sequence: 0x1_0002, timestamp: 2 ** 32 + 3, sendTime: -1000 };
  expect(decodeMediaPacket(encodeMediaPacket(sent))).toMatchObject({
    sequence: 2,
    timestamp: 3,
    sendTime: 63_000,
  });
});

test("a packet may be part of a larger buffer", () => {
  const bytes = encodeMediaPacket(packet);
  const larger = new Uint8Array(bytes.length + 40).fill(0xff);
  larger.set(bytes, 20);
  const received = decodeMediaPacket(larger.subarray(20, 20 + bytes.length));
  expect(received).toMatchObject(packet);
  expect(received.header).toEqual(bytes.subarray(0, bytes.length - packet.payload.length));
});

test("the header is what stands in front of the payload, whatever is in it, and nobody else's memory", () => {
  const bytes = encodeMediaPacket(packet);
  // A contributing source and an extension of nobody's: not ours, and yet part of what a seal covers.
  const fixed = Uint8Array.of(0x91, ...bytes.subarray(1, 12), 0, 0, 0, 9);
  const extensions = Uint8Array.of(0xbe, 0xde, 0, 2, 0x30, 0x55, ...bytes.subarray(16, 20), 0, 0);
  const received = decodeMediaPacket(Uint8Array.of(...fixed, ...extensions, ...packet.payload));
  expect(received.header).toEqual(Uint8Array.of(...fixed, ...extensions));
  expect(received.payload).toEqual(packet.payload);
  const again = decodeMediaPacket(bytes);
  bytes.fill(0);
  expect(again.header[0]).toBe(0x90);
});

test("a header may be as long as the limit and no longer", () => {
  const padded = (words: number) => {
    const bytes = new Uint8Array(16 + words * 4);
    bytes.set(encodeMediaPacket(packet).subarray(0, 14));
    bytes[15] = words;
    return bytes;
  };
  expect(decodeMediaPacket(padded(28)).header).toHaveLength(limits.frameHead);
  expect(() => decodeMediaPacket(padded(29))).toThrow(wireError("too-large"));
});

test("a packet without extensions has no marking and no send time", () => {
  const bare = Uint8Array.of(0x80, PayloadType.opus, 0, 1, 0, 0, 0, 2, 0, 0, 7, 0, 0xaa);
  expect(decodeMediaPacket(bare)).toEqual({
    payloadType: PayloadType.opus,
    sequence: 1,
    timestamp: 2,
    ssrc: 0x0700 as Ssrc,
    marking: undefined,
    sendTime: 0,
    header: bare.subarray(0, 12),
    payload: Uint8Array.of(0xaa),
  });
});

test.each<[string, WireErrorReason, (bytes: Uint8Array) => Uint8Array]>([
  ["nothing", "malformed", () => new Uint8Array(0)],
  ["half a header", "malformed", (bytes) => bytes.subarray(0, 11)],
  ["another version of RTP", "malformed", (bytes) => changed(bytes, 0, 0x50)],
  ["a payload type of nobody's", "unknown-type", (bytes) => changed(bytes, 1, 0x80 | 110)],
  ["more contributing sources than bytes", "malformed", (bytes) => changed(bytes, 0, 0x9f)],
  ["extensions past the end", "malformed", (bytes) => changed(bytes, 15, 0xff)],
  ["an extension past the extensions", "malformed", (bytes) => changed(bytes, 20, 0x2f)],
  ["a marking of another length", "malformed", (bytes) => changed(bytes, 16, 0x11)],
  ["more padding than payload", "malformed", (bytes) => changed(changed(bytes, 0, 0xb0), -1, 0xff)],
])("refuses %s", (_, reason, change) => {
  expect(() => decodeMediaPacket(change(encodeMediaPacket(packet)))).toThrow(wireError(reason));
});

test("any bytes are either read or refused", () => {
  const decode = (bytes: Uint8Array) => void decodedOrRefused(() => decodeMediaPacket(bytes));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), decode), { numRuns: 300 });
  fc.assert(fc.property(rtpLike, decode), { numRuns: 700 });
});

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return bytes.with(at, value);
}
