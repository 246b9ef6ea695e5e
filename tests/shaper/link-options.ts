import type { Random } from "./random.ts";
import { ShaperError, ShaperRefusal } from "./shaper-error.ts";

/** How jitter spreads between nothing and its maximum. */
export const JitterShape = {
  uniform: "uniform",
  /** Bell-shaped around half the maximum. */
  normal: "normal",
  /** Mostly a fifth of the maximum or less, with a tail, like a busy radio. */
  exponential: "exponential",
} as const;
export type JitterShape = (typeof JitterShape)[keyof typeof JitterShape];

/**
 * Gilbert–Elliott loss: everything is lost while a burst lasts and nothing between bursts. Bursts come and go with the datagrams, and with
 * time while there are none: a radio does not keep its fade for whoever waits.
 */
export interface BurstLoss {
  /** Share of datagrams lost in the long run, 0–1. */
  readonly mean: number;
  /** Mean number of datagrams lost in a row, at least 1, where they come close together. */
  readonly burstLength: number;
}

/** What one direction does to datagrams. Whatever is left out does no harm. Bytes are of UDP payload. */
export interface LinkOptions {
  /** One-way propagation delay. */
  readonly delayMs?: number;
  /** The most that jitter adds to the delay. */
  readonly jitterMs?: number;
  /** Uniform when left out. */
  readonly jitterShape?: JitterShape;
  /** Lets a datagram with little jitter overtake one with more; otherwise it waits behind it. */
  readonly jitterReorders?: boolean;
  /** Share of datagrams lost, each on its own, 0–1. */
  readonly loss?: number;
  /** Comes on top of `loss`. */
  readonly burstLoss?: BurstLoss;
  /** Bits per second; unlimited when left out. To stop a link, block it or lose everything. */
  readonly rateBps?: number;
  /** Where the drop-tail queue in front of the rate ends; 300 ms when left out. */
  readonly queue?: { readonly ms: number } | { readonly bytes: number };
  /** Share of datagrams delivered twice, 0–1. */
  readonly duplicate?: number;
  /** Share of datagrams held back by `reorderMs`, so that later ones overtake them, 0–1. */
  readonly reorder?: number;
  /** 20 when left out. */
  readonly reorderMs?: number;
  /** Larger datagrams vanish, as when nobody sends "packet too big" back. */
  readonly mtuBytes?: number;
}

export type ResolvedLinkOptions = Required<LinkOptions>;

const HARMLESS: ResolvedLinkOptions = {
  delayMs: 0,
  jitterMs: 0,
  jitterShape: JitterShape.uniform,
  jitterReorders: false,
  loss: 0,
  burstLoss: { mean: 0, burstLength: 1 },
  rateBps: Number.POSITIVE_INFINITY,
  queue: { ms: 300 },
  duplicate: 0,
  reorder: 0,
  reorderMs: 20,
  mtuBytes: Number.POSITIVE_INFINITY,
};

/** Fills in what was left out; throws a {@link ShaperError} for values that no link can have. */
export function resolveLinkOptions(options: LinkOptions): ResolvedLinkOptions {
  const resolved = { ...HARMLESS, ...options };
  const { burstLoss, queue } = resolved;
  for (const share of ["loss", "duplicate", "reorder"] as const) {
    demand(resolved[share] >= 0 && resolved[share] <= 1, `${share} is a share between 0 and 1`);
  }
  for (const span of ["delayMs", "jitterMs", "reorderMs"] as const) {
    demand(resolved[span] >= 0 && resolved[span] < Number.POSITIVE_INFINITY, `${span} is a finite span`);
  }
  demand(resolved.rateBps > 0, "rateBps is above 0");
  demand(resolved.mtuBytes > 0, "mtuBytes is above 0");
  demand("ms" in queue ? queue.ms >= 0 : queue.bytes >= 0, "queue is not negative");
  demand(burstLoss.burstLength >= 1, "burstLoss.burstLength is at least 1");
  demand(burstLoss.mean >= 0 && burstLoss.mean < 1, "burstLoss.mean is a share below 1");
  demand(burstStartChance(burstLoss) <= 1, "burstLoss.mean needs longer bursts");
  return resolved;
}

/** The chance that a burst starts after a datagram that got through, which makes the mean come out. */
export function burstStartChance({ mean, burstLength }: BurstLoss): number {
  return mean / (burstLength * (1 - mean));
}

/** One draw of jitter as a share of its maximum, 0–1. */
export function drawJitter(shape: JitterShape, random: Random): number {
  switch (shape) {
    case JitterShape.uniform:
      return random();
    case JitterShape.normal:
      // The mean of six uniforms is close to a bell and, unlike one, bounded.
      return (random() + random() + random() + random() + random() + random()) / 6;
    case JitterShape.exponential:
      return Math.min(1, -Math.log(1 - random()) / 5);
  }
}

function demand(holds: boolean, fact: string): void {
  if (!holds) throw new ShaperError(ShaperRefusal.badOption, fact);
}
