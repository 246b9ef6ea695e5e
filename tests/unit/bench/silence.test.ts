import { expect, test } from "vitest";
import { SilenceMeter } from "../../../bench/page/silence.ts";

const RATE = 48_000;

function hum(seconds: number, gain = 0.05): Float32Array {
  const sample = (_: unknown, i: number) => gain * Math.sin((2 * Math.PI * 180 * i) / RATE);
  return Float32Array.from({ length: Math.round(seconds * RATE) }, sample);
}

test("a steady hum is never silent, however it is cut into pieces", () => {
  const meter = new SilenceMeter();
  const sound = hum(2);
  for (let at = 0; at < sound.length; at += 701) meter.add(sound.subarray(at, at + 701), RATE);
  expect(meter.total).toEqual({ share: 0, count: 0 });
});

test("each gap counts once, and with its length", () => {
  const meter = new SilenceMeter();
  for (const gap of [0.02, 0.06]) {
    meter.add(hum(0.96), RATE);
    meter.add(new Float32Array(gap * RATE), RATE);
  }
  expect(meter.total.count).toBe(2);
  expect(meter.total.share).toBeCloseTo(0.04, 2);
});

test("nothing heard at all is silence", () => {
  const meter = new SilenceMeter();
  meter.add(new Float32Array(RATE), RATE);
  expect(meter.total).toEqual({ share: 1, count: 1 });
  expect(new SilenceMeter().total).toEqual({ share: 0, count: 0 });
});
