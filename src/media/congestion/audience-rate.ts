import {
  type ArrivalReport,
  clampRate,
  type RateAdvice,
  type RateControl,
  type RateLimits,
  type RateReason,
} from "./rate-control.ts";
import { RecentLoss } from "./recent-loss.ts";

/**
 * Of what the best path carries, what everybody gets whoever else is there. Who cannot take so much gets fewer layers from
 * the relay: one bad line must not spoil the picture for all.
 */
const SPOILING = 0.5;
const LOSS_WINDOW = 2_000;

/** What is known of the way to one receiver, in the names of the statistics. */
export interface PathState {
  /** What it is thought to carry, bits per second. */
  readonly availableOutgoingBitrate: number;
  readonly reason: RateReason;
  /** The share of datagrams that it loses, 0 to 1, of late. */
  readonly fractionLost: number;
}

interface Receiver {
  readonly control: RateControl;
  /** No more than this gets there, as it says itself. */
  most: number;
  readonly loss: RecentLoss;
}

/** How much to send to several receivers at once, each behind a path of its own that begins with ours. */
export class AudienceRate<Id> {
  readonly #create: (limits: RateLimits) => RateControl;
  readonly #receivers = new Map<Id, Receiver>();
  /** Of nobody: what to begin with. */
  #guess: RateControl;
  #limits: RateLimits;

  constructor(create: (limits: RateLimits) => RateControl, limits: RateLimits) {
    this.#create = create;
    this.#guess = create(limits);
    this.#limits = limits;
  }

  /** Of the path that decides. While nobody has reported, a guess. */
  get advice(): RateAdvice {
    const all = [...this.#receivers.values()].map(({ control }) => control.advice);
    const rates = all.map(({ sustainable }) => sustainable);
    const floor = SPOILING * Math.max(...rates);
    const [decisive] = all
      .filter(({ sustainable }) => sustainable >= floor)
      .toSorted((a, b) => a.sustainable - b.sustainable);
    if (decisive === undefined) return this.#guess.advice;
    const isSpoilt = Math.min(...rates) < floor;
    if (!isSpoilt) return decisive;
    const bitrate = clampRate(floor, this.#limits);
    return { ...decisive, bitrate: Math.min(decisive.bitrate, bitrate), sustainable: bitrate };
  }

  /** The share of datagrams that the worst path loses, 0 to 1: sound is meant to reach everybody. */
  get loss(): number {
    return Math.max(0, ...[...this.#receivers.values()].map(({ loss }) => loss.share));
  }

  /** Undefined of somebody who does not receive. */
  path(id: Id): PathState | undefined {
    const receiver = this.#receivers.get(id);
    if (receiver === undefined) return undefined;
    const { sustainable, reason } = receiver.control.advice;
    return { availableOutgoingBitrate: sustainable, reason, fractionLost: receiver.loss.share };
  }

  /** Somebody receives from now on. Who then says nothing counts as out of reach. */
  add(id: Id): void {
    const control = this.#create(this.#startingLimits);
    this.#receivers.set(id, { control, most: Number.POSITIVE_INFINITY, loss: new RecentLoss(LOSS_WINDOW) });
  }

  /** No more than this reaches that receiver, bits per second. */
  setMost(id: Id, most: number): void {
    const receiver = this.#receivers.get(id);
    if (receiver === undefined) return;
    receiver.most = most;
    receiver.control.setLimits(this.#limitsOf(receiver));
  }

  onReport(id: Id, report: ArrivalReport): void {
    const receiver = this.#receivers.get(id);
    receiver?.control.onReport(report);
    receiver?.loss.learn(report.now, report.arrivals);
  }

  onTick(now: number, isSending: boolean): void {
    for (const { control } of this.#receivers.values()) control.onTick(now, isSending);
  }

  onBlocked(now: number): void {
    for (const { control } of this.#receivers.values()) control.onBlocked(now);
  }

  setLimits(limits: RateLimits): void {
    this.#limits = limits;
    this.#guess = this.#create(limits);
    for (const receiver of this.#receivers.values()) receiver.control.setLimits(this.#limitsOf(receiver));
  }

  /** The receiver has gone, and what held for its path with it. */
  remove(id: Id): void {
    this.#receivers.delete(id);
  }

  #limitsOf({ most }: Receiver): RateLimits {
    return { ...this.#limits, max: Math.min(this.#limits.max, most) };
  }

  /** Who comes later finds the path that all share in use already. */
  get #startingLimits(): RateLimits {
    const start = this.#receivers.size === 0 ? this.#limits.start : this.advice.bitrate;
    return { ...this.#limits, start };
  }
}
