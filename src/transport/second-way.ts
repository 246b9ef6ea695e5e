import type { CarrierSession } from "./carrier-session.ts";
import { LossyDirection } from "./lossy-direction.ts";
import type { BadPath, MediaTransport } from "./media-transport.ts";
import type { Signaling } from "./signaling.ts";
import { CloseCode, type RelayMessage } from "./wire/signaling.ts";

interface SecondWayParts {
  readonly signaling: Signaling;
  readonly media: MediaTransport;
  /** A connection beside that of `signaling`. */
  readonly dial: (signal: AbortSignal) => Promise<Signaling>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

interface Open {
  readonly signaling: Signaling;
  /** Undefined unless what leaves leaves by it: media leave by it no more. */
  leave: (() => void) | undefined;
  /** What comes comes by it as well. */
  isRepeating: boolean;
  readonly stopReading: () => void;
}

/** Between pings, so that the relay knows that somebody is there. Milliseconds. */
const PING = 2_000;
/** Half of what CUBIC carries where all packets get lost, at a round trip of one millisecond; and bounds of what is made of it. */
const CARRIED = 7e6;
const LEAST_CARRIED = 150_000;
const LEAST_LOSS = 0.01;

/** Pings that wait for an answer, at most. */
const MAX_ASKED = 24;

/**
 * A second connection beside one on which much gets lost. QUIC takes losses for a full path: its window falls to two packets, and once
 * those are lost all stands still for three round trips, although the path is free. Two such windows seldom fall at the same moment, so what goes
 * by both is there in time. Each direction goes twice where it is the one that loses.
 */
export class SecondWay {
  readonly #parts: SecondWayParts;
  readonly #up = new LossyDirection();
  readonly #down = new LossyDirection();
  /** When pings left, and how many datagrams had. */
  readonly #asked = new Map<number, { readonly at: number; readonly sent: number }>();
  readonly #stop = new AbortController();
  #open: Open | undefined;
  #isDialling = false;
  /** What was answered too late to be counted is asked once more, not again and again. */
  #hasAskedAgain = false;
  #pingedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SecondWayParts) {
    const { signaling, media, now } = parts;
    this.#parts = parts;
    signaling.on("ping", (id) => {
      this.#asked.set(id, { at: now(), sent: media.datagramsSent });
      this.#asked.delete(id - MAX_ASKED);
    });
    signaling.on("message", (message) => {
      if (message.type === "pong") this.#answered(message);
    });
    signaling.on("closed", () => {
      this.#stop.abort();
      this.#end();
    });
  }

  #answered({ id, datagrams, sent }: Extract<RelayMessage, { type: "pong" }>): void {
    const { signaling, media, now } = this.#parts;
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    const { kind, session } = signaling.getConnection();
    if (asked === undefined || kind !== "webtransport") return;
    const time = now();
    const took = time - asked.at;
    let isCounted = true;
    if (datagrams !== undefined && standsStill(session))
      isCounted = this.#up.note({ ...asked, took, arrived: datagrams }, time);
    if (sent !== undefined)
      this.#down.note({ at: asked.at, took, sent, arrived: media.datagramsReceived }, time);
    this.#look();
    this.#hasAskedAgain = !isCounted && !this.#hasAskedAgain;
    if (this.#hasAskedAgain) signaling.ping();
  }

  #look(): void {
    const isWanted = this.#up.isTwice || this.#down.isTwice;
    if (this.#open !== undefined) isWanted ? this.#keep(this.#open) : this.#end();
    else if (isWanted) void this.#begin();
  }

  #keep(open: Open): void {
    const { media, now } = this.#parts;
    const time = now();
    if (this.#up.isTwice) {
      if (open.leave === undefined) this.#up.begin(time);
      open.leave ??= media.addWay(open.signaling.getConnection().session);
    } else this.#leave(open);
    if (open.isRepeating !== this.#down.isTwice) {
      open.isRepeating = this.#down.isTwice;
      if (open.isRepeating) this.#down.begin(time);
      open.signaling.send({ type: "repeat", isWanted: open.isRepeating });
    }
    media.badWayUp = this.#badPath(this.#up);
    media.badWayDown = this.#badPath(this.#down);
    if (time - this.#pingedAt < PING) return;
    this.#pingedAt = time;
    open.signaling.ping();
  }

  #badPath({ isTwice, share }: LossyDirection): BadPath | undefined {
    const roundTrip = this.#parts.signaling.health.minRoundTrip ?? 0;
    return isTwice ? { loss: share, carries: carried(roundTrip, share) } : undefined;
  }

  async #begin(): Promise<void> {
    const { media, dial } = this.#parts;
    if (this.#isDialling) return;
    this.#isDialling = true;
    try {
      const signaling = await dial(this.#stop.signal);
      this.#open = {
        signaling,
        leave: undefined,
        isRepeating: false,
        stopReading: media.readFrom(signaling),
      };
      signaling.on("closed", () => this.#end());
      if (signaling.closed !== undefined || this.#stop.signal.aborted) this.#end();
      else this.#look();
    } catch {
      this.#endDirections();
    } finally {
      this.#isDialling = false;
    }
  }

  #leave(open: Open): void {
    open.leave?.();
    open.leave = undefined;
  }

  #end(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#leave(open);
    const { media } = this.#parts;
    media.badWayUp = undefined;
    media.badWayDown = undefined;
    open.stopReading();
    // It may be that it broke, and that it is wanted still.
    this.#endDirections();
    open.signaling.close(CloseCode.done);
  }

  #endDirections(): void {
    for (const direction of [this.#up, this.#down]) direction.end(this.#parts.now());
  }
}

/** At a round trip in milliseconds and a share of lost packets, in bits per second. */
function carried(roundTrip: number, loss: number): number {
  return Math.max(LEAST_CARRIED, CARRIED / roundTrip / Math.sqrt(Math.max(loss, LEAST_LOSS)));
}

/** Where QUIC is what stands still: not where a browser lets one choose how it goes about losses. */
function standsStill(session: CarrierSession): boolean {
  const { congestionControl } = session as { readonly congestionControl?: string };
  return congestionControl !== "low-latency";
}
