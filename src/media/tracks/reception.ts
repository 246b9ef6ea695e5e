import type { Reception } from "../../transport/wire/feedback.ts";
import type { StreamArrivals } from "../../transport/wire/feedback-arrivals.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";
import { Unwrapper } from "../sequence.ts";

/** Totals of one incoming track; names as in webrtc-stats. Bytes are those of RTP packets, headers included. */
export interface ReceptionStats {
  readonly packetsReceived: number;
  readonly bytesReceived: number;
  readonly packetsLost: number;
  /** Seconds. */
  readonly jitter: number;
}

/** A packet that proved authentic. */
export interface NotedPacket {
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, in ticks of the RTP clock. */
  readonly timestamp: number;
  /** Bytes. */
  readonly size: number;
  /** When its last byte came, milliseconds. */
  readonly arrivedAt: number;
}

/** Packets of a track in one report: those of a second at most, and a report on all tracks stays within a datagram. */
const MAX_IN_REPORT = 100;
/** The part of each new difference that goes into the jitter, as in RFC 3550. */
const SMOOTHING = 1 / 16;

/** Keeps book over what comes of one SSRC: for receiver reports (RFC 3550) and for reports of each arrival (RFC 8888). */
export class ReceptionLog {
  readonly #ssrc: Ssrc;
  readonly #clockRate: number;
  readonly #sequences = new Unwrapper(16);
  readonly #timestamps = new Unwrapper(32);
  readonly #arrivals = new Map<number, number>();
  /** Reports overlap, so that one may be lost: what is new since the report before the last. */
  #fresh: { readonly last: Set<number>; readonly current: Set<number> } = {
    last: new Set(),
    current: new Set(),
  };
  #first: number | undefined;
  #highest = 0;
  #received = 0;
  #bytes = 0;
  #jitter = 0;
  #lastTransit: number | undefined;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #lastReport: { readonly stamp: number; readonly at: number } | undefined;

  constructor(ssrc: Ssrc, clockRate: number) {
    this.#ssrc = ssrc;
    this.#clockRate = clockRate;
  }

  get stats(): ReceptionStats {
    return {
      packetsReceived: this.#received,
      bytesReceived: this.#bytes,
      packetsLost: Math.max(0, this.#expected - this.#received),
      jitter: this.#jitter / this.#clockRate,
    };
  }

  note({ sequence, timestamp, size, arrivedAt }: NotedPacket): void {
    const number = this.#sequences.unwrap(sequence);
    if (this.#arrivals.has(number)) return;
    this.#first = Math.min(this.#first ?? number, number);
    this.#highest = this.#received === 0 ? number : Math.max(this.#highest, number);
    this.#received++;
    this.#bytes += size;
    this.#arrivals.set(number, arrivedAt);
    this.#fresh.current.add(number);
    this.#learnJitter((arrivedAt * this.#clockRate) / 1000 - this.#timestamps.unwrap(timestamp));
  }

  /** The sender has said what time it is; `stamp` names that report. */
  handleSenderReport(stamp: number, now: number): void {
    this.#lastReport = { stamp, at: now };
  }

  /** Whether anything has come since the last report of arrivals. */
  get hasNews(): boolean {
    return this.#fresh.current.size > 0;
  }

  /** What became of the packets around those that are new, late ones included, and of those in the report before; undefined when none are new. */
  takeArrivals(now: number): StreamArrivals | undefined {
    const { last, current } = this.#fresh;
    if (current.size === 0) return undefined;
    this.#fresh = { last: current, current: new Set() };
    const from = Math.max(Math.min(...last, ...current), this.#highest - MAX_IN_REPORT + 1);
    const ages = Array.from({ length: this.#highest - from + 1 }, (_, i) => {
      const arrivedAt = this.#arrivals.get(from + i);
      return arrivedAt === undefined ? undefined : now - arrivedAt;
    });
    for (const number of this.#arrivals.keys())
      if (number < this.#highest - 2 * MAX_IN_REPORT) this.#arrivals.delete(number);
    return { media: this.#ssrc, firstSequence: from & 0xffff, ages };
  }

  /** Since the report before this one; undefined before the first packet. */
  takeReception(now: number): Reception | undefined {
    if (this.#first === undefined) return undefined;
    const expected = this.#expected - this.#expectedBefore;
    const received = this.#received - this.#receivedBefore;
    this.#expectedBefore = this.#expected;
    this.#receivedBefore = this.#received;
    return {
      media: this.#ssrc,
      fractionLost: expected <= 0 ? 0 : Math.max(0, (expected - received) / expected),
      packetsLost: this.stats.packetsLost,
      highestSequence: this.#highest,
      jitter: this.#jitter,
      lastReport: this.#lastReport?.stamp ?? 0,
      delaySinceLastReport: this.#lastReport === undefined ? 0 : now - this.#lastReport.at,
    };
  }

  get #expected(): number {
    return this.#first === undefined ? 0 : this.#highest - this.#first + 1;
  }

  #learnJitter(transit: number): void {
    const difference = Math.abs(transit - (this.#lastTransit ?? transit));
    this.#jitter += (difference - this.#jitter) * SMOOTHING;
    this.#lastTransit = transit;
  }
}
