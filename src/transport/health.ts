/** How a connection fares; plain data. Times in milliseconds. */
export interface Health {
  /** Smoothed round trip to the relay, once measured. */
  readonly roundTrip: number | undefined;
  /** The lowest round trip seen on this connection. */
  readonly minRoundTrip: number | undefined;
  /** When anything at all last arrived, by the machine's clock. */
  readonly lastHeard: number;
  /** Pings in a row that have had no answer in time. */
  readonly missedPings: number;
}

/** As TCP smooths its round trips: an eighth of each new one. */
const SMOOTHING = 1 / 8;

/** Pings without an answer that are remembered: twice what fits into the time after which a connection is given up. */
const MAX_UNANSWERED = 24;

/** Keeps book over pings and their answers. Driven from outside: it has no clock and sends nothing. */
export class HealthMonitor {
  readonly #sent = new Map<number, number>();
  #nextId = 1;
  #health: Health;

  constructor(now: number) {
    this.#health = { roundTrip: undefined, minRoundTrip: undefined, lastHeard: now, missedPings: 0 };
  }

  get health(): Health {
    return this.#health;
  }

  /** Anything arrived. */
  heard(now: number): void {
    this.#health = { ...this.#health, lastHeard: now };
  }

  /** The id for a ping that goes out now. Earlier ones without an answer count as missed. */
  ping(now: number): number {
    const missedPings = this.#sent.size;
    const id = this.#nextId++;
    this.#sent.set(id, now);
    this.#sent.delete(id - MAX_UNANSWERED);
    this.#health = { ...this.#health, missedPings };
    return id;
  }

  pong(id: number, now: number): void {
    const sentAt = this.#sent.get(id);
    if (sentAt === undefined) return;
    for (const earlier of this.#sent.keys()) if (earlier <= id) this.#sent.delete(earlier);
    const sample = now - sentAt;
    const { roundTrip, minRoundTrip } = this.#health;
    this.#health = {
      roundTrip: roundTrip === undefined ? sample : roundTrip + (sample - roundTrip) * SMOOTHING,
      minRoundTrip: Math.min(minRoundTrip ?? sample, sample),
      lastHeard: now,
      missedPings: 0,
    };
  }
}
