import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pacer } from "../../../src/transport/pacer.ts";
import { fakeTimers } from "../../fakes/time.ts";

let pacer: Pacer;
beforeEach(() => {
  fakeTimers();
  pacer = new Pacer(() => performance.now());
});
afterEach(() => {
  vi.useRealTimers();
});

/** How long it takes until all of it is out. */
async function send(...sizes: readonly number[]): Promise<number> {
  const start = performance.now();
  let done = false;
  const all = Promise.all(
    sizes.map(async (size) => {
      for (let left = size; left > 0; ) left -= await pacer.take(left);
    }),
  ).then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  while (!done) await vi.advanceTimersByTimeAsync(1);
  await all;
  return performance.now() - start;
}

test("keeps nothing back unless told to", async () => {
  expect(await send(1_000_000)).toBe(0);
});

test("takes as long over a frame as the rate says", async () => {
  pacer.setRate(800_000);
  // 100 bytes a millisecond, less the slack and the last piece.
  expect(await send(10_000)).toBeGreaterThan(75);
  expect(await send(10_000)).toBeLessThan(101);
});

test("a small frame after a pause leaves at once", async () => {
  pacer.setRate(800_000);
  expect(await send(700)).toBe(0);
});

test("frames that come one behind the other share the rate", async () => {
  pacer.setRate(800_000);
  expect(await send(5_000, 5_000, 5_000)).toBeGreaterThan(120);
});

test("no piece is kept back for longer than half a second", async () => {
  pacer.setRate(8_000);
  const time = await send(2_000);
  expect(time).toBeGreaterThan(400);
  expect(time).toBeLessThanOrEqual(1_000);
});

test("a new rate holds from the next piece on", async () => {
  pacer.setRate(8_000);
  const slow = send(3_000);
  pacer.setRate(Number.POSITIVE_INFINITY);
  expect(await slow).toBeLessThanOrEqual(500);
  expect(await send(100_000)).toBe(0);
});
