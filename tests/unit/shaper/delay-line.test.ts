import { afterEach, expect, test } from "vitest";
import { DelayLine } from "../../shaper/delay-line.ts";
import { until } from "./udp-ends.ts";

const lines: DelayLine<number>[] = [];

function delayLine(release: (item: number) => void): DelayLine<number> {
  const line = new DelayLine(release);
  lines.push(line);
  return line;
}

function timersAlive(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "Timeout" || kind === "Immediate").length;
}

afterEach(() => {
  for (const line of lines.splice(0)) line.clear();
});

/** Releases 100 items due within 80 ms, pushed out of order, and returns how late each was, sorted. */
async function latenessOfRound(): Promise<readonly number[]> {
  const released: number[] = [];
  const lateMs: number[] = [];
  const line = delayLine((dueMs) => {
    released.push(dueMs);
    lateMs.push(performance.now() - dueMs);
  });
  const startMs = performance.now();
  const dues = Array.from({ length: 100 }, (_, i) => startMs + 5 + ((i * 79) % 100) * 0.77);
  for (const dueMs of dues) line.push(dueMs, dueMs);
  await until(() => released.length === dues.length);

  expect(released).toEqual(dues.toSorted((a, b) => a - b));
  lateMs.sort((a, b) => a - b);
  expect(lateMs[0]).toBeGreaterThan(-0.06);
  expect(line.lateness.p50Ms).toBeCloseTo(lateMs[49] ?? Number.NaN, 1);
  expect(line.lateness.maxMs).toBeGreaterThanOrEqual(line.lateness.p99Ms);
  return lateMs;
}

test("releases in order of due time, finer than the timers of Node", async () => {
  // Other work on the machine can only make items later: one quiet round shows what the line can do.
  let bestMedianMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 15 && bestMedianMs > 0.3; round++) {
    const lateMs = await latenessOfRound();
    bestMedianMs = Math.min(bestMedianMs, lateMs[49] ?? Number.NaN);
  }
  expect(bestMedianMs).toBeLessThan(0.3);
}, 20_000);

test("releases what is due at once, but not ahead of what was due before", async () => {
  const released: number[] = [];
  const line = delayLine((item) => released.push(item));
  line.push(performance.now(), 1);
  expect(released).toEqual([1]);
  const soonMs = performance.now() + 1;
  line.push(soonMs, 2);
  while (performance.now() < soonMs);
  line.push(performance.now(), 3);
  expect(released).toEqual([1]);
  await until(() => released.length === 3);
  expect(released).toEqual([1, 2, 3]);
});

test("wakes earlier for something more urgent", async () => {
  const released: number[] = [];
  const line = delayLine((item) => released.push(item));
  line.push(performance.now() + 60_000, 1);
  line.push(performance.now() + 5, 2);
  await until(() => released.length > 0);
  expect(released).toEqual([2]);
  expect(line.size).toBe(1);
});

test("refuses beyond its bound and forgets everything when cleared, clock included", () => {
  const before = timersAlive();
  const line = delayLine(() => {});
  const farMs = performance.now() + 60_000;
  let taken = 0;
  while (line.push(farMs, taken)) taken++;
  expect(taken).toBe(65_536);
  expect(timersAlive()).toBe(before + 1);
  expect(line.clear()).toBe(taken);
  expect(line.size).toBe(0);
  expect(timersAlive()).toBe(before);
});
