import { beforeEach, describe, expect, it } from "vitest";
import { Backlog } from "../../../relay/backlog.ts";
import { relayLimits } from "../../../relay/relay-limits.ts";

const KiB = 1024;

describe("Backlog", () => {
  let now: number;
  let probes: number[];
  let backlog: Backlog;

  beforeEach(() => {
    now = 1_000;
    probes = [];
    backlog = new Backlog((id) => probes.push(id), now);
  });

  /** Answers the probe under way after `milliseconds`. */
  function answer(milliseconds: number): void {
    now += milliseconds;
    backlog.answered(probes.at(-1) ?? 0, now);
  }

  /** A path of 50 ms that has just delivered 100 kB. */
  function learnPath(): void {
    backlog.sent("frames", 100_000, now);
    answer(50);
    now += 200;
  }

  it("asks once what was sent is under way, and not again before the answer", () => {
    expect(probes).toEqual([]);
    backlog.sent("frames", 1_000, now);
    backlog.sent("frames", 1_000, now);
    now += 500;
    backlog.tick(now);
    expect(probes).toEqual([1]);
    answer(10);
    now += 1_000;
    backlog.tick(now);
    expect(probes).toEqual([1, 2]);
  });

  it.each([
    { bytes: 100, most: 2 },
    { bytes: 10_000, most: 11 },
  ])("asks no more than $most times in a second of packets of $bytes bytes", ({ bytes, most }) => {
    for (const end = now + 1_000; now < end; now += 20) {
      backlog.sent("datagrams", bytes, now);
      backlog.answered(probes.at(-1) ?? 0, now);
    }
    expect(probes.length).toBeGreaterThan(most - 2);
    expect(probes.length).toBeLessThanOrEqual(most);
  });

  it("is at ease while answers come as fast as the path allows", () => {
    learnPath();
    for (let round = 0; round < 20; round++) {
      backlog.sent("frames", 20_000, now);
      expect(backlog.pressure(now)).toBe("none");
      answer(50);
      now += 60;
    }
    expect(backlog.stalledFor(now)).toBe(0);
  });

  it("is slow and then full as the answer fails to come", () => {
    learnPath();
    backlog.sent("frames", 10_000, now);
    expect(backlog.pressure(now + 100)).toBe("none");
    expect(backlog.pressure(now + 400)).toBe("slow");
    expect(backlog.pressure(now + 1_100)).toBe("full");
    expect(backlog.takesDatagrams(now + 400)).toBe(true);
    expect(backlog.takesDatagrams(now + 1_100)).toBe(false);
    expect(backlog.stalledFor(now + 5_000)).toBe(5_000);
    answer(5_000);
    expect(backlog.pressure(now)).toBe("none");
    expect(backlog.stalledFor(now)).toBe(0);
  });

  it("knows that a slow path is full before the answer is late", () => {
    // 200 kB took two seconds: 100 bytes a millisecond.
    backlog.sent("frames", 200_000, now);
    answer(2_000);
    now += 200;
    backlog.sent("frames", 1_000, now);
    answer(50);
    now += 200;
    backlog.sent("frames", 40 * KiB, now);
    expect(backlog.pressure(now)).toBe("none");
    backlog.sent("frames", 20 * KiB, now);
    expect(backlog.pressure(now)).toBe("slow");
    backlog.sent("frames", 100 * KiB, now);
    expect(backlog.pressure(now)).toBe("full");
  });

  it("takes a large frame on a path that has never had a queue for what it is", () => {
    backlog.sent("datagrams", 100, now);
    answer(50);
    now += 200;
    backlog.sent("frames", 300_000, now);
    expect(backlog.pressure(now + 40)).toBe("none");
  });

  it("forgets the rate of a queue that has gone", () => {
    backlog.sent("frames", 200_000, now);
    answer(2_000);
    for (let round = 0; round < 30; round++) {
      now += 200;
      backlog.sent("frames", 1_000, now);
      answer(50);
    }
    now += 200;
    backlog.sent("frames", 300_000, now);
    expect(backlog.pressure(now)).toBe("none");
  });

  it("gives a path that it does not know yet the benefit of the doubt, up to a point", () => {
    backlog.sent("frames", 40 * KiB, now);
    expect(backlog.pressure(now + 900)).toBe("none");
    expect(backlog.pressure(now + 2_100)).toBe("full");
  });

  it("takes no more sound than the bound, whatever the path", () => {
    learnPath();
    backlog.sent("datagrams", relayLimits.datagramsInFlight + 1, now);
    expect(backlog.takesDatagrams(now)).toBe(false);
  });

  it("ignores answers to questions it has not asked", () => {
    backlog.sent("frames", 1_000, now);
    backlog.answered(77, now + 10);
    expect(backlog.stalledFor(now + 20)).toBe(20);
  });

  it("learns that a path has grown longer", () => {
    learnPath();
    for (let round = 0; round < 60; round++) {
      now += 200;
      backlog.sent("frames", 1_000, now);
      answer(500);
    }
    now += 200;
    backlog.sent("frames", 1_000, now);
    expect(backlog.pressure(now + 600)).toBe("none");
  });
});
