import type { ArrivalsBody } from "../../transport/wire/feedback-arrivals.ts";
import { type Ssrc, trackOf } from "../../transport/wire/ssrc.ts";
import { LossPattern } from "../loss-pattern.ts";
import type { Arrival, ArrivalReport, Carrier } from "./rate-control.ts";

/** A packet as it left. */
export interface SentPacket {
  /** Only its low 16 bits count. */
  readonly sequence: number;
  /** Milliseconds of the monotonic clock. */
  readonly sentAt: number;
  /** Bytes on the path. */
  readonly size: number;
  readonly carrier: Carrier;
}

/** For how long an answer may still come, milliseconds. */
const REMEMBERED = 10_000;
/** Packets of one source that are remembered: twenty seconds of sound. */
const MAX_REMEMBERED = 2_048;
/** Sources that are remembered: those of two connections. */
const MAX_SOURCES = 8;
/** So many later ones have come: what is still missing has been lost, and not just overtaken. */
const REORDERING = 3;
/** Receivers tell the time modulo 65,536 s. Milliseconds. */
const CLOCK_RANGE = 65_536_000;

/** What has been sent of late, whoever it went to. */
export class SentPackets {
  readonly #sources = new Map<Ssrc, Map<number, SentPacket>>();

  add(ssrc: Ssrc, packet: SentPacket): void {
    const source = this.#sources.get(ssrc) ?? new Map<number, SentPacket>();
    this.#sources.set(ssrc, source);
    for (const earlier of this.#sources.keys()) {
      if (this.#sources.size <= MAX_SOURCES) break;
      this.#sources.delete(earlier);
    }
    source.set(packet.sequence & 0xffff, packet);
    for (const [sequence, { sentAt }] of source) {
      if (source.size <= MAX_REMEMBERED && packet.sentAt - sentAt < REMEMBERED) break;
      source.delete(sequence);
    }
  }

  find(ssrc: Ssrc, sequence: number): SentPacket | undefined {
    return this.#sources.get(ssrc)?.get(sequence & 0xffff);
  }
}

/** Follows the reports of one receiver, which overlap: tells what is new in each. */
export class ReportReader {
  readonly #sent: SentPackets;
  /** By track: of datagrams, which are sound. */
  readonly #losses = new Map<number, LossPattern>();
  readonly #known = new WeakSet<SentPacket>();
  #reportedAt: number | undefined;

  constructor(sent: SentPackets) {
    this.#sent = sent;
  }

  /** Of one's own track of sound. */
  losses(track: number): LossPattern {
    const losses = this.#losses.get(track) ?? new LossPattern();
    this.#losses.set(track, losses);
    return losses;
  }

  /** Undefined when nothing of what has been sent is known to have arrived by it. `now` by the clock of the sent packets. */
  read({ reportedAt, streams }: ArrivalsBody, now: number): ArrivalReport | undefined {
    const at = this.#unwrapped(reportedAt);
    const arrivals: Arrival[] = [];
    let newest: { readonly sentAt: number; readonly rtt: number } | undefined;
    for (const { media, firstSequence, ages } of streams) {
      for (const [i, age] of ages.entries()) {
        const packet = this.#sent.find(media, firstSequence + i);
        if (packet === undefined || this.#known.has(packet)) continue;
        const isLost = packet.carrier === "datagram" && ages.length - i > REORDERING;
        if (age === undefined && !isLost) continue;
        this.#known.add(packet);
        const { carrier, sentAt, size } = packet;
        if (carrier === "datagram") this.losses(trackOf(media)).learn(packet.sequence, age === undefined);
        arrivals.push({ carrier, sentAt, size, arrivedAt: age === undefined ? undefined : at - age });
        if (age !== undefined && sentAt >= (newest?.sentAt ?? sentAt))
          newest = { sentAt, rtt: Math.max(0, now - sentAt - age) };
      }
    }
    if (newest === undefined) return undefined;
    return { now, rtt: newest.rtt, arrivals: arrivals.sort((a, b) => a.sentAt - b.sentAt) };
  }

  /** The same moment, counted on from the report before. */
  #unwrapped(reportedAt: number): number {
    const before = this.#reportedAt ?? reportedAt;
    const turns = Math.round((before - reportedAt) / CLOCK_RANGE);
    this.#reportedAt = reportedAt + turns * CLOCK_RANGE;
    return this.#reportedAt;
  }
}
