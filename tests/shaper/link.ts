import { Bottleneck } from "./bottleneck.ts";
import {
  burstStartChance,
  drawJitter,
  type LinkOptions,
  type ResolvedLinkOptions,
  resolveLinkOptions,
} from "./link-options.ts";
import { seededRandom } from "./random.ts";

/** A pause so long does to bursts what a datagram does. Milliseconds. */
const PAUSE = 20;
/** After so many nothing is left of what was before. */
const MOST_PAUSES = 100;

/** What became of the datagrams offered to a link: each is delivered, or counted under one reason. */
export interface LinkCounts {
  offered: number;
  delivered: number;
  /** Bytes of the delivered ones. */
  deliveredBytes: number;
  /** Lost on the way, singly or in a burst. */
  lost: number;
  /** Found the queue full. */
  queueFull: number;
  oversize: number;
  /** Second copies, not part of `delivered`. */
  duplicated: number;
  /** Part of `delivered`. */
  heldBack: number;
}

/**
 * One direction of a path: MTU, then queue and rate, then loss (what is lost has used its share of the rate,
 * as on a radio), then delay, jitter, duplication and reordering. No clock, no timers: the same seed and the
 * same calls give the same answers. Each kind of harm draws from its own stream, so that adding jitter, say,
 * leaves the same datagrams lost.
 */
export class Link {
  readonly #counts: LinkCounts = {
    offered: 0,
    delivered: 0,
    deliveredBytes: 0,
    lost: 0,
    queueFull: 0,
    oversize: 0,
    duplicated: 0,
    heldBack: 0,
  };
  readonly #bottleneck = new Bottleneck();
  readonly #random;
  #options: ResolvedLinkOptions;
  #inBurst = false;
  #lastOfferedMs = Number.POSITIVE_INFINITY;
  #lastInOrderMs = Number.NEGATIVE_INFINITY;

  constructor(options: LinkOptions, seed: number) {
    this.#options = resolveLinkOptions(options);
    this.#random = {
      loss: seededRandom(seed, 0),
      burst: seededRandom(seed, 1),
      jitter: seededRandom(seed, 2),
      duplicate: seededRandom(seed, 3),
      reorder: seededRandom(seed, 4),
    };
  }

  /** A snapshot. */
  get counts(): Readonly<LinkCounts> {
    return { ...this.#counts };
  }

  /** How long a datagram offered now would wait for its turn. */
  queueMs(nowMs: number): number {
    return this.#bottleneck.queueMs(nowMs);
  }

  /** Replaces all options from the next datagram on; those under way keep their times. */
  configure(options: LinkOptions): void {
    this.#options = resolveLinkOptions(options);
  }

  /** When the datagram arrives: never, once, or twice if duplicated. `nowMs` must not run backwards. */
  transmit(nowMs: number, bytes: number): readonly number[] {
    const options = this.#options;
    this.#counts.offered++;
    if (bytes > options.mtuBytes) {
      this.#counts.oversize++;
      return [];
    }
    const departureMs = this.#bottleneck.admit(nowMs, bytes, options);
    if (departureMs === undefined) {
      this.#counts.queueFull++;
      return [];
    }
    if (this.#isLost(nowMs)) {
      this.#counts.lost++;
      return [];
    }
    this.#counts.delivered++;
    this.#counts.deliveredBytes += bytes;
    const arrivals = [this.#arrival(departureMs)];
    if (this.#random.duplicate() < options.duplicate) {
      this.#counts.duplicated++;
      arrivals.push(this.#inOrder(this.#earliestArrival(departureMs)));
    }
    return arrivals;
  }

  #isLost(nowMs: number): boolean {
    const alone = this.#random.loss() < this.#options.loss;
    const pauses = Math.floor((nowMs - this.#lastOfferedMs) / PAUSE);
    for (let pause = 0; pause < Math.min(pauses, MOST_PAUSES); pause++) this.#stepBurst();
    this.#lastOfferedMs = nowMs;
    this.#stepBurst();
    return alone || this.#inBurst;
  }

  #stepBurst(): void {
    const { burstLoss } = this.#options;
    const change = this.#random.burst();
    this.#inBurst = this.#inBurst
      ? change >= 1 / burstLoss.burstLength
      : change < burstStartChance(burstLoss);
  }

  #arrival(departureMs: number): number {
    const earliestMs = this.#earliestArrival(departureMs);
    if (this.#random.reorder() < this.#options.reorder) {
      this.#counts.heldBack++;
      return earliestMs + this.#options.reorderMs;
    }
    return this.#inOrder(earliestMs);
  }

  #earliestArrival(departureMs: number): number {
    const { delayMs, jitterMs, jitterShape } = this.#options;
    return departureMs + delayMs + jitterMs * drawJitter(jitterShape, this.#random.jitter);
  }

  /** Behind everything before it, unless jitter may reorder; this holds when the delay is cut, too. */
  #inOrder(earliestMs: number): number {
    if (this.#options.jitterReorders) return earliestMs;
    this.#lastInOrderMs = Math.max(this.#lastInOrderMs, earliestMs);
    return this.#lastInOrderMs;
  }
}
