import { relayLimits } from "./relay-limits.ts";

/** How far a receiver is behind: "slow" costs it what little refers to, "full" everything up to the next key frame. */
export type Pressure = "none" | "slow" | "full";

/** Milliseconds that a probe may take beyond the path's own round trip: a picture that much late is still worth it. */
const SLOW_AFTER = 300;
/** Until the first answer the path may be a long one. */
const UNKNOWN_FLOOR = 1_000;
/** Later than this, what is queued is stale, sound included. */
const FULL_AFTER = 800;
/** Between probes. */
const PROBE_INTERVAL = 100;
/** For how long the lowest round trip counts, so that a path that grew longer is not taken for a queue for ever. */
const FLOOR_WINDOW = 10_000;

/**
 * What is on its way to one receiver. The runtime does not tell what has been delivered (it takes megabytes over and
 * says nothing more), so the receiver is asked: a ping goes out behind everything sent so far, and its answer says
 * that all of it has arrived. Times in milliseconds.
 */
export class Backlog {
  readonly #sendProbe: (id: number) => void;
  readonly #sent = { frames: 0, datagrams: 0 };
  #arrived = { frames: 0, datagrams: 0 };
  #probe: { id: number; at: number; frames: number; datagrams: number } | undefined;
  #lastProbe = Number.NEGATIVE_INFINITY;
  #nextId = 1;
  #answeredAt: number;
  /** The lowest round trip of this window and of the one before. */
  #floor = Number.POSITIVE_INFINITY;
  #earlierFloor = Number.POSITIVE_INFINITY;
  #windowStart: number;

  /** `sendProbe` sends a ping with lower priority than anything else. */
  constructor(sendProbe: (id: number) => void, now: number) {
    this.#sendProbe = sendProbe;
    this.#answeredAt = now;
    this.#windowStart = now;
  }

  /** Bytes that were handed to the network. */
  sent(kind: "frames" | "datagrams", bytes: number, now: number): void {
    if (!this.#isBehind()) this.#answeredAt = now;
    this.#sent[kind] += bytes;
    this.tick(now);
  }

  /** The receiver has everything that was sent before that probe. */
  answered(id: number, now: number): void {
    const probe = this.#probe;
    if (probe?.id !== id) return;
    this.#probe = undefined;
    this.#arrived = probe;
    this.#answeredAt = now;
    this.#learn(now - probe.at, now);
  }

  /** To be called now and then: asks the receiver how far it is. */
  tick(now: number): void {
    if (this.#probe !== undefined || !this.#isBehind() || now - this.#lastProbe < PROBE_INTERVAL) return;
    this.#probe = { id: this.#nextId++, at: now, ...this.#sent };
    this.#lastProbe = now;
    this.#sendProbe(this.#probe.id);
  }

  pressure(now: number): Pressure {
    const late = this.#lateness(now);
    if (late > FULL_AFTER || this.#sent.frames - this.#arrived.frames > relayLimits.framesInFlight)
      return "full";
    return late > SLOW_AFTER ? "slow" : "none";
  }

  /** Whether sound sent now would come in time. */
  takesDatagrams(now: number): boolean {
    const inFlight = this.#sent.datagrams - this.#arrived.datagrams;
    return inFlight <= relayLimits.datagramsInFlight && this.#lateness(now) <= FULL_AFTER;
  }

  /** For how long something has been under way and nothing has arrived. */
  stalledFor(now: number): number {
    return this.#isBehind() ? now - this.#answeredAt : 0;
  }

  #isBehind(): boolean {
    return this.#sent.frames > this.#arrived.frames || this.#sent.datagrams > this.#arrived.datagrams;
  }

  /** How much longer the probe under way takes than the path needs. */
  #lateness(now: number): number {
    if (this.#probe === undefined) return 0;
    const floor = Math.min(this.#floor, this.#earlierFloor);
    return now - this.#probe.at - (Number.isFinite(floor) ? floor : UNKNOWN_FLOOR);
  }

  #learn(roundTrip: number, now: number): void {
    if (now - this.#windowStart > FLOOR_WINDOW) {
      this.#earlierFloor = this.#floor;
      this.#floor = roundTrip;
      this.#windowStart = now;
    } else this.#floor = Math.min(this.#floor, roundTrip);
  }
}
