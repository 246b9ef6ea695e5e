import { relayLimits } from "./relay-limits.ts";

/** How far a receiver is behind: "slow" costs it what little refers to, "full" everything up to the next key frame. */
export type Pressure = "none" | "slow" | "full";

/** Milliseconds of queue in front of a receiver. A picture that is a little late is still worth more than none. */
const SLOW_QUEUE = 300;
/** Later than this, what is queued is stale, sound included. */
const FULL_QUEUE = 1_000;
/** An answer that is so much late has waited in a queue: how fast that empties is the rate of the path. */
const QUEUED = 150;
/** Bytes that any path may have under way, however slow it is: one frame more than none. */
const ALWAYS_ALLOWED = 48 * 1024;
/** Until the first answer the path may be a long one. */
const UNKNOWN_ROUND_TRIP = 1_000;
/** Between probes while there is something to lose, and while there is not: a probe costs as much as a packet of sound. */
const PROBE_INTERVAL = 100;
const LEISURE_INTERVAL = 1_000;
/** Under way, to be worth a probe of its own. */
const PROBE_BYTES = 8 * 1024;
/** For how long the best round trip counts, so that a path that grew longer is not taken for a queue for ever. */
const ROUND_TRIP_WINDOW = 10_000;
/** For how long the rate of a queue counts: when it has gone, the path may be a better one. */
const RATE_WINDOW = 2_000;

type Kind = "frames" | "datagrams";

interface Probe {
  readonly id: number;
  readonly at: number;
  /** Bytes that had been sent before it. */
  readonly frames: number;
  readonly datagrams: number;
}

/**
 * What is on its way to one receiver. The runtime does not tell what has been delivered (it takes megabytes over and
 * says nothing more), so the receiver is asked: a ping goes out behind everything sent so far, and its answer says
 * that all of it has arrived, and how fast. Times in milliseconds.
 */
export class Backlog {
  readonly #sendProbe: (id: number) => void;
  readonly #roundTrip = new RecentBest(ROUND_TRIP_WINDOW, Math.min);
  /** Bytes per millisecond. */
  readonly #rate = new RecentBest(RATE_WINDOW, Math.max);
  readonly #sent = { frames: 0, datagrams: 0 };
  #arrived = { frames: 0, datagrams: 0 };
  #probe: Probe | undefined;
  #lastProbeAt = Number.NEGATIVE_INFINITY;
  #lastId = 0;
  /** When something last arrived, or was first sent to a receiver that had everything. */
  #movedAt: number;

  /** `sendProbe` sends a ping behind everything else. */
  constructor(sendProbe: (id: number) => void, now: number) {
    this.#sendProbe = sendProbe;
    this.#movedAt = now;
  }

  /** So many bytes were handed to the network. */
  sent(kind: Kind, bytes: number, now: number): void {
    if (this.#inFlight() === 0) this.#movedAt = now;
    this.#sent[kind] += bytes;
    this.tick(now);
  }

  /** The receiver has everything that was sent before that probe. */
  answered(id: number, now: number): void {
    const probe = this.#probe;
    if (probe?.id !== id) return;
    const delivered = probe.frames + probe.datagrams - this.#arrived.frames - this.#arrived.datagrams;
    if (this.#lateness(now) > QUEUED) this.#rate.learn(delivered / (now - this.#movedAt), now);
    this.#roundTrip.learn(now - probe.at, now);
    this.#probe = undefined;
    this.#arrived = probe;
    this.#movedAt = now;
  }

  /** To be called now and then: asks the receiver how far it is. */
  tick(now: number): void {
    const inFlight = this.#inFlight();
    const interval = inFlight >= PROBE_BYTES ? PROBE_INTERVAL : LEISURE_INTERVAL;
    if (this.#probe !== undefined || inFlight === 0 || now - this.#lastProbeAt < interval) return;
    this.#probe = { id: ++this.#lastId, at: now, ...this.#sent };
    this.#lastProbeAt = now;
    this.#sendProbe(this.#lastId);
  }

  pressure(now: number): Pressure {
    if (this.#exceeds(FULL_QUEUE, now) || this.#inFlight() > relayLimits.inFlight) return "full";
    return this.#exceeds(SLOW_QUEUE, now) ? "slow" : "none";
  }

  /** Whether sound sent now would come in time. */
  takesDatagrams(now: number): boolean {
    const inFlight = this.#sent.datagrams - this.#arrived.datagrams;
    return inFlight <= relayLimits.datagramsInFlight && this.#lateness(now) <= FULL_QUEUE;
  }

  /** For how long something has been under way and nothing has arrived. */
  stalledFor(now: number): number {
    return this.#inFlight() === 0 ? 0 : now - this.#movedAt;
  }

  #inFlight(): number {
    const { frames, datagrams } = this.#sent;
    return frames - this.#arrived.frames + (datagrams - this.#arrived.datagrams);
  }

  /** Whether the queue takes longer than that: the probe is late, or there is more in front than the rate allows. */
  #exceeds(queue: number, now: number): boolean {
    if (this.#lateness(now) > queue) return true;
    const rate = this.#rate.value(now);
    if (rate === undefined) return false;
    const worth = rate * (this.#knownRoundTrip(now) + PROBE_INTERVAL + queue);
    return this.#inFlight() > Math.max(ALWAYS_ALLOWED, worth);
  }

  /** How much longer the probe under way takes than the path needs. */
  #lateness(now: number): number {
    return this.#probe === undefined ? 0 : now - this.#probe.at - this.#knownRoundTrip(now);
  }

  #knownRoundTrip(now: number): number {
    return this.#roundTrip.value(now) ?? UNKNOWN_ROUND_TRIP;
  }
}

/** The best of what was learnt in this window and in the one before. */
class RecentBest {
  readonly #window: number;
  readonly #better: (a: number, b: number) => number;
  #current: number | undefined;
  #previous: number | undefined;
  #since = Number.NEGATIVE_INFINITY;

  constructor(window: number, better: (a: number, b: number) => number) {
    this.#window = window;
    this.#better = better;
  }

  learn(value: number, now: number): void {
    this.#turn(now);
    this.#current = this.#current === undefined ? value : this.#better(this.#current, value);
  }

  /** Undefined while nothing has been learnt for two windows. */
  value(now: number): number | undefined {
    this.#turn(now);
    if (this.#current === undefined || this.#previous === undefined) return this.#current ?? this.#previous;
    return this.#better(this.#current, this.#previous);
  }

  #turn(now: number): void {
    const age = now - this.#since;
    if (age <= this.#window) return;
    this.#previous = age <= 2 * this.#window ? this.#current : undefined;
    this.#current = undefined;
    this.#since = now;
  }
}
