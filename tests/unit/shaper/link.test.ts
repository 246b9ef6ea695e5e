import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Link } from "../../shaper/link.ts";
import { JitterShape, type LinkOptions } from "../../shaper/link-options.ts";

const SIZE = 1000;

/** The arrivals of `count` datagrams sent `everyMs`. */
function send(link: Link, count: number, everyMs = 1, bytes = SIZE): (readonly number[])[] {
  return Array.from({ length: count }, (_, i) => link.transmit(i * everyMs, bytes));
}

function lossPattern(options: LinkOptions, count: number): boolean[] {
  return send(new Link(options, 11), count).map((arrivals) => arrivals.length === 0);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const span = fc.double({ min: 0, max: 500, noNaN: true });
const anyOptions: fc.Arbitrary<LinkOptions> = fc.record(
  {
    delayMs: span,
    jitterMs: span,
    jitterShape: fc.constantFrom(...Object.values(JitterShape)),
    jitterReorders: fc.boolean(),
    loss: share,
    burstLoss: fc.record({
      mean: fc.double({ min: 0, max: 0.5, noNaN: true }),
      burstLength: fc.double({ min: 1, max: 50, noNaN: true }),
    }),
    rateBps: fc.double({ min: 1000, max: 1e9, noNaN: true }),
    queue: fc.oneof(fc.record({ ms: span }), fc.record({ bytes: fc.nat(50_000) })),
    duplicate: share,
    reorder: share,
    reorderMs: span,
    mtuBytes: fc.integer({ min: 1, max: 1500 }),
  },
  { requiredKeys: [] },
);
const anyTraffic = fc.array(fc.record({ gapMs: span, bytes: fc.integer({ min: 0, max: 1500 }) }), {
  maxLength: 100,
});

function sendTraffic(link: Link, traffic: readonly { gapMs: number; bytes: number }[]) {
  let nowMs = 0;
  return traffic.map(({ gapMs, bytes }) => {
    nowMs += gapMs;
    return { nowMs, bytes, arrivals: link.transmit(nowMs, bytes) };
  });
}

describe("any link", () => {
  test("decides the same for the same seed and the same calls", () => {
    fc.assert(
      fc.property(anyOptions, anyTraffic, fc.integer(), (options, traffic, seed) => {
        const once = sendTraffic(new Link(options, seed), traffic);
        expect(sendTraffic(new Link(options, seed), traffic)).toEqual(once);
      }),
    );
  });

  test("decides otherwise for another seed", () => {
    const options = { loss: 0.5, jitterMs: 10 };
    expect(send(new Link(options, 1), 50)).not.toEqual(send(new Link(options, 2), 50));
  });

  test("delivers nothing before the delay is over and accounts for every datagram", () => {
    fc.assert(
      fc.property(anyOptions, anyTraffic, (options, traffic) => {
        const link = new Link(options, 1);
        const sent = sendTraffic(link, traffic);
        const transits = sent.flatMap(({ nowMs, arrivals }) => arrivals.map((arrival) => arrival - nowMs));
        const delayMs = options.delayMs ?? 0;
        expect(transits.filter((ms) => !(ms >= delayMs - 1e-6 && ms < Number.POSITIVE_INFINITY))).toEqual([]);
        const { offered, delivered, lost, queueFull, oversize, duplicated } = link.counts;
        expect(offered).toBe(traffic.length);
        expect(delivered + lost + queueFull + oversize).toBe(offered);
        expect(delivered + duplicated).toBe(sent.flatMap(({ arrivals }) => arrivals).length);
      }),
    );
  });

  test("keeps the order unless told otherwise, whatever else changes under way", () => {
    const inOrder = anyOptions.map((options) => ({ ...options, jitterReorders: false, reorder: 0 }));
    fc.assert(
      fc.property(inOrder, inOrder, anyTraffic, (first, second, traffic) => {
        const link = new Link(first, 1);
        const arrivals = sendTraffic(link, traffic).flatMap((datagram) => datagram.arrivals);
        link.configure(second);
        const nowMs = traffic.reduce((sum, { gapMs }) => sum + gapMs, 0);
        for (const { bytes } of traffic) arrivals.push(...link.transmit(nowMs, bytes));
        expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
      }),
    );
  });

  test("does no harm by default", () => {
    expect(send(new Link({}, 1), 3, 5)).toEqual([[0], [5], [10]]);
  });
});

describe("loss", () => {
  test("comes out at its share", () => {
    for (const loss of [0, 0.01, 0.05, 0.2, 1]) {
      const lost = lossPattern({ loss }, 20_000).filter(Boolean).length;
      expect(Math.abs(lost / 20_000 - loss)).toBeLessThan(0.005);
    }
  });

  test("hits the same datagrams whatever else the link does", () => {
    const loss = { loss: 0.1, burstLoss: { mean: 0.05, burstLength: 4 } };
    const otherwise = { jitterMs: 30, jitterReorders: true, duplicate: 0.5, reorder: 0.5, delayMs: 10 };
    expect(lossPattern({ ...loss, ...otherwise }, 1000)).toEqual(lossPattern(loss, 1000));
  });

  test.each([
    { mean: 0.05, burstLength: 3 },
    { mean: 0.1, burstLength: 8 },
    { mean: 0.02, burstLength: 1 },
    { mean: 0.5, burstLength: 20 },
  ])("in bursts comes out at its mean and length: %o", (burstLoss) => {
    const link = new Link({ burstLoss }, 11);
    const count = 100_000;
    let lost = 0;
    let bursts = 0;
    let wasLost = false;
    for (let i = 0; i < count; i++) {
      const isLost = link.transmit(i, SIZE).length === 0;
      if (isLost) lost++;
      if (isLost && !wasLost) bursts++;
      wasLost = isLost;
    }
    expect(lost / count / burstLoss.mean).toBeGreaterThan(0.93);
    expect(lost / count / burstLoss.mean).toBeLessThan(1.07);
    expect(lost / bursts / burstLoss.burstLength).toBeGreaterThan(0.93);
    expect(lost / bursts / burstLoss.burstLength).toBeLessThan(1.07);
  });

  test("in bursts goes by while nobody sends", () => {
    const link = new Link({ burstLoss: { mean: 0.2, burstLength: 4 } }, 12);
    const isLost = (nowMs: number) => link.transmit(nowMs, SIZE).length === 0;
    const afterLoss = (pauseMs: number) => {
      let nowMs = 0;
      let lostAgain = 0;
      for (let found = 0; found < 2_000; found++) {
        do nowMs += 1_000;
        while (!isLost(nowMs));
        nowMs += pauseMs;
        if (isLost(nowMs)) lostAgain++;
      }
      return lostAgain / 2_000;
    };
    expect(afterLoss(1)).toBeGreaterThan(0.7);
    expect(afterLoss(100)).toBeLessThan(0.4);
    expect(afterLoss(1_000)).toBeLessThan(0.25);
  });
});

describe("rate", () => {
  // 1000 bytes at 800 kb/s take 10 ms.
  const rateBps = 800_000;

  test("spaces datagrams by the time they take, after which the delay begins", () => {
    const link = new Link({ rateBps, delayMs: 5 }, 1);
    expect(send(link, 3, 0)).toEqual([[15], [25], [35]]);
    expect(link.transmit(100, SIZE / 2)).toEqual([110]);
  });

  test("drops at the tail of a queue bounded in time, and accepts again once it drains", () => {
    const link = new Link({ rateBps, queue: { ms: 50 } }, 1);
    expect(send(link, 10, 0).flat()).toEqual([10, 20, 30, 40, 50, 60]);
    expect(link.counts).toMatchObject({ delivered: 6, queueFull: 4 });
    expect(link.transmit(9.5, SIZE)).toEqual([]);
    expect(link.transmit(10.5, SIZE)).toEqual([70]);
  });

  test("drops at the tail of a queue bounded in bytes, the datagram being sent included", () => {
    const link = new Link({ rateBps, queue: { bytes: 2500 } }, 1);
    expect(send(link, 4, 0).flat()).toEqual([10, 20]);
    expect(link.transmit(5, SIZE / 2)).toEqual([25]);
    expect(link.transmit(10, SIZE)).toEqual([35]);
  });

  test("bounds the queue at 300 ms by itself", () => {
    const link = new Link({ rateBps }, 1);
    expect(Math.max(...send(link, 1000, 0).flat())).toBe(310);
  });

  test("tells how long its queue is, and how much went through", () => {
    const link = new Link({ rateBps, queue: { ms: 25 } }, 1);
    expect(link.queueMs(0)).toBe(0);
    send(link, 10, 0);
    expect(link.queueMs(0)).toBe(30);
    expect(link.queueMs(12)).toBe(18);
    expect(link.queueMs(31)).toBe(0);
    expect(link.counts).toMatchObject({ deliveredBytes: 3 * SIZE, queueFull: 7 });
  });

  test("is not exceeded over time and is used in full", () => {
    const link = new Link({ rateBps, queue: { ms: 100 } }, 1);
    const arrivals = send(link, 3000, 3.3).flat();
    const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
    expect(((arrivals.length - 1) * SIZE * 8) / seconds).toBeCloseTo(rateBps, 3);
  });

  test("takes hold behind the queue when changed", () => {
    const link = new Link({ rateBps }, 1);
    send(link, 3, 0);
    link.configure({ rateBps: rateBps / 2 });
    expect(link.transmit(1, SIZE)).toEqual([50]);
    link.configure({});
    expect(link.transmit(2, SIZE)).toEqual([50]);
    expect(link.transmit(51, SIZE)).toEqual([51]);
  });
});

describe("jitter", () => {
  const MEANS = { uniform: 0.5, normal: 0.5, exponential: 0.2 };

  test.each(Object.values(JitterShape))(
    "that is %s stays within its bounds and has its mean",
    (jitterShape) => {
      const link = new Link({ delayMs: 50, jitterMs: 30, jitterShape }, 1);
      // So far apart that no datagram waits for another.
      const extra = send(link, 5000, 100).map(([arrival = Number.NaN], i) => arrival - i * 100 - 50);
      expect(Math.min(...extra)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...extra)).toBeLessThanOrEqual(30);
      expect(Math.max(...extra)).toBeGreaterThan(25);
      const mean = extra.reduce((sum, ms) => sum + ms, 0) / extra.length;
      expect(Math.abs(mean / 30 - MEANS[jitterShape])).toBeLessThan(0.02);
    },
  );

  test("reorders only if allowed, and stays within its bounds either way", () => {
    for (const jitterReorders of [false, true]) {
      const arrivals = send(new Link({ jitterMs: 30, jitterReorders }, 1), 1000).flat();
      const isReordered = arrivals.some((arrival, i) => arrival < (arrivals[i - 1] ?? 0));
      expect(isReordered).toBe(jitterReorders);
      expect(Math.max(...arrivals.map((arrival, i) => arrival - i))).toBeLessThanOrEqual(30);
    }
  });
});

describe("the rest", () => {
  test("a share is held back and overtaken", () => {
    const link = new Link({ delayMs: 10, reorder: 0.2, reorderMs: 15 }, 1);
    const extra = send(link, 5000, 1).map(([arrival = Number.NaN], i) => arrival - i - 10);
    expect(new Set(extra)).toEqual(new Set([0, 15]));
    const heldBack = extra.filter((ms) => ms === 15).length;
    expect(link.counts.heldBack).toBe(heldBack);
    expect(Math.abs(heldBack / 5000 - 0.2)).toBeLessThan(0.02);
  });

  test("a share is delivered twice", () => {
    const link = new Link({ delayMs: 10, duplicate: 0.1 }, 1);
    const twice = send(link, 5000).filter((arrivals) => arrivals.length === 2);
    expect(Math.abs(twice.length / 5000 - 0.1)).toBeLessThan(0.01);
    expect(twice.filter(([first, second]) => first !== second)).toEqual([]);
  });

  test("what is larger than the MTU vanishes and takes no capacity", () => {
    const link = new Link({ mtuBytes: 1200, rateBps: 960_000 }, 1);
    expect(link.transmit(0, 1201)).toEqual([]);
    expect(link.transmit(0, 1200)).toEqual([10]);
    expect(link.counts).toMatchObject({ oversize: 1, delivered: 1 });
  });

  test.each<LinkOptions>([
    { loss: 5 },
    { loss: -0.1 },
    { loss: Number.NaN },
    { duplicate: 1.1 },
    { reorder: 2 },
    { delayMs: -1 },
    { jitterMs: Number.POSITIVE_INFINITY },
    { reorderMs: Number.NaN },
    { rateBps: 0 },
    { mtuBytes: 0 },
    { queue: { ms: -1 } },
    { queue: { bytes: Number.NaN } },
    { burstLoss: { mean: 1, burstLength: 3 } },
    { burstLoss: { mean: 0.1, burstLength: 0.5 } },
    { burstLoss: { mean: 0.9, burstLength: 2 } },
  ])("%o is refused, and the link stays as it was", (bad) => {
    const refusal = expect.objectContaining({ name: "ShaperError", reason: "bad-option" });
    expect(() => new Link(bad, 1)).toThrow(refusal);
    const link = new Link({ delayMs: 7 }, 1);
    expect(() => link.configure(bad)).toThrow(refusal);
    expect(link.transmit(0, SIZE)).toEqual([7]);
  });
});
