import { describe, expect, test } from "vitest";
import { ReceptionLog } from "../../../../src/media/tracks/reception.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";

const media = 0x701 as Ssrc;
const CLOCK = 90_000;

/** A packet each 20 ms, `late` milliseconds after it was due. */
function note(log: ReceptionLog, number: number, late = 0): void {
  const timestamp = (number * 20 * CLOCK) / 1000;
  log.note({ sequence: number & 0xffff, timestamp, size: 100, arrivedAt: number * 20 + late });
}

function logOf(...numbers: readonly number[]): ReceptionLog {
  const log = new ReceptionLog(media, CLOCK);
  for (const number of numbers) note(log, number);
  return log;
}

describe("totals", () => {
  test("count what came, and what is missing between the first and the last", () => {
    expect(logOf(10, 11, 13, 16).stats).toMatchObject({
      packetsReceived: 4,
      bytesReceived: 400,
      packetsLost: 3,
    });
  });

  test("count a packet once, and one that was overtaken as received", () => {
    expect(logOf(10, 12, 12, 11).stats).toMatchObject({ packetsReceived: 3, packetsLost: 0 });
  });

  test("go on when sequence numbers start over", () => {
    expect(logOf(65_534, 65_535, 65_536, 65_538).stats).toMatchObject({ packetsReceived: 4, packetsLost: 1 });
  });

  test("have no jitter where packets are even, and that of RFC 3550 where they are not", () => {
    const even = logOf(1, 2, 3, 4);
    expect(even.stats.jitter).toBeCloseTo(0, 9);
    const uneven = new ReceptionLog(media, CLOCK);
    for (let i = 0; i < 400; i++) note(uneven, i, i % 2 === 0 ? 0 : 10);
    expect(uneven.stats.jitter).toBeCloseTo(0.01, 4);
  });
});

describe("a receiver report", () => {
  test("is not made before there is anything to tell", () => {
    expect(logOf().takeReception(100)).toBeUndefined();
  });

  test("tells the share lost since the one before, and the total", () => {
    const log = logOf(1, 2, 4);
    expect(log.takeReception(100)).toMatchObject({
      media,
      fractionLost: 0.25,
      packetsLost: 1,
      highestSequence: 4,
    });
    for (const number of [5, 6, 9, 10]) note(log, number);
    expect(log.takeReception(300)).toMatchObject({
      fractionLost: 2 / 6,
      packetsLost: 3,
      highestSequence: 10,
    });
    expect(log.takeReception(400)).toMatchObject({ fractionLost: 0, packetsLost: 3 });
  });

  test("names the last sender report and how long ago it came", () => {
    const log = logOf(1);
    expect(log.takeReception(100)).toMatchObject({ lastReport: 0, delaySinceLastReport: 0 });
    log.handleSenderReport(0xabcd, 150);
    expect(log.takeReception(400)).toMatchObject({ lastReport: 0xabcd, delaySinceLastReport: 250 });
  });
});

describe("a report of arrivals", () => {
  test("has nothing to say before anything new came", () => {
    const log = logOf();
    expect([log.hasNews, log.takeArrivals(0)]).toEqual([false, undefined]);
    note(log, 5);
    expect(log.hasNews).toBe(true);
    log.takeArrivals(200);
    expect([log.hasNews, log.takeArrivals(250)]).toEqual([false, undefined]);
  });

  test("tells how long ago each packet came, and which are missing", () => {
    const log = logOf(65_535, 65_536, 65_538);
    expect(log.takeArrivals(1_310_800)).toEqual({
      media,
      firstSequence: 65_535,
      ages: [1_310_800 - 65_535 * 20, 1_310_800 - 65_536 * 20, undefined, 1_310_800 - 65_538 * 20],
    });
  });

  test("says again what the report before said, which may have been lost, and no more", () => {
    const log = logOf(1, 2);
    log.takeArrivals(50);
    note(log, 3);
    expect(log.takeArrivals(100)).toMatchObject({ firstSequence: 1 });
    note(log, 4);
    expect(log.takeArrivals(150)).toMatchObject({ firstSequence: 3, ages: [90, 70] });
  });

  test("tells of one that came long after others", () => {
    const log = logOf(1, 3, 4, 5);
    log.takeArrivals(100);
    note(log, 6);
    log.takeArrivals(150);
    note(log, 2, 160);
    expect(log.takeArrivals(250)).toMatchObject({ firstSequence: 2, ages: [50, 190, 170, 150, 130] });
  });

  test("stays small, however much came or is missing", () => {
    const log = logOf(1, 30_000);
    expect(log.takeArrivals(600_000)?.ages.length).toBeLessThanOrEqual(100);
  });
});
