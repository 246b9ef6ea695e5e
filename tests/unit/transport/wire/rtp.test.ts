import fc from "fast-check";
import { expect, test } from "vitest";
import type { WireErrorReason } from "../../../../src/transport/wire/error.ts";
import { decodeMediaPacket, encodeMediaPacket, PayloadType } from "../../../../src/transport/wire/rtp.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";
import { mediaPacket, packet, rtpLike } from "../../../fakes/rtp.ts";

test("any packet comes out as it went in", () => {
  fc.assert(
    fc.property(mediaPacket, (sent) => {
      const { sendTime, ...received } = decodeMediaPacket(encodeMediaPacket(sent));
      const { sendTime: sentAt, ...expected } = sent;
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
  expect(decodeMediaPacket(larger.subarray(20, 20 + bytes.length))).toEqual(packet);
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
