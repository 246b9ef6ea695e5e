import { expect, test } from "vitest";
import { ReceptionLog } from "../../../../src/media/tracks/reception.ts";
import { Reporter } from "../../../../src/media/tracks/reporter.ts";
import { encodeFeedback, type Feedback } from "../../../../src/transport/wire/feedback.ts";
import { limits } from "../../../../src/transport/wire/limits.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";

const self = 0x901 as Ssrc;
const TICK = 10;
/** IP, UDP and QUIC around each packet. */
const CARRIAGE = 60;

/** What is reported in `seconds` of two tracks with packets of `size` bytes every so many milliseconds. */
function run(
  seconds: number,
  intervals: readonly number[],
  size: number,
): { at: number; feedback: Feedback[] }[] {
  const logs = intervals.map((_, i) => new ReceptionLog((0x700 + i) as Ssrc, 90_000));
  const reporter = new Reporter(logs);
  const reports: { at: number; feedback: Feedback[] }[] = [];
  for (let now = 0; now < seconds * 1000; now += TICK) {
    for (const [i, interval] of intervals.entries())
      if (now % interval === 0)
        logs[i]?.note({ sequence: (now / interval) & 0xffff, timestamp: now * 90, size, arrivedAt: now });
    const feedback = reporter.take(self, now);
    if (feedback.length > 0) reports.push({ at: now, feedback });
  }
  return reports;
}

function bytesOf(reports: ReturnType<typeof run>): number {
  return reports.reduce((sum, { feedback }) => sum + encodeFeedback(...feedback).length + CARRIAGE, 0);
}

test("reports arrivals twenty times a second where much comes, of all tracks in one packet", () => {
  const reports = run(10, [10, 30], 1_000);
  const arrivals = reports.flatMap(({ feedback }) => feedback.filter(({ type }) => type === "arrivals"));
  expect(arrivals.length).toBeGreaterThanOrEqual(195);
  expect(arrivals.length).toBeLessThanOrEqual(201);
  const sources = (each: Feedback | undefined) =>
    each?.type === "arrivals" && each.streams.map(({ media }) => media);
  expect(sources(arrivals[20])).toEqual([0x700, 0x701]);
});

test("spends a twentieth of what comes, and speaks up now and then however little that is", () => {
  for (const [interval, size] of [
    [20, 100],
    [20, 300],
    [10, 110],
  ] as const) {
    const reports = run(60, [interval], size);
    const received = (60_000 / interval) * (size + CARRIAGE);
    expect(bytesOf(reports)).toBeLessThanOrEqual(0.06 * received + 1_000);
    const gaps = reports.map(({ at }, i) => at - (reports[i - 1]?.at ?? at));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(400 + TICK);
  }
});

test("reports reception once a second", () => {
  const reports = run(10, [20, 50], 500);
  const times = reports
    .filter(({ feedback }) => feedback.some(({ type }) => type === "receiver-report"))
    .map(({ at }) => at);
  expect(times.length).toBe(9);
});

test("is silent about what is silent", () => {
  expect(run(5, [], 0)).toEqual([]);
});

test("fits into a datagram, whatever has piled up", () => {
  const logs = [new ReceptionLog(0x700 as Ssrc, 90_000), new ReceptionLog(0x701 as Ssrc, 90_000)];
  const reporter = new Reporter(logs);
  reporter.take(self, 0);
  for (const log of logs)
    for (let i = 0; i < 2_000; i += 3) log.note({ sequence: i, timestamp: i, size: 100, arrivedAt: i });
  expect(encodeFeedback(...reporter.take(self, 5_000)).length).toBeLessThan(limits.datagram - 50);
});
