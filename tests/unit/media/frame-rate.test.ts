import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameRate, FrameThinner } from "../../../src/media/frame-rate.ts";

test("finds out what a camera delivers, whatever it promised", () => {
  for (const rate of [7.5, 15, 24, 30, 60]) {
    const measured = new FrameRate();
    for (let i = 0; i < 150; i++) measured.learn((i * 1000) / rate + (i % 2) * 4);
    expect(measured.current / rate).toBeCloseTo(1, 1);
  }
});

test("is not fooled by a pause", () => {
  const rate = new FrameRate();
  for (let i = 0; i < 100; i++) rate.learn(i * 40);
  rate.learn(60_000);
  expect(rate.current).toBeCloseTo(25, 0);
});

test("lets as many frames through as are wanted, evenly, and never more than there are", () => {
  const rates = fc.constantFrom(5, 7.5, 10, 15, 20, 24, 30, 60);
  fc.assert(
    fc.property(rates, rates, fc.nat({ max: 100 }), (source, wanted, seed) => {
      const thinner = new FrameThinner();
      const times = Array.from({ length: 600 }, (_, i) => (i * 1000) / source + ((i * 7 + seed) % 5) - 2);
      const passed = times.filter((time) => thinner.admits(time, wanted));
      const expected = Math.min(1, wanted / source) * 600;
      expect(passed.length / expected).toBeGreaterThan(0.95);
      expect(passed.length / expected).toBeLessThan(1.06);
    }),
  );
});
