import fc from "fast-check";
import { expect, test } from "vitest";
import { CaptureClock } from "../../../../src/workers/capture/capture-clock.ts";

const PIECE = 480;
const EPOCH = 1.8e15;

/** Times of pieces of 10 ms, each of which arrives `late(index)` microseconds after its last sample. */
function times(count: number, late: (index: number) => number): number[] {
  const clock = new CaptureClock();
  return Array.from({ length: count }, (_, index) =>
    clock.timeOf(index * PIECE, PIECE, EPOCH + (index + 1) * 10_000 + late(index)),
  );
}

test("a piece was captured when its first sample was", () => {
  expect(times(1, () => 0)).toEqual([EPOCH]);
});

test("whatever is late, pieces follow each other without a gap", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 500_000 }), { minLength: 150, maxLength: 150 }), (delays) => {
      // One in a window that is on time is enough.
      const all = times(600, (index) => (index % 150 === 0 ? 0 : (delays[index % 150] ?? 0)));
      expect(all).toEqual(all.map((_, index) => EPOCH + index * 10_000));
    }),
  );
});

test("a pause of the audio thread is noticed within two windows", () => {
  const all = times(700, (index) => (index < 300 ? 0 : 2_000_000));
  expect(all[299]).toBe(EPOCH + 2_990_000);
  expect(all[699]).toBe(EPOCH + 6_990_000 + 2_000_000);
});

test("a first piece that came late is made good", () => {
  const all = times(300, (index) => (index === 0 ? 80_000 : 0));
  expect(all[0]).toBe(EPOCH + 80_000);
  expect(all[299]).toBe(EPOCH + 2_990_000);
});
