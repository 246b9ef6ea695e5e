import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AudioCopies, type AudioFrame, MAX_OFFSET, unpackAudio } from "../../../src/media/audio-copies.ts";
import { limits } from "../../../src/transport/wire/limits.ts";
import { PayloadType } from "../../../src/transport/wire/rtp.ts";

const { red, opus, vp8 } = PayloadType;
const DURATION = 480;
/** The head of a copy of `length` bytes, so far back. */
const head = (back: number, length: number) => [
  0x80 | opus,
  back >> 6,
  ((back & 63) << 2) | (length >> 8),
  length & 0xff,
];

/** Frames of 10 ms of these sizes, all bytes of each its number. */
function framesOf(sizes: readonly number[], duration = DURATION): AudioFrame[] {
  return sizes.map((size, i) => ({ timestamp: i * duration, data: new Uint8Array(size).fill(i) }));
}

/** What the last of the frames is packed into, with copies of those before it. */
function packed(frames: readonly AudioFrame[], offsets: readonly number[]) {
  const copies = new AudioCopies();
  return frames.map((frame) => copies.pack(frame, offsets)).at(-1);
}

test("a frame with two copies, byte by byte", () => {
  const frames = framesOf([2, 3, 1]);
  expect(packed(frames, [1, 2])).toEqual({
    payloadType: red,
    payload: Uint8Array.from([
      ...[0xef, 0x0f, 0x00, 0x02], // Opus, 960 ticks before, 2 bytes
      ...[0xef, 0x07, 0x80, 0x03], // Opus, 480 ticks before, 3 bytes
      0x6f, // Opus, this one
      ...[0, 0, 1, 1, 1, 2],
    ]),
  });
});

test("a frame without copies is plain Opus", () => {
  const [frame] = framesOf([5]) as [AudioFrame];
  expect(new AudioCopies().pack(frame, [1, 2])).toEqual({ payloadType: opus, payload: frame.data });
  expect(packed(framesOf([5, 6]), [])?.payloadType).toBe(opus);
});

test("whatever is packed is unpacked, and fits into a datagram sealed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }),
      fc.uniqueArray(fc.integer({ min: 1, max: MAX_OFFSET }), { maxLength: 3 }),
      fc.constantFrom(120, 480, 960, 1920),
      (sizes, picked, duration) => {
        const offsets = picked.toSorted((a, b) => a - b);
        const frames = framesOf(sizes, duration);
        const own = frames.at(-1) as AudioFrame;
        const { payloadType, payload } = packed(frames, offsets) ?? { payloadType: vp8, payload: own.data };
        expect(1 + limits.frameHead + 17 + payload.length + 16).toBeLessThanOrEqual(limits.datagram);
        const unpacked = unpackAudio(payloadType, payload, own.timestamp) ?? [];
        expect(unpacked.at(-1)).toEqual(own);
        const copied = unpacked.slice(0, -1);
        const wanted = offsets.map((offset) => frames.at(-1 - offset)).filter((frame) => frame !== undefined);
        for (const copy of copied) expect(wanted).toContainEqual(copy);
        const reachable = wanted.every(({ timestamp }) => own.timestamp - timestamp < 2 ** 14);
        const fits = wanted.reduce((sum, { data }) => sum + data.length + 4, own.data.length + 1) <= 862;
        if (reachable && fits) expect(copied).toHaveLength(wanted.length);
      },
    ),
  );
});

test("what is too old for its field, or does not fit, stays out, the farthest first", () => {
  expect(packed(framesOf([5, 5], 2 ** 14), [1])?.payloadType).toBe(opus);
  expect(packed(framesOf([5, 5], 2 ** 14 - 1), [1])?.payloadType).toBe(red);
  const { payload } = packed(framesOf([400, 300, 200]), [1, 2]) ?? {};
  expect(payload).toHaveLength(4 + 300 + 1 + 200);
});

describe("is refused", () => {
  test.each<[string, number[]]>([
    ["nothing", []],
    ["a head cut off", head(480, 2).slice(0, 3)],
    ["heads without a frame", head(480, 2)],
    ["a copy that is not all there", [...head(480, 3), opus, 1, 2, 3]],
    ["an empty frame", [...head(480, 2), opus, 1, 2]],
    ["an empty copy", [...head(480, 0), opus, 1, 2]],
    ["a copy of its own time", [...head(0, 1), opus, 1, 2]],
    ["copies out of order", [...head(480, 1), ...head(960, 1), opus, 1, 2, 3]],
    ["the same copy twice", [...head(480, 1), ...head(480, 1), opus, 1, 2, 3]],
    ["another codec's copy", [0xe0, ...head(480, 1).slice(1), opus, 1, 2]],
    ["another codec's frame", [...head(480, 1), vp8, 1, 2]],
    [
      "more copies than anybody sends",
      [...[5, 4, 3, 2, 1].flatMap((i) => head(i * 480, 1)), opus, ...Array(9)],
    ],
  ])("%s", (_, bytes) => {
    expect(unpackAudio(red, Uint8Array.from(bytes), 48_000)).toBeUndefined();
  });

  test("what is no sound, and an empty frame", () => {
    expect(unpackAudio(vp8, Uint8Array.of(1), 0)).toBeUndefined();
    expect(unpackAudio(opus, new Uint8Array(0), 0)).toBeUndefined();
  });

  test("or understood, whatever bytes come, and never with more in it than came", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.array(fc.constantFrom(0xef, 0x6f, 0, 1, 7, 0x80)).map((bytes) => Uint8Array.from(bytes)),
        ),
        (bytes) => {
          const frames = unpackAudio(red, Uint8Array.from(bytes), 0) ?? [];
          expect(frames.length).toBeLessThanOrEqual(5);
          const length = frames.reduce((sum, { data }) => sum + data.length, 0);
          expect(length).toBeLessThanOrEqual(Math.max(0, bytes.length - 1));
          expect(frames.every(({ data }) => data.length > 0)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
