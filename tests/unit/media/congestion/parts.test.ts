import { describe, expect, test } from "vitest";
import { ArrivalRate } from "../../../../src/media/congestion/arrival-rate.ts";
import { BusySpell } from "../../../../src/media/congestion/busy-spell.ts";
import { Drain } from "../../../../src/media/congestion/drain.ts";
import { Growth } from "../../../../src/media/congestion/growth.ts";
import { LossTolerance } from "../../../../src/media/congestion/loss-tolerance.ts";
import { QueueTolerance } from "../../../../src/media/congestion/queue-tolerance.ts";
import type { Arrival } from "../../../../src/media/congestion/rate-control.ts";
import { RecentLoss } from "../../../../src/media/congestion/recent-loss.ts";

/** Things of 1,000 bytes that arrive every 10 ms: 800 kb/s. */
function steady(count: number, from = 0): Arrival[] {
  return Array.from({ length: count }, (_, i) => {
    const at = from + 10 * i;
    return { carrier: "datagram", sentAt: at, arrivedAt: at, size: 1_000 };
  });
}

describe("the rate of arrivals", () => {
  test("is known once there is enough", () => {
    const rate = new ArrivalRate({ window: 300, enough: 150 });
    rate.learn(steady(10));
    expect(rate.current).toBeUndefined();
    rate.learn(steady(10, 100));
    expect(rate.current).toBeCloseTo(800_000, 0);
    rate.forget();
    expect(rate.current).toBeUndefined();
  });

  test("of a busy spell counts from its beginning, on a clock before zero too", () => {
    const spell = new BusySpell();
    spell.learn(steady(20, -1_000));
    expect(spell.rate).toBeUndefined();
    spell.learn(steady(20, -800));
    expect(spell.rate).toBeCloseTo(800_000, 0);
  });

  test("of a busy spell forgets what the path carried before it fell", () => {
    const spell = new BusySpell();
    spell.learn(steady(100));
    const slower = steady(80, 0).map((arrival, i) => ({ ...arrival, arrivedAt: 1_000 + 40 * i }));
    spell.learn(slower.slice(0, 10));
    expect(spell.rate).toBeGreaterThan(300_000);
    spell.learn(slower.slice(10, 25));
    expect(spell.rate).toBeCloseTo(200_000, 0);
  });
});

test("loss is the share of datagrams of late, and streams do not count", () => {
  const loss = new RecentLoss(1_000);
  const lost: Arrival = { carrier: "datagram", sentAt: 0, arrivedAt: undefined, size: 100 };
  const frame: Arrival = { carrier: "stream", sentAt: 0, arrivedAt: 5, size: 9_000 };
  expect(loss.share).toBe(0);
  loss.learn(0, [...steady(3), lost, frame, frame]);
  expect(loss.share).toBe(0.25);
  loss.learn(999, steady(4));
  expect(loss.share).toBe(0.125);
  loss.learn(1_000, []);
  expect(loss.share).toBe(0);
});

describe("a drain", () => {
  test("is deeper for a longer queue, and none without", () => {
    const factors = [0, 10, 50, 150, 1_000].map((excess) => {
      const drain = new Drain();
      drain.learn(0, excess, 200);
      return drain.factor;
    });
    expect(factors).toEqual(factors.toSorted((a, b) => b - a));
    expect(factors[0]).toBe(1);
    expect(factors.at(-1)).toBe(0.3);
  });

  test("ends when enough less has been sent, although it cannot be seen yet", () => {
    const drain = new Drain();
    let now = 0;
    // Reports are 300 ms old: for so long they go on showing the queue of 60 ms.
    for (; now < 300; now += 50) drain.learn(now, 60, 300);
    expect(drain.factor).toBeGreaterThan(0.9);
    drain.learn(now, -5, 300);
    expect(drain.factor).toBe(1);
  });
});

describe("growth", () => {
  test("doubles until the path answers, then goes in steps up to what it carries, and quickens beyond", () => {
    const growth = new Growth();
    expect(growth.next(300_000, 700, "plenty", 100)).toBeCloseTo(600_000, 0);
    expect(growth.next(300_000, 700, "plenty", 400)).toBeCloseTo(300_000 * Math.SQRT2, 0);
    growth.stop();
    growth.learnCeiling(1_000_000);
    expect(growth.next(1_000_000, 100, "plenty", 100)).toBeCloseTo(1_006_000, 0);
    const first = growth.next(1_050_000, 1_000, "plenty", 100) - 1_050_000;
    const second = growth.next(1_050_000, 1_000, "plenty", 100) - 1_050_000;
    expect(first).toBeGreaterThan(100_000);
    expect(second).toBeGreaterThan(1.3 * first);
    expect(growth.next(1_050_000, 1_000, "little", 100)).toBeLessThan(1_120_000);
  });

  test("favours the smaller of two: they come together", () => {
    const growth = new Growth();
    growth.stop();
    const step = (rate: number) => growth.next(rate, 1_000, "little", 100) / rate;
    expect(step(200_000)).toBeGreaterThan(step(1_000_000));
  });
});

describe("tolerance for a queue", () => {
  const RATE = 1e6;

  function held(
    duration: number,
    delay: (now: number) => number,
    tolerance = new QueueTolerance(),
    from = 0,
  ) {
    for (let now = from; now < from + duration; now += 50) tolerance.learn(now, delay(now), RATE);
    return tolerance;
  }

  test("is higher for those that send less, whose packets take longer", () => {
    const of = (rate: number) => {
      const tolerance = new QueueTolerance();
      tolerance.learn(0, 0, rate);
      return tolerance.current;
    };
    expect(of(200_000)).toBeGreaterThan(of(1e6) + 20);
  });

  test("does not rise for a queue that drains", () => {
    expect(held(5_000, (now) => Math.max(0, 300 - now / 6)).isRaised).toBe(false);
  });

  test("rises above a queue that stays, and goes back soon when it is gone", () => {
    const tolerance = held(3_000, () => 200);
    expect(tolerance.isRaised).toBe(true);
    expect(tolerance.current).toBeGreaterThan(200);
    expect(held(2_000, () => 5, tolerance, 3_000).isRaised).toBe(false);
  });

  test("sinks slowly under a queue that stays, and has its bound", () => {
    const tolerance = held(20_000, () => 5_000);
    expect(tolerance.current).toBeLessThanOrEqual(1_000);
    const before = tolerance.current;
    held(2_000, () => 400, tolerance, 20_000);
    expect(tolerance.current).toBeLessThan(before);
    expect(tolerance.current).toBeGreaterThan(0.6 * before);
  });
});

describe("tolerance for losses", () => {
  test("rises when cuts do not help", () => {
    const tolerance = new LossTolerance();
    tolerance.onCut(0.1);
    tolerance.onCut(0.1);
    expect(tolerance.current).toBe(0.02);
    tolerance.onCut(0.1);
    expect(tolerance.current).toBeGreaterThan(0.1);
    tolerance.fade(60_000);
    expect(tolerance.current).toBeLessThan(0.07);
  });

  test("does not when they do", () => {
    const tolerance = new LossTolerance();
    for (const share of [0.2, 0.15, 0.1, 0.07, 0.04]) tolerance.onCut(share);
    expect(tolerance.current).toBe(0.02);
  });

  test("is bounded, and cuts count in a row only", () => {
    const tolerance = new LossTolerance();
    tolerance.onCut(0.9);
    tolerance.onCut(0.9);
    tolerance.onRelief();
    tolerance.onCut(0.9);
    expect(tolerance.current).toBe(0.02);
    tolerance.onCut(0.9);
    tolerance.onCut(0.9);
    expect(tolerance.current).toBe(0.25);
  });
});
