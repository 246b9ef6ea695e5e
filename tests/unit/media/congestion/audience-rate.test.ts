import { expect, test } from "vitest";
import { AudienceRate } from "../../../../src/media/congestion/audience-rate.ts";
import type {
  ArrivalReport,
  RateControl,
  RateLimits,
} from "../../../../src/media/congestion/rate-control.ts";

const limits: RateLimits = { min: 50_000, start: 1_000_000, max: 4_000_000 };

/** A path that carries what its round trip says, in kb/s, from the first report on. */
class KnownPath implements RateControl {
  bitrate: number;
  ticks = 0;

  constructor({ start, max }: RateLimits) {
    this.bitrate = Math.min(start, max);
  }

  get advice() {
    return {
      bitrate: this.bitrate,
      sustainable: this.bitrate,
      pacingRate: this.bitrate,
      probeRate: undefined,
      reason: "growing" as const,
    };
  }

  onReport({ rtt }: ArrivalReport): void {
    this.bitrate = rtt * 1000;
  }

  onTick(): void {
    this.ticks++;
  }

  onBlocked(): void {
    this.bitrate /= 2;
  }

  setLimits({ max }: RateLimits): void {
    this.bitrate = Math.min(this.bitrate, max);
  }
}

function audience(...rates: readonly number[]): AudienceRate<number> {
  const all = new AudienceRate<number>((bounds) => new KnownPath(bounds), limits);
  for (const [id, rate] of rates.entries()) {
    all.add(id);
    all.onReport(id, { now: 0, rtt: rate, arrivals: [] });
  }
  return all;
}

test("begins with a guess", () => {
  expect(audience().advice.bitrate).toBe(limits.start);
});

test("keeps to the slower of paths that are much alike", () => {
  expect(audience(2_000, 1_500, 1_800).advice.bitrate).toBe(1_500_000);
});

test("one bad line does not spoil it for all", () => {
  expect(audience(2_000, 100, 1_800).advice.bitrate).toBe(1_000_000);
  expect(audience(100).advice.bitrate).toBe(100_000);
});

test("who leaves counts no more", () => {
  const all = audience(2_000, 1_500);
  all.remove(1);
  expect(all.advice.bitrate).toBe(2_000_000);
  all.remove(0);
  expect(all.advice.bitrate).toBe(limits.start);
});

test("limits hold for all, and for the guess", () => {
  const all = audience(2_000, 3_000);
  all.setLimits({ ...limits, max: 700_000 });
  expect(all.advice.bitrate).toBe(700_000);
  all.remove(0);
  all.remove(1);
  expect(all.advice.bitrate).toBe(700_000);
});

test("the loss that counts is that of the worst path", () => {
  const all = audience(500, 500, 500);
  const arrival = (sentAt: number, lost: boolean) =>
    ({ carrier: "datagram", sentAt, arrivedAt: lost ? undefined : sentAt, size: 100 }) as const;
  const arrivals = (every: number) => Array.from({ length: 20 }, (_, i) => arrival(i, i % every === 0));
  all.onReport(1, { now: 0, rtt: 50, arrivals: arrivals(20) });
  all.onReport(2, { now: 0, rtt: 50, arrivals: arrivals(5) });
  expect(all.loss).toBe(0.2);
  expect(all.path(1)).toEqual({ availableOutgoingBitrate: 50_000, reason: "growing", fractionLost: 0.05 });
  expect(all.path(3)).toBeUndefined();
  all.remove(2);
  expect(all.loss).toBe(0.05);
});
