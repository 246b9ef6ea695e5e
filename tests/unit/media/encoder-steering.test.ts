import { expect, test } from "vitest";
import type { VideoQuality } from "../../../src/media/congestion/quality-ladder.ts";
import { EncoderSteering } from "../../../src/media/encoder-steering.ts";

const usual: VideoQuality = { width: 640, height: 360, frameRate: 30, temporalLayers: 3, bitrate: 800_000 };
/** After the first frame has long come out. */
const LATER = 5_000;
const unasked = { isKey: true, wasAsked: false };
const ordinary = { isKey: false, wasAsked: false };

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

test("a key frame that comes with a new size is not held against a bitrate that was told meanwhile", () => {
  const steering = told();
  for (let round = 0; round < 5; round++) {
    const height = round % 2 === 0 ? 180 : 360;
    steering.tell({ ...usual, height }, 10_000 * round);
    steering.tell({ ...usual, height, bitrate: 400_000 }, 10_000 * round + 50);
    steering.handleFrame(unasked);
  }
  expect(steering.isFree).toBe(true);
});

test("two key frames that nobody asked for, right after a new bitrate, say what the encoder is like", () => {
  const steering = told();
  for (const bitrate of [900_000, 1_000_000]) {
    expect(steering.isFree).toBe(true);
    steering.tell({ ...usual, bitrate }, LATER);
    steering.handleFrame(ordinary);
    steering.handleFrame(unasked);
    steering.handleFrame(unasked);
  }
  expect(steering.isFree).toBe(false);
});

test("a key frame now and then is no rule", () => {
  const steering = told();
  for (let round = 1; round < 40; round++) {
    steering.tell({ ...usual, bitrate: 500_000 + round }, LATER * round);
    steering.handleFrame(round % 4 === 0 ? unasked : ordinary);
  }
  expect(steering.isFree).toBe(true);
});

test("key frames that have another reason say nothing", () => {
  const steering = told();
  for (let round = 0; round < 10; round++) {
    // Asked for, long after, or because of another size or other layers.
    steering.tell({ ...usual, bitrate: 500_000 + round }, 0);
    steering.handleFrame({ isKey: true, wasAsked: true });
    for (let frame = 0; frame < 3; frame++) steering.handleFrame(ordinary);
    steering.handleFrame(unasked);
    steering.tell({ ...usual, width: 320 }, 0);
    steering.handleFrame(unasked);
    steering.tell({ ...usual, width: 320, temporalLayers: 1 }, 0);
    steering.handleFrame(unasked);
  }
  expect(steering.isFree).toBe(true);
});
