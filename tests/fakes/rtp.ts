// RTP packets to test with: one, any, and what only looks like one.
import fc from "fast-check";
import { encodeMediaPacket, type MediaPacket, PayloadType } from "../../src/transport/wire/rtp.ts";
import type { Ssrc } from "../../src/transport/wire/ssrc.ts";

/** A frame with all there is to a packet. */
export const packet: MediaPacket = {
  payloadType: PayloadType.vp8,
  sequence: 1,
  timestamp: 2,
  ssrc: 0x0701 as Ssrc,
  marking: { keyFrame: true, discardable: false, baseSync: true, temporalLayer: 0, baseIndex: 3 },
  sendTime: 1000,
  payload: Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd),
};

const marking = fc.record({
  keyFrame: fc.boolean(),
  discardable: fc.boolean(),
  baseSync: fc.boolean(),
  temporalLayer: fc.integer({ min: 0, max: 7 }),
  baseIndex: fc.integer({ min: 0, max: 255 }),
});

/** Any packet that a sender could send. */
export const mediaPacket: fc.Arbitrary<MediaPacket> = fc.record({
  payloadType: fc.constantFrom(...Object.values(PayloadType)),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
  ssrc: fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => value as Ssrc),
  marking: fc.option(marking, { nil: undefined }),
  sendTime: fc.double({ min: 0, max: 1e9, noNaN: true }),
  payload: fc.uint8Array({ maxLength: 200 }),
});

/** Bytes that are nearly a packet: version 2, any flags, and extensions of which some make sense. */
export const rtpLike: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(mediaPacket, fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 255 })), { maxLength: 4 }))
    .map(([sent, changes]) => {
      const bytes = encodeMediaPacket(sent);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    }),
  fc
    .record({
      flags: fc.nat({ max: 63 }),
      rest: fc.uint8Array({ minLength: 11, maxLength: 11 }),
      profile: fc.constantFrom(0xbede, 0x1000, 0x1001, 0xabcd),
      words: fc.nat({ max: 6 }),
      elements: fc.array(extensionElement(), { maxLength: 6 }),
      payload: fc.uint8Array({ maxLength: 20 }),
    })
    .map(({ flags, rest, profile, words, elements, payload }) =>
      Uint8Array.from([
        ...[0x80 | flags, ...rest],
        ...[profile >> 8, profile & 0xff, 0, words],
        ...elements.flat(),
        ...payload,
      ]),
    ),
);

function extensionElement(): fc.Arbitrary<number[]> {
  return fc
    .record({
      id: fc.constantFrom(0, 1, 1, 2, 3, 15),
      length: fc.constantFrom(1, 3, 3, 16),
      bytes: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    })
    .map(({ id, length, bytes }) => [(id << 4) | (length - 1), ...bytes.subarray(0, length)]);
}
