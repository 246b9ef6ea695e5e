import { expect, test } from "vitest";
import type { VideoQuality } from "../../../src/media/congestion/quality-ladder.ts";
import { EncoderSteering } from "../../../src/media/encoder-steering.ts";

const usual: VideoQuality = { width: 640, height: 360, frameRate: 30, temporalLayers: 3, bitrate: 800_000 };
/** After the first frame has long come out. */
const LATER = 5_000;

/** An encoder that was told the usual at 0 ms. */
function told(isFree?: boolean): EncoderSteering {
  const steering = new EncoderSteering(isFree);
  expect(steering.isWorthTelling(usual, 0)).toBe(true);
  steering.tell(usual, 0);
  expect(steering.isWorthTelling(usual, 60_000)).toBe(false);
  return steering;
}

test("an encoder that takes a bitrate as it comes is told of every real change, at once", () => {
  const steering = told();
  for (const change of [
    { bitrate: 760_000 },
    { bitrate: 850_000 },
    { frameRate: 20 },
    { temporalLayers: 1 },
  ] as const)
    expect(steering.isWorthTelling({ ...usual, ...change }, 1)).toBe(true);
  for (const change of [{ bitrate: 775_000 }, { bitrate: 825_000 }, { frameRate: 29 }] as const)
    expect(steering.isWorthTelling({ ...usual, ...change }, 60_000)).toBe(false);
});

test("one that makes a key frame of it is told of large changes only, and not often", () => {
  const steering = told(false);
  const at = (bitrate: number, now: number) => steering.isWorthTelling({ ...usual, bitrate }, now);
  expect(at(700_000, 60_000)).toBe(false);
  expect(at(600_000, 900)).toBe(false);
  expect(at(600_000, 1_100)).toBe(true);
  expect(at(1_100_000, 60_000)).toBe(false);
  expect(at(1_300_000, 4_900)).toBe(false);
  expect(at(1_300_000, 5_100)).toBe(true);
});

test("fewer frames of the same rate are larger ones, which it has to be told of as well", () => {
  const steering = told(false);
  expect(steering.isWorthTelling({ ...usual, frameRate: 15 }, 5_100)).toBe(true);
  expect(steering.isWorthTelling({ ...usual, frameRate: 15, bitrate: 400_000 }, 5_100)).toBe(false);
});

test("every encoder is told of another size", () => {
  expect(told(false).isWorthTelling({ ...usual, width: 320, height: 180 }, 1)).toBe(true);
});

test("what comes with another size or other layers says nothing about bitrates, nor what follows it at once", () => {
  const steering = told();
  expect(steering.tell({ ...usual, height: 180 }, LATER)).toBe(false);
  expect(steering.tell({ ...usual, height: 180, bitrate: 400_000 }, LATER + 50)).toBe(false);
  expect(steering.tell({ ...usual, height: 180, bitrate: 500_000 }, LATER + 1_100)).toBe(true);
  expect(steering.tell({ ...usual, height: 180, temporalLayers: 1 }, 2 * LATER)).toBe(false);
});

test("an encoder that was not measured shows what it is like by a key frame for every new bitrate", () => {
  const steering = told();
  for (let round = 1; round <= 4; round++) {
    expect(steering.isFree).toBe(true);
    steering.learn({ isKey: true, shows: true });
    for (let frame = 0; frame < 5; frame++) steering.learn({ isKey: false, shows: false });
  }
  expect(steering.isFree).toBe(false);
});

test("key frames now and then are no rule", () => {
  const steering = told();
  for (let round = 1; round < 40; round++) steering.learn({ isKey: round % 4 !== 0, shows: true });
  expect(steering.isFree).toBe(true);
});

test("key frames that come without a new bitrate as well have another cause", () => {
  const steering = told();
  for (let round = 1; round < 40; round++) {
    steering.learn({ isKey: true, shows: true });
    if (round % 3 === 0) steering.learn({ isKey: true, shows: false });
  }
  expect(steering.isFree).toBe(true);
});

test("what was measured holds, whatever key frames there are", () => {
  for (const isFree of [true, false]) {
    const steering = told(isFree);
    for (let round = 1; round < 10; round++) steering.learn({ isKey: isFree, shows: true });
    expect(steering.isFree).toBe(isFree);
  }
});
