import { nextDelay, type ReconnectPolicy } from "./backoff.ts";
import { closeQuietly, type RelayAddress } from "./carrier.ts";
import { ConnectionStateMachine } from "./connection-state.ts";
import { DataTransport } from "./data-transport.ts";
import type { Dial } from "./dial.ts";
import { TransportError } from "./error.ts";
import { IncomingStreams } from "./incoming-streams.ts";
import { MediaTransport } from "./media-transport.ts";
import { SecondWay } from "./second-way.ts";
import { Signaling } from "./signaling.ts";
import { sleep } from "./timeout.ts";
import { timeouts } from "./wire/limits.ts";
import { CloseCode } from "./wire/signaling.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** One life of the connection: everything on it ends when it ends. */
export interface Connection {
  readonly signaling: Signaling;
  readonly media: MediaTransport;
  readonly data: DataTransport;
}

/** What a session is made of; tests bring their own network, clock and chance. */
export interface SessionParts {
  /** The address to dial; a fresh one for every dial but the first, since a relay's certificates change. */
  readonly address: (fresh: boolean) => Promise<RelayAddress>;
  readonly dial: Dial;
  readonly policy: ReconnectPolicy;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly random: () => number;
  readonly agent: string;
  /**
   * Brings a new connection to use, by entering its rooms: the session counts as connected once it resolves. Must end
   * when the connection does.
   */
  readonly establish: (connection: Connection) => Promise<void>;
}

/** How often a connection is looked at, and how long without a sound until it is doubted. */
const WATCH_INTERVAL = 100;
const DOUBT_AFTER = 1_000;
/** What breaks sooner counts as a failed attempt: a relay that drops everybody must not be dialled without a pause. */
const PROVEN_AFTER = 5_000;

/**
 * Keeps one connection to a relay alive: dials, watches, dials again. The one owner of retries; never more than one dial
 * at a time. A silent connection is doubted long before it is given up: the next one is dialled beside it, and
 * whichever speaks first is kept.
 */
export class Session {
  readonly state: ConnectionStateMachine;
  readonly #parts: SessionParts;
  readonly #stop = new AbortController();
  #connection: Connection | undefined;
  #ticket: Bytes | undefined;
  #wake: AbortController | undefined;
  #hasDialled = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.state = new ConnectionStateMachine(parts.now);
  }

  /** The live connection, if there is one. It changes with every reconnection: do not keep it. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Nothing has been heard on the connection for so long that another is tried beside it. */
  get isDoubted(): boolean {
    return this.#connection !== undefined && this.#silenceOf(this.#connection) > DOUBT_AFTER;
  }

  /** At first, and again once it has failed. */
  open(): void {
    this.state.moveTo("connecting");
    void this.#run();
  }

  /** For good. */
  close(code: CloseCode = CloseCode.done): void {
    if (this.state.current.state === "closed") return;
    this.#stop.abort();
    this.#connection?.signaling.close(code);
    this.#connection = undefined;
    this.state.moveTo("closed");
  }

  /** The network changed or came back: no reason to wait any longer. */
  wake(): void {
    this.#wake?.abort();
    this.#connection?.signaling.ping();
  }

  async #run(): Promise<void> {
    const { policy, now, random } = this.#parts;
    const { signal } = this.#stop;
    let next: Connection | undefined;
    let failures = 0;
    while (!signal.aborted) {
      let usedSince = Number.POSITIVE_INFINITY;
      try {
        next ??= await this.#connect(signal);
        await this.#use(next);
        usedSince = now();
        next = await this.#watch(next);
        failures = 0;
      } catch (error) {
        next = undefined;
        if (signal.aborted) return;
        failures = now() - usedSince >= PROVEN_AFTER ? 0 : failures + 1;
        if (isFinal(error) || failures >= policy.maxAttempts) return this.#fail(error);
        if (failures > 0) await this.#pause(nextDelay(policy, failures - 1, random));
      }
    }
    next?.signaling.close();
  }

  /** Dials and says hello. The signal closes whatever has come of it so far. */
  async #connect(signal: AbortSignal): Promise<Connection> {
    const relay = await this.#parts.address(this.#hasDialled);
    this.#hasDialled = true;
    const carrier = await this.#parts.dial(relay, signal);
    const giveUp = () => closeQuietly(carrier.session);
    signal.addEventListener("abort", giveUp);
    try {
      if (signal.aborted) giveUp();
      const { agent, now } = this.#parts;
      const previous = this.#ticket;
      const { signaling, ticket } = await Signaling.open(
        carrier,
        { agent, ...(previous && { previous }) },
        now,
      );
      this.#ticket = ticket;
      const streams = new IncomingStreams(signaling);
      const media = MediaTransport.fromSignaling(signaling, streams);
      // It goes by what the connection says, and ends with it.
      new SecondWay({ signaling, media, dial: (signal) => this.#dialBeside(relay, ticket, signal), now });
      return { signaling, media, data: new DataTransport(signaling, streams) };
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  async #dialBeside(relay: RelayAddress, beside: Bytes, signal: AbortSignal): Promise<Signaling> {
    const { dial, agent, now } = this.#parts;
    const carrier = await dial({ ...relay, webSocketUrl: undefined }, signal);
    const { signaling } = await Signaling.open(carrier, { agent, beside }, now);
    return signaling;
  }

  async #use(connection: Connection): Promise<void> {
    const { signal } = this.#stop;
    try {
      if (signal.aborted) throw new TransportError("cancelled", "connect");
      this.#connection = connection;
      this.state.moveTo("signaling-connected");
      await this.#parts.establish(connection);
    } catch (error) {
      connection.signaling.close();
      this.#connection = undefined;
      if (!signal.aborted && !isFinal(error)) this.state.moveTo("reconnecting");
      throw error;
    }
    if (!signal.aborted) this.state.moveTo("connected");
  }

  /** Until the connection is over. Returns its successor, where one was found in time; else throws why it is over. */
  async #watch(connection: Connection): Promise<Connection> {
    const { now } = this.#parts;
    const { signaling } = connection;
    const rescue = new Rescue(this.#parts, (signal) => this.#connect(signal), this.#stop.signal);
    let pinged = now();
    try {
      while (!this.#isOver(connection) && rescue.found === undefined) {
        if (this.isDoubted) rescue.start();
        else rescue.cancel();
        await sleep(WATCH_INTERVAL, this.#stop.signal);
        if (now() - pinged < timeouts.pingInterval) continue;
        pinged = now();
        signaling.ping();
      }
      const reason = signaling.closed ?? new TransportError("timeout", "nothing heard any more");
      if (isFinal(reason)) throw reason;
      this.#connection = undefined;
      this.state.moveTo("reconnecting");
      signaling.close(CloseCode.replaced);
      const successor = await rescue.take();
      if (successor === undefined) throw reason;
      return successor;
    } finally {
      rescue.cancel();
      this.#connection = undefined;
      signaling.close(CloseCode.replaced);
    }
  }

  #isOver(connection: Connection): boolean {
    return connection.signaling.closed !== undefined || this.#silenceOf(connection) > timeouts.silence;
  }

  #silenceOf({ signaling }: Connection): number {
    return this.#parts.now() - signaling.health.lastHeard;
  }

  async #pause(milliseconds: number): Promise<void> {
    const wake = new AbortController();
    this.#wake = wake;
    await sleep(milliseconds, AbortSignal.any([wake.signal, this.#stop.signal])).catch(() => undefined);
  }

  #fail(error: unknown): void {
    this.state.moveTo("failed", error instanceof TransportError ? error.message : String(error));
  }
}

/** The dials beside a doubted connection: one at a time, with pauses, dropped when the doubt was wrong. */
class Rescue {
  readonly #parts: Pick<SessionParts, "policy" | "now" | "random">;
  readonly #connect: (signal: AbortSignal) => Promise<Connection>;
  readonly #stop: AbortSignal;
  #attempt: AbortController | undefined;
  #pending: Promise<void> = Promise.resolve();
  #failures = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  found: Connection | undefined;

  constructor(
    parts: Pick<SessionParts, "policy" | "now" | "random">,
    connect: (signal: AbortSignal) => Promise<Connection>,
    stop: AbortSignal,
  ) {
    this.#parts = parts;
    this.#connect = connect;
    this.#stop = stop;
  }

  /** Does nothing while an attempt is under way, or the last one failed a moment ago. */
  start(): void {
    if (this.#attempt !== undefined || this.#parts.now() < this.#notBefore) return;
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#pending = this.#connect(AbortSignal.any([attempt.signal, this.#stop])).then(
      (found) => this.#settle(attempt, found),
      () => this.#settle(attempt, undefined),
    );
  }

  cancel(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#failures = 0;
    this.found?.signaling.close();
    this.found = undefined;
  }

  /** What the attempt in flight finds; the caller owns it. */
  async take(): Promise<Connection | undefined> {
    await this.#pending;
    const { found } = this;
    this.found = undefined;
    return found;
  }

  #settle(attempt: AbortController, found: Connection | undefined): void {
    if (attempt !== this.#attempt) {
      found?.signaling.close();
      return;
    }
    this.#attempt = undefined;
    this.found = found;
    const { policy, now, random } = this.#parts;
    if (found === undefined) this.#notBefore = now() + nextDelay(policy, this.#failures++, random);
  }
}

/** Whether trying again is pointless: the relay has said no. */
function isFinal(error: unknown): boolean {
  return error instanceof TransportError && error.reason === "refused";
}
