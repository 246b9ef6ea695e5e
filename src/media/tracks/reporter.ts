import type { Feedback } from "../../transport/wire/feedback.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";
import type { ReceptionLog, ReceptionStats } from "./reception.ts";

/** Between reports of arrivals, and of reception. Milliseconds. */
const ARRIVALS_INTERVAL = 50;
const RECEPTION_INTERVAL = 1_000;
/** Of what is received, what may be spent on reporting it. */
const SHARE = 0.05;
/** What carries a packet: IP, UDP, QUIC. Bytes. */
const CARRIAGE = 60;
/** What a report costs on the path beside what it says of each packet. Bytes. */
const REPORT_HEAD = CARRIAGE + 36;
const BYTES_PER_PACKET = 2;
/** However little is received, its sender hears of it so often. Milliseconds. */
const LONGEST_SILENCE = 400;
/** Saved up at most. Bytes. */
const MOST_SAVED = 400;

/** Decides when a receiver reports to one sender, and what. */
export class Reporter {
  readonly #logs: readonly ReceptionLog[];
  #arrivalsAt = Number.NEGATIVE_INFINITY;
  #receptionAt: number | undefined;
  #received = 0;
  #budget = MOST_SAVED;

  /** Of all tracks of that sender. */
  constructor(logs: readonly ReceptionLog[]) {
    this.#logs = logs;
  }

  /** What is to be sent now, in one compound packet; often nothing. `self` is who speaks, `now` in milliseconds. */
  take(self: Ssrc, now: number): Feedback[] {
    this.#earn();
    return [...this.#arrivals(self, now), ...this.#receptions(self, now)];
  }

  #arrivals(self: Ssrc, now: number): Feedback[] {
    const isDue = now - this.#arrivalsAt >= (this.#budget > 0 ? ARRIVALS_INTERVAL : LONGEST_SILENCE);
    if (!isDue || !this.#logs.some((log) => log.hasNews)) return [];
    const streams = this.#logs.flatMap((log) => log.takeArrivals(now) ?? []);
    this.#arrivalsAt = now;
    this.#budget -= REPORT_HEAD;
    for (const { ages } of streams) this.#budget -= BYTES_PER_PACKET * ages.length;
    return [{ type: "arrivals", sender: self, reportedAt: now, streams }];
  }

  #receptions(self: Ssrc, now: number): Feedback[] {
    this.#receptionAt ??= now;
    if (now - this.#receptionAt < RECEPTION_INTERVAL) return [];
    this.#receptionAt = now;
    const receptions = this.#logs.flatMap((log) => log.takeReception(now) ?? []);
    return receptions.length === 0 ? [] : [{ type: "receiver-report", sender: self, receptions }];
  }

  #earn(): void {
    const received = this.#logs.reduce((sum, { stats }) => sum + onPath(stats), 0);
    this.#budget = Math.min(MOST_SAVED, this.#budget + SHARE * (received - this.#received));
    this.#received = received;
  }
}

function onPath({ bytesReceived, packetsReceived }: ReceptionStats): number {
  return bytesReceived + CARRIAGE * packetsReceived;
}
