import fc from "fast-check";
import { expect, test } from "vitest";
import { WireError } from "../../../../src/transport/wire/error.ts";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import { readFrameHead, readSsrc } from "../../../../src/transport/wire/frame-head.ts";
import { frameStream } from "../../../../src/transport/wire/framing.ts";
import { limits } from "../../../../src/transport/wire/limits.ts";
import {
  decodeMediaPacket,
  encodeMediaPacket,
  type MediaPacket,
} from "../../../../src/transport/wire/rtp.ts";
import { encodeVarint } from "../../../../src/transport/wire/varint.ts";
import { joined } from "../../../fakes/bytes.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";
import { mediaPacket, packet, rtpLike } from "../../../fakes/rtp.ts";

/** Where the extensions of `stream` end: flow, length, fixed header, extension head and two words. */
const HEAD = 1 + 1 + 12 + 4 + 8;
const stream = frameStream(Flow.video, encodeMediaPacket(packet));

/** 48 bits: who sent it, and which it is. */
const nameOf = ({ ssrc, sequence }: Pick<MediaPacket, "ssrc" | "sequence">) =>
  ssrc * 2 ** 16 + (sequence % 2 ** 16);

test("is known as soon as the last byte of the extensions is in, and not before", () => {
  const head = {
    flow: Flow.video,
    ssrc: packet.ssrc,
    name: nameOf(packet),
    marking: packet.marking,
    streamLength: stream.length,
  };
  for (let length = 0; length < HEAD; length++)
    expect(readFrameHead(stream.subarray(0, length))).toBeUndefined();
  for (let length = HEAD; length <= stream.length; length++)
    expect(readFrameHead(stream.subarray(0, length))).toEqual(head);
});

test("says of any packet what its receiver will read", () => {
  fc.assert(
    fc.property(mediaPacket, (sent) => {
      const bytes = frameStream(Flow.screen, encodeMediaPacket(sent));
      const { ssrc, marking } = sent;
      const streamLength = bytes.length;
      const name = nameOf(sent);
      expect(readFrameHead(bytes)).toEqual({ flow: Flow.screen, ssrc, name, marking, streamLength });
    }),
  );
});

test("never says of any bytes what their receiver would not read", () => {
  fc.assert(
    fc.property(rtpLike, (bytes) => {
      const head = decodedOrRefused(() => readFrameHead(frameStream(Flow.video, bytes)));
      const whole = decodedOrRefused(() => decodeMediaPacket(bytes));
      if (head === undefined) throw new Error("All of the frame is there");
      if (head instanceof WireError || whole instanceof WireError) return;
      const said = [head, whole].map(({ ssrc, marking }) => JSON.stringify({ ssrc, marking }));
      expect(said[0]).toBe(said[1]);
    }),
    { numRuns: 700 },
  );
});

test("refuses no packet that its receiver would read, but for its size", () => {
  fc.assert(
    fc.property(rtpLike, (bytes) => {
      if (decodedOrRefused(() => decodeMediaPacket(bytes)) instanceof WireError) return;
      const head = decodedOrRefused(() => readFrameHead(frameStream(Flow.video, bytes)));
      if (head instanceof WireError) expect(head.reason).toBe("too-large");
    }),
    { numRuns: 700 },
  );
});

const NO_EXTENSIONS = Uint8Array.of(0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 7, 1);
const frameOf = (length: number, ...bytes: number[]) =>
  joined([encodeVarint(Flow.video), encodeVarint(length), Uint8Array.from(bytes)]);

test("a frame without extensions has no marking", () => {
  expect(readFrameHead(frameOf(12, ...NO_EXTENSIONS))).toMatchObject({ ssrc: 0x0701, marking: undefined });
});

test("of two markings the last counts, as for the receiver", () => {
  const two = [0xbe, 0xde, 0, 2, 0x12, 0xe0, 0, 1, 0x12, 0xc7, 0, 9];
  const bytes = Uint8Array.of(...NO_EXTENSIONS.with(0, 0x90), ...two);
  const marking = { keyFrame: false, discardable: false, baseSync: false, temporalLayer: 7, baseIndex: 9 };
  expect(readFrameHead(frameOf(24, ...bytes))).toMatchObject({ marking });
  expect(decodeMediaPacket(bytes)).toMatchObject({ marking });
});

test("extensions of another kind mean nothing to either", () => {
  const twoByte = [0x10, 0, 0, 2, 1, 3, 0xe0, 0, 1, 0, 0, 0];
  const bytes = Uint8Array.of(...NO_EXTENSIONS.with(0, 0x90), ...twoByte);
  expect(readFrameHead(frameOf(24, ...bytes))).toMatchObject({ marking: undefined });
  expect(decodeMediaPacket(bytes)).toMatchObject({ marking: undefined });
});

test.each([
  ["an unknown flow", "unknown-flow", Uint8Array.of(0x26)],
  ["a frame over the limit", "too-large", frameOf(limits.frame + 1)],
  ["a frame of 2^62 - 1 bytes", "too-large", Uint8Array.of(Flow.video, ...Array(8).fill(0xff))],
  ["a frame of no bytes", "malformed", frameOf(0)],
  ["a frame shorter than an RTP header", "malformed", frameOf(11)],
  ["another version of RTP", "malformed", frameOf(40, ...NO_EXTENSIONS.with(0, 0x40))],
  ["contributing sources past the frame's end", "malformed", frameOf(15, ...NO_EXTENSIONS.with(0, 0x81))],
  [
    "a frame that is all there and has no room for extensions",
    "malformed",
    frameOf(12, ...NO_EXTENSIONS.with(0, 0x90)),
  ],
  [
    "extensions past the frame's end",
    "malformed",
    frameOf(16, ...NO_EXTENSIONS.with(0, 0x90), 0xbe, 0xde, 0, 1),
  ],
  [
    "more extensions than anybody reads",
    "too-large",
    frameOf(300_000, ...NO_EXTENSIONS.with(0, 0x90), 0xbe, 0xde, 0xff, 0),
  ],
  [
    "an extension past the extensions",
    "malformed",
    frameOf(20, ...NO_EXTENSIONS.with(0, 0x90), 0xbe, 0xde, 0, 1, 0x1f, 0, 0, 0),
  ],
  [
    "a marking of another length",
    "malformed",
    frameOf(20, ...NO_EXTENSIONS.with(0, 0x90), 0xbe, 0xde, 0, 1, 0x10, 0, 0, 0),
  ],
] as const)("refuses %s before the payload is there", (_, reason, bytes) => {
  expect(() => readFrameHead(bytes)).toThrow(wireError(reason));
});

test("any bytes are either read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(0, 1), (bytes, head) => {
      const start = head === 0 ? bytes : Uint8Array.of(Flow.video, 0x3f, 0x90, ...bytes);
      decodedOrRefused(() => readFrameHead(start));
    }),
    { numRuns: 500 },
  );
});

test("a packet too short to name its sender is malformed", () => {
  expect(readSsrc(NO_EXTENSIONS)).toBe(0x0701);
  for (let length = 0; length < 12; length++)
    expect(() => readSsrc(NO_EXTENSIONS.subarray(0, length))).toThrow(wireError("malformed"));
});
