import {
  type ArrivalReport,
  clampRate,
  type RateAdvice,
  type RateControl,
  type RateLimits,
  type RateReason,
} from "./rate-control.ts";
import { RecentLoss } from "./recent-loss.ts";

const INTERVAL = 1_000;
const CUT = 0.8;
const GROWTH = 1.2;

/**
 * The plain rule: once a second ×0.8 when the round trip is over 200 ms or loss over 5 %, ×1.2 when it is under 50 ms and
 * loss under 1 %. The baseline that `DelayControl` is measured against.
 */
export class ThresholdControl implements RateControl {
  #limits: RateLimits;
  #bitrate: number;
  #reason: RateReason = "holding";
  #decidedAt: number | undefined;
  #rtts: number[] = [];
  readonly #loss = new RecentLoss(INTERVAL);

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#bitrate = clampRate(limits.start, limits);
  }

  get advice(): RateAdvice {
    return {
      bitrate: this.#bitrate,
      sustainable: this.#bitrate,
      pacingRate: this.#bitrate * 1.25,
      probeRate: undefined,
      reason: this.#reason,
    };
  }

  setLimits(limits: RateLimits): void {
    this.#limits = limits;
    this.#bitrate = clampRate(this.#bitrate, limits);
  }

  onReport({ now, rtt, arrivals }: ArrivalReport): void {
    this.#loss.learn(now, arrivals);
    this.#rtts.push(rtt);
    this.#decidedAt ??= now;
    if (now - this.#decidedAt < INTERVAL) return;
    this.#decidedAt = now;
    this.#decide(this.#rtts.reduce((sum, each) => sum + each, 0) / this.#rtts.length, this.#loss.share);
    this.#rtts = [];
  }

  onTick(): void {}

  onBlocked(): void {}

  #decide(rtt: number, loss: number): void {
    if (rtt > 200 || loss > 0.05) {
      this.#set(this.#bitrate * CUT, loss > 0.05 ? "loss" : "queue");
    } else if (rtt < 50 && loss < 0.01) {
      this.#set(this.#bitrate * GROWTH, "growing");
    } else {
      this.#reason = "holding";
    }
  }

  #set(bitrate: number, reason: RateReason): void {
    this.#bitrate = clampRate(bitrate, this.#limits);
    this.#reason = reason;
  }
}
