import type { MediaTransport } from "./media-transport.ts";
import type { Signaling } from "./signaling.ts";
import { UplinkLoss } from "./uplink-loss.ts";
import { CloseCode } from "./wire/signaling.ts";

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
  readonly since: number;
  /** What was lost before it was there. */
  readonly lossBefore: number;
  /** Media leave by it no more. */
  readonly leave: () => void;
}

/** From which share of lost datagrams on there is a second way, and below which there is none any more. */
const BEGINS_AT = 0.03;
const ENDS_AT = 0.015;
/** For how long less is lost before it ends. Milliseconds. */
const CALM = 15_000;
/** The path was full after all: more than twice as much and this are lost with two ways, as is known after so many milliseconds. */
const WORSE = 0.1;
const SETTLED = 6_000;
/** What is lost with one way is what was lost in the last so many milliseconds of it. */
const BEFORE = 2_000;
/** Until it is tried again: when it could not be had or broke, and when it was no good. Milliseconds. */
const PAUSE = 5_000;
const LONG_PAUSE = 60_000;
/** Between pings, so that the relay knows that somebody is there. Milliseconds. */
const PING = 2_000;
/** Half of what CUBIC carries where all packets get lost, at a round trip of one millisecond; and bounds of what is made of it. */
const CARRIED = 7e6;
const LEAST_CARRIED = 150_000;
const LEAST_LOSS = 0.01;

/**
 * A second connection beside one on which much gets lost. QUIC takes losses for a full path: its window falls to two packets, and once
 * those are lost all stands still for three round trips, although the path is free. Two such windows seldom fall at the same moment, so what leaves
 * by both is there in time.
 */
export class SecondWay {
  readonly #parts: SecondWayParts;
  readonly #loss = new UplinkLoss();
  readonly #stop = new AbortController();
  #open: Open | undefined;
  #isDialling = false;
  /** What was answered too late to be counted is asked once more, not again and again. */
  #hasAskedAgain = false;
  #notBefore = Number.NEGATIVE_INFINITY;
  #lossyAt = Number.NEGATIVE_INFINITY;
  #pingedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SecondWayParts) {
    const { signaling, media, now } = parts;
    this.#parts = parts;
    signaling.on("ping", (id) => this.#loss.asked(id, { at: now(), sent: media.datagramsSent }));
    signaling.on("message", (message) => {
      if (message.type !== "pong" || message.datagrams === undefined) return;
      const isCounted = this.#loss.answered(message.id, message.datagrams, now());
      this.#look(isCounted);
      this.#hasAskedAgain = !isCounted && !this.#hasAskedAgain;
      if (this.#hasAskedAgain) signaling.ping();
    });
    signaling.on("closed", () => this.#close());
  }

  /** With every pong. `isNew` where it says something of what gets lost. */
  #look(isNew: boolean): void {
    const share = this.#loss.share();
    if (share === undefined) return;
    const time = this.#parts.now();
    if (isNew && share > ENDS_AT) this.#lossyAt = time;
    if (this.#open !== undefined) this.#keep(this.#open, share, time);
    else if (isNew && share >= BEGINS_AT && time >= this.#notBefore && this.#isNetwork)
      void this.#begin(this.#loss.share(BEFORE) ?? share);
  }

  #keep(open: Open, share: number, time: number): void {
    const { signaling, media } = this.#parts;
    if (time - open.since > SETTLED && share > 2 * open.lossBefore + WORSE) this.#end(LONG_PAUSE);
    else if (time - this.#lossyAt > CALM) this.#end();
    else {
      media.badPath = { loss: share, carries: carried(signaling.health.minRoundTrip ?? 0, share) };
      if (time - this.#pingedAt < PING) return;
      this.#pingedAt = time;
      open.signaling.ping();
    }
  }

  /** And no burst, and no machine or path that has too much to do. */
  get #isNetwork(): boolean {
    return this.#loss.isSteady && this.#loss.isPrompt;
  }

  async #begin(lossBefore: number): Promise<void> {
    const { media, dial, now } = this.#parts;
    if (this.#isDialling || !canHelp(this.#parts.signaling)) return;
    this.#isDialling = true;
    try {
      const signaling = await dial(this.#stop.signal);
      const leave = media.addWay(signaling.getConnection().session);
      this.#open = { signaling, since: now(), lossBefore, leave };
      signaling.on("closed", () => this.#end());
      if (signaling.closed !== undefined || this.#stop.signal.aborted) this.#end();
    } catch {
      this.#notBefore = now() + PAUSE;
    } finally {
      this.#isDialling = false;
    }
  }

  #end(pause = PAUSE): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#notBefore = this.#parts.now() + pause;
    open.leave();
    this.#parts.media.badPath = undefined;
    open.signaling.close(CloseCode.done);
  }

  #close(): void {
    this.#stop.abort();
    this.#end();
  }
}

/** At a round trip in milliseconds and a share of lost packets, in bits per second. */
function carried(roundTrip: number, loss: number): number {
  return Math.max(LEAST_CARRIED, CARRIED / roundTrip / Math.sqrt(Math.max(loss, LEAST_LOSS)));
}

/** Where QUIC is what stands still: not over TCP, and not where a browser lets one choose how it goes about losses. */
function canHelp(signaling: Signaling): boolean {
  const { kind, session } = signaling.getConnection();
  const { congestionControl } = session as { readonly congestionControl?: string };
  return kind === "webtransport" && congestionControl !== "low-latency";
}
