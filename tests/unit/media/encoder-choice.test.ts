import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseEncoder, type EncoderMeasurement } from "../../../src/media/encoder-choice.ts";
import { PayloadType } from "../../../src/transport/wire/rtp.ts";

const { h264, vp8, vp9 } = PayloadType;
const everything = new Set<PayloadType>([h264, vp8, vp9]);

function measured(
  codec: PayloadType,
  best: number,
  more: Partial<EncoderMeasurement> = {},
): EncoderMeasurement {
  return { codec, first: 10 * best, best, p50: best, p95: 2 * best, layers: 3, steersFreely: true, ...more };
}

function chosen(measurements: readonly EncoderMeasurement[], decodable = everything, frameRate = 30) {
  return chooseEncoder(measurements, { frameRate, decodable })?.codec;
}

test("the first that is about as quick as any", () => {
  expect(chosen([measured(h264, 2.9), measured(vp8, 2)])).toBe(h264);
  expect(chosen([measured(h264, 3.1), measured(vp8, 2)])).toBe(vp8);
});

test("what not all receivers can decode is no choice", () => {
  const both = [measured(h264, 2), measured(vp8, 4)];
  expect(chosen(both, new Set([vp8]))).toBe(vp8);
  expect(chosen(both, new Set([vp9]))).toBeUndefined();
  expect(chosen([])).toBeUndefined();
});

test("layers are worth twice the time, but not a picture that comes too late", () => {
  const flat = measured(h264, 4, { layers: 1 });
  expect(chosen([flat, measured(vp8, 5)])).toBe(vp8);
  expect(chosen([flat, measured(vp8, 9)])).toBe(h264);
  expect(chosen([measured(h264, 12, { layers: 1 }), measured(vp8, 17)])).toBe(h264);
});

test("where none keeps up, the quickest, layers or not", () => {
  expect(chosen([measured(h264, 60), measured(vp8, 25, { layers: 1 })])).toBe(vp8);
  expect(chosen([measured(h264, 60), measured(vp8, 25, { layers: 1 })], everything, 5)).toBe(h264);
});

test("whoever is chosen can be decoded, and nobody who keeps up gives way to one who does not", () => {
  const measurement = fc.record({
    codec: fc.constantFrom(h264, vp8, vp9),
    best: fc.double({ min: 0.1, max: 100, noNaN: true }),
    layers: fc.constantFrom(1, 2, 3),
  });
  fc.assert(
    fc.property(fc.array(measurement), fc.subarray<PayloadType>([h264, vp8, vp9]), (list, decodes) => {
      const measurements = list.map(({ codec, best, layers }) => measured(codec, best, { layers }));
      const decodable = new Set(decodes);
      const choice = chooseEncoder(measurements, { frameRate: 30, decodable });
      const usable = measurements.filter(({ codec }) => decodable.has(codec));
      expect(choice === undefined).toBe(usable.length === 0);
      if (choice === undefined) return;
      expect(usable).toContain(choice);
      const quickest = Math.min(...usable.map(({ best }) => best));
      expect(choice.best).toBeLessThanOrEqual(Math.max(3 * quickest, 0));
      if (quickest <= 1000 / 60) expect(choice.best).toBeLessThanOrEqual(1000 / 60);
    }),
  );
});
