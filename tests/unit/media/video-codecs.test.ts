import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultBitrate, videoCodecOf, videoCodecs } from "../../../src/media/video-codecs.ts";
import { PayloadType } from "../../../src/transport/wire/rtp.ts";

test("a codec is found by what stands in the packet, and nothing by what does not", () => {
  for (const codec of videoCodecs) expect(videoCodecOf(codec.payloadType)).toBe(codec);
  expect(videoCodecOf(PayloadType.opus)).toBeUndefined();
  expect(videoCodecOf(0)).toBeUndefined();
  expect(new Set(videoCodecs.map(({ payloadType }) => payloadType)).size).toBe(videoCodecs.length);
});

test("H.264 has a level that its picture fits, and parameter sets inside the frames", () => {
  const h264 = videoCodecOf(PayloadType.h264);
  expect(h264?.codecString(1280 * 720)).toBe("avc1.42E01F");
  expect(h264?.codecString(1280 * 720 + 1)).toBe("avc1.42E033");
  expect(h264?.encoderOptions).toEqual({ avc: { format: "annexb" } });
});

test("a larger picture gets more bits, between what is worth sending and what a home has", () => {
  fc.assert(
    fc.property(fc.nat({ max: 3840 * 2160 }), fc.nat({ max: 3840 * 2160 }), (one, other) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)].map(defaultBitrate);
      expect(small).toBeLessThanOrEqual(large ?? 0);
      expect(small).toBeGreaterThanOrEqual(350_000);
      expect(large).toBeLessThanOrEqual(4_000_000);
    }),
  );
  expect(defaultBitrate(640 * 360)).toBeGreaterThan(600_000);
  expect(defaultBitrate(640 * 360)).toBeLessThan(900_000);
});
