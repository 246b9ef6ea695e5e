import { expect, test, vi } from "vitest";
import type { EncoderMeasurement } from "../../../../src/media/encoder-choice.ts";
import type { PictureSize } from "../../../../src/media/encoder-probe.ts";
import { PayloadType } from "../../../../src/transport/wire/rtp.ts";
import { Encoders } from "../../../../src/workers/engine/encoders.ts";

const usual = { width: 640, height: 360 };
const large = { width: 1280, height: 720 };
const wish = { frameRate: 30, decodable: new Set([PayloadType.h264, PayloadType.vp8]) };
const vp8: EncoderMeasurement = {
  codec: PayloadType.vp8,
  first: 20,
  best: 3,
  p50: 4,
  p95: 6,
  layers: 3,
  steersFreely: true,
};

/** Encoders that measure when told to, and what has been stored of them. */
function knowledge({ stored = new Map<number, EncoderMeasurement[]>() } = {}) {
  const probed: string[] = [];
  const probe = async ({ width, height }: PictureSize, signal: AbortSignal) => {
    probed.push(`${width}×${height}`);
    await Promise.resolve();
    signal.throwIfAborted();
    return [vp8];
  };
  const memory = {
    recall: async ({ width }: PictureSize) => stored.get(width),
    keep: async ({ width }: PictureSize, encoders: EncoderMeasurement[]) => {
      stored.set(width, encoders);
    },
  };
  return { encoders: new Encoders({ probe, memory }), probed, stored };
}

const calm = () => vi.advanceTimersByTimeAsync(1_000);

test.beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

test("nothing is known until it was quiet for a while, and then for good", async () => {
  const { encoders, probed, stored } = knowledge();
  encoders.rest();
  expect(encoders.choose(usual, wish)).toBeUndefined();
  await calm();
  expect(encoders.choose(usual, wish)).toBe(vp8);
  expect(stored.get(640)).toEqual([vp8]);
  encoders.rest();
  await calm();
  expect(probed).toEqual(["640×360"]);
});

test("what was measured before is known at once, in a call as well", async () => {
  const { encoders, probed } = knowledge({ stored: new Map([[640, [vp8]]]) });
  encoders.rest();
  encoders.work();
  await vi.advanceTimersByTimeAsync(0);
  expect(encoders.choose(usual, wish)).toBe(vp8);
  expect(probed).toEqual([]);
});

test("nothing is measured in a call, and what it asked about afterwards", async () => {
  const { encoders, probed } = knowledge();
  encoders.rest();
  encoders.work();
  await calm();
  expect(encoders.choose(large, wish)).toBeUndefined();
  expect(probed).toEqual([]);
  encoders.rest();
  await calm();
  await calm();
  expect(probed).toEqual(["640×360", "1280×720"]);
  expect(encoders.choose(large, wish)).toBe(vp8);
});

test("a call that begins in the middle of it is no reason to know wrong things", async () => {
  const { encoders, probed, stored } = knowledge();
  encoders.rest();
  await vi.advanceTimersByTimeAsync(999);
  vi.advanceTimersByTime(1);
  encoders.work();
  await calm();
  expect(encoders.choose(usual, wish)).toBeUndefined();
  expect(stored.size).toBe(0);
  encoders.rest();
  await calm();
  expect(encoders.choose(usual, wish)).toBe(vp8);
  expect(probed.length).toBeLessThanOrEqual(2);
});

test("however many sizes are asked about, few are measured", async () => {
  const { encoders, probed } = knowledge();
  for (let width = 0; width < 50; width++) encoders.choose({ width, height: 10 }, wish);
  encoders.rest();
  for (let round = 0; round < 50; round++) await calm();
  expect(probed).toHaveLength(4);
});

test("a survey says what is encoded in time, after what is being measured, and remembers it", async () => {
  const { encoders, probed, stored } = knowledge();
  encoders.rest();
  const survey = encoders.survey();
  for (let round = 0; round < 3; round++) await calm();
  expect(await survey).toEqual([
    { ...usual, isInTime: true },
    { ...large, isInTime: true },
  ]);
  expect(probed).toEqual(["640×360", "1280×720"]);
  expect(stored.size).toBe(2);
  await encoders.survey();
  expect(probed).toHaveLength(2);
});

test("a survey says what is not encoded in time", async () => {
  const slow = { ...vp8, best: 17 };
  const { encoders } = knowledge({
    stored: new Map([
      [640, [vp8]],
      [1280, [slow]],
    ]),
  });
  encoders.rest();
  expect(await encoders.survey()).toEqual([
    { ...usual, isInTime: true },
    { ...large, isInTime: false },
  ]);
});

test("there is no survey in a call", async () => {
  const { encoders, probed } = knowledge();
  encoders.rest();
  const survey = encoders.survey();
  encoders.work();
  expect(await survey).toBeUndefined();
  expect(await encoders.survey()).toBeUndefined();
  expect(probed).toEqual([]);
});
