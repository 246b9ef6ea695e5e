import { ArrivalRate } from "./arrival-rate.ts";
import { BusySpell } from "./busy-spell.ts";
import { Drain } from "./drain.ts";
import { Growth } from "./growth.ts";
import { LossTolerance } from "./loss-tolerance.ts";
import { Pacing } from "./pacing.ts";
import { QueueDelay } from "./queue-delay.ts";
import { QueueTolerance } from "./queue-tolerance.ts";
import {
  type Arrival,
  type ArrivalReport,
  clampRate,
  type RateAdvice,
  type RateControl,
  type RateLimits,
  type RateReason,
} from "./rate-control.ts";
import { RecentLoss } from "./recent-loss.ts";

/** Of what the path carried while it was full, what is sent afterwards. */
const CUT = 0.985;
const DEEPEST_CUT = 0.75;
/** A queue of so many times the tolerance is a sudden fall of capacity: every report counts, for a while (ms). */
const SUDDEN = 3;
const SUDDEN_CUT = 0.6;
const SUDDEN_SPELL = 400;
/** A queue below this share of what it was at the last cut is on its way down. */
const DRAINING = 0.85;
/** Below this share of the tolerance a queue is as good as empty. */
const EMPTY = 0.45;
/** With more lost than that, QUIC holds back by itself, and a short queue is its doing and no hiccup. */
const LOSSLESS = 0.01;
const LOSS_CUT = 0.85;
const LOSS_INTERVAL = 1_000;
const LOSS_WINDOW = 2_000;
/** Where so much has been lost for a while, queues are CUBIC's standing still, and gone soon: they are not dived under. */
const ROUGH = 0.03;
const ROUGH_CUT = 0.9;
const ROUGH_FOR = 6_000;
const ARRIVALS = { window: 300, enough: 150 };
/**
 * A path that carries less than this share of the rate plainly carries less: then no effect of the last cut is awaited. What arrives while
 * there is a queue does not depend on what is sent.
 */
const PLAINLY = 0.85;
/** How old news are, at most, beside the round trip: reports are some 50 ms apart, and estimates look back a while. */
const REPORT_INTERVAL = 50;
const ESTIMATE_AGE = 150;
/** Where frames cannot leave and less than this share of the rate arrives, the rate is wrong. */
const BLOCKED = 0.9;
/** Below this share of the rate in use, a higher one would be a guess. */
const USED = 0.5;
/**
 * Where losses go on, CUBIC carries little more than what is there: nearly all has to be in use, and there are no leaps. Not below what it
 * always carries, bits per second: there a picture that is not yet sent would wait for room that only its use could make.
 */
const ROUGH_USED = 0.8;
const ROUGH_FROM = 250_000;
const IDLE = 1_000;
const SILENCE = 500;
const SILENCE_CUT = 0.8;

/**
 * Keeps the queue on the path short: grows while it is as good as empty, goes down to what was carried when it gets long, sends
 * less while it drains, and yields to losses that its own rate makes.
 */
export class DelayControl implements RateControl {
  #limits: RateLimits;
  /** What the path is thought to carry for us, bits per second. */
  #rate: number;
  #reason: RateReason = "ramp-up";
  readonly #queue = new QueueDelay();
  readonly #queueTolerance = new QueueTolerance();
  readonly #drain = new Drain();
  readonly #growth = new Growth();
  readonly #pacing = new Pacing();
  readonly #arrivalRate = new ArrivalRate(ARRIVALS);
  readonly #loss = new RecentLoss(LOSS_WINDOW);
  readonly #usualLoss = new RecentLoss(ROUGH_FOR);
  readonly #lossTolerance = new LossTolerance();
  /** Since the queue was last empty enough. */
  #busy: BusySpell | undefined;
  #suddenUntil = 0;
  #queueAtCut = 0;
  /** Before that, nothing shows of the last cut. */
  #cutAllowedAt = 0;
  #lossCutAllowedAt = 0;
  #reportAt: number | undefined;
  #heardAt: number | undefined;
  #lastSentAt: number | undefined;
  #rtt = 0;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#rate = clampRate(limits.start, limits);
  }

  get advice(): RateAdvice {
    const bitrate = clampRate(this.#rate * this.#drain.factor, this.#limits);
    const isUnknown = this.#reason === "unused" && this.#rate < this.#limits.max;
    return {
      bitrate,
      sustainable: this.#rate,
      pacingRate: bitrate * this.#pacing.factor,
      probeRate: isUnknown ? bitrate : undefined,
      reason: this.#reason,
    };
  }

  setLimits(limits: RateLimits): void {
    this.#limits = limits;
    this.#rate = clampRate(this.#rate, limits);
  }

  onReport({ now, rtt, arrivals }: ArrivalReport): void {
    if (this.#isAfterPause(arrivals)) this.#restart(now);
    const elapsed = Math.min(now - (this.#reportAt ?? now), 4 * REPORT_INTERVAL);
    this.#reportAt = now;
    this.#heardAt = now;
    this.#rtt = rtt;
    this.#queue.learn(arrivals);
    this.#arrivalRate.learn(arrivals);
    this.#loss.learn(now, arrivals);
    this.#usualLoss.learn(now, arrivals);
    this.#lossTolerance.fade(elapsed);
    this.#queueTolerance.learn(now, this.#queue.current, this.#rate);
    this.#followSpell(arrivals);
    if (this.#isQueueLong) this.#yield(now);
    else this.#grow(now, elapsed);
    this.#yieldToLoss(now);
    this.#drain.learn(now, this.#queue.current - this.#meantQueue, rtt + REPORT_INTERVAL);
  }

  onTick(now: number, isSending: boolean): void {
    if (!isSending || this.#heardAt === undefined) {
      this.#heardAt = now;
      return;
    }
    if (now - this.#heardAt < SILENCE + this.#rtt) return;
    this.#heardAt = now - this.#rtt;
    this.#growth.stop();
    this.#set(Math.max(this.#rate * SILENCE_CUT, this.#floor), "silence");
  }

  /** A queue that was there from the beginning does not show as one: what arrives is what the path carries. */
  onBlocked(now: number): void {
    const arrived = this.#arrivalRate.current;
    if (arrived === undefined || now < this.#cutAllowedAt || arrived > BLOCKED * this.#rate) return;
    this.#busy?.confirm();
    this.#cutTo(now, Math.max(arrived * CUT, this.#rate * DEEPEST_CUT));
  }

  get #isQueueLong(): boolean {
    return this.#queue.current > this.#queueTolerance.current;
  }

  /** A queue that keeps the path busy through its unevenness; all of it where somebody else keeps it. */
  get #meantQueue(): number {
    const { current, isRaised } = this.#queueTolerance;
    return isRaised ? current : current / 2;
  }

  /**
   * What arrives while the queue is long is what the path carries: known exactly once the spell is over. One that was over before
   * it could say anything was a busy machine, or a frame that was large: it takes nothing away.
   */
  #followSpell(arrivals: readonly Arrival[]): void {
    if (this.#isQueueLong) {
      this.#busy?.learn(arrivals);
      return;
    }
    const { rate: carried, before } = this.#busy ?? {};
    this.#busy = undefined;
    this.#queueAtCut = 0;
    if (this.#queueTolerance.isRaised) return;
    if (carried !== undefined) {
      this.#growth.learnCeiling(carried);
      this.#set(Math.max(this.#rate, carried * CUT), "growing");
    } else if (before !== undefined) {
      if (before.isRampingUp) this.#growth.restart();
      this.#set(Math.max(this.#rate, before.rate), "growing");
    }
  }

  #yield(now: number): void {
    this.#reason = "queue";
    const delay = this.#queue.current;
    if (this.#busy === undefined) {
      const isLossy = this.#loss.share > LOSSLESS;
      const before = isLossy ? undefined : { rate: this.#rate, isRampingUp: this.#growth.isRampingUp };
      this.#busy = new BusySpell(before);
      this.#suddenUntil = now + SUDDEN_SPELL;
      if (this.#pacing.tame(now)) this.#awaitEffect(now);
    }
    const isSudden = delay > SUDDEN * this.#queueTolerance.current && now < this.#suddenUntil;
    const arrived = this.#arrivalRate.current ?? this.#rate;
    const carried = this.#busy.rate;
    if (carried !== undefined && carried < PLAINLY * this.#rate) {
      this.#cutGently(now, carried * CUT);
    } else if (isSudden && delay > this.#queueAtCut) {
      this.#cutGently(now, Math.max(arrived * CUT, this.#rate * SUDDEN_CUT));
    } else if (now >= this.#cutAllowedAt) {
      const isDraining = delay < DRAINING * this.#queueAtCut;
      if (isDraining) this.#cutAllowedAt = now + 2 * REPORT_INTERVAL;
      else this.#cutGently(now, Math.max((carried ?? arrived) * CUT, this.#rate * DEEPEST_CUT));
    } else {
      return;
    }
    this.#queueAtCut = delay;
  }

  #cutTo(now: number, rate: number): void {
    this.#growth.stop();
    this.#awaitEffect(now);
    this.#set(Math.min(this.#rate * CUT, rate), "queue");
  }

  /** No lower than delay may bring the rate. */
  #cutGently(now: number, rate: number): void {
    const floor = Math.max(this.#floor, this.#isRough ? ROUGH_CUT * this.#rate : 0);
    this.#cutTo(now, rate);
    this.#rate = Math.max(this.#rate, floor);
  }

  get #floor(): number {
    return Math.min(this.#rate, this.#limits.floor ?? this.#limits.min);
  }

  get #isRough(): boolean {
    return this.#usualLoss.share > ROUGH;
  }

  #awaitEffect(now: number): void {
    this.#cutAllowedAt = now + this.#rtt + REPORT_INTERVAL + ESTIMATE_AGE;
  }

  #yieldToLoss(now: number): void {
    const { share } = this.#loss;
    if (share <= this.#lossTolerance.current) {
      if (now >= this.#lossCutAllowedAt) this.#lossTolerance.onRelief();
      return;
    }
    if (now < this.#lossCutAllowedAt) return;
    this.#lossCutAllowedAt = now + this.#rtt + LOSS_INTERVAL;
    this.#busy?.confirm();
    this.#lossTolerance.onCut(share);
    this.#growth.stopForLoss();
    this.#set(Math.max(this.#rate * LOSS_CUT, this.#floor), "loss");
  }

  #grow(now: number, elapsed: number): void {
    const fill = this.#queue.current / this.#queueTolerance.current;
    const isEmpty = fill < EMPTY;
    this.#pacing.learn(now, elapsed, isEmpty && this.#rate >= this.#limits.max);
    const isRoughNow = this.#isRough && this.#loss.share > ROUGH;
    const used = isRoughNow && this.#rate > ROUGH_FROM ? ROUGH_USED : USED;
    if ((this.#arrivalRate.current ?? this.#rate) < used * this.#rate) {
      this.#reason = "unused";
      return;
    }
    const room = this.#queueTolerance.isRaised ? "contested" : isEmpty && !isRoughNow ? "plenty" : "little";
    const pace = Math.min(1, 2 * (1 - fill));
    const reason = this.#growth.isRampingUp ? "ramp-up" : "growing";
    this.#set(this.#growth.next(this.#rate, elapsed * pace, room, this.#rtt), reason);
  }

  #isAfterPause(arrivals: readonly Arrival[]): boolean {
    const before = this.#lastSentAt;
    this.#lastSentAt = arrivals.at(-1)?.sentAt ?? before;
    const first = arrivals[0]?.sentAt;
    return first !== undefined && before !== undefined && first - before > IDLE;
  }

  /** Meanwhile the path may have become another one: half of what it carried is a start. */
  #restart(now: number): void {
    this.#reportAt = now;
    this.#arrivalRate.forget();
    this.#loss.forget();
    this.#usualLoss.forget();
    this.#busy = undefined;
    this.#growth.restart();
    this.#set(Math.max(this.#limits.start, this.#rate / 2), "ramp-up");
  }

  #set(rate: number, reason: RateReason): void {
    this.#rate = clampRate(rate, this.#limits);
    this.#reason = reason;
  }
}
