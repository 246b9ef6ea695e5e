import { nextDelay, type ReconnectPolicy } from "./backoff.ts";
import type { RelayAddress } from "./carrier.ts";
import { ConnectionStateMachine } from "./connection-state.ts";
import type { Dial } from "./dial.ts";
import { TransportError } from "./error.ts";
import { MediaTransport } from "./media-transport.ts";
import { Signaling } from "./signaling.ts";
import { sleep } from "./timeout.ts";
import { timeouts } from "./wire/limits.ts";
import { CloseCode } from "./wire/signaling.ts";

/** One life of the connection: everything on it ends when it ends. */
export interface Connection {
  readonly signaling: Signaling;
  readonly media: MediaTransport;
}

/** What a session is made of; tests bring their own network, clock and chance. */
export interface SessionParts {
  /** The address to dial. Asked again after a failure, since a relay's certificates change. */
  readonly address: (fresh: boolean) => Promise<RelayAddress>;
  readonly dial: Dial;
  readonly policy: ReconnectPolicy;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly random: () => number;
  readonly agent: string;
  /** Brings a new connection to use, by entering its rooms. The session counts as connected once it resolves. */
  readonly establish: (connection: Connection) => Promise<void>;
}

/** How often a connection is looked at, and how long without a sound until it is asked, then doubted. */
const WATCH_INTERVAL = 100;
const DOUBT_AFTER = 1_000;

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
  #ticket: Uint8Array<ArrayBuffer> | undefined;
  #wake: AbortController | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.state = new ConnectionStateMachine(parts.now);
  }

  /** The live connection, if there is one. It changes with every reconnection: do not keep it. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

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
    const { signal } = this.#stop;
    let next: Connection | undefined;
    let failures = 0;
    while (!signal.aborted) {
      try {
        next ??= await this.#connect(failures > 0, signal);
        await this.#use(next);
        failures = 0;
        next = await this.#watch(next);
      } catch (error) {
        next = undefined;
        if (signal.aborted) return;
        failures++;
        if (isFinal(error) || failures >= this.#parts.policy.maxAttempts) return this.#fail(error);
        await this.#pause(nextDelay(this.#parts.policy, failures - 1, this.#parts.random));
        continue;
      }
      if (!signal.aborted) this.state.moveTo("reconnecting");
    }
  }

  async #connect(fresh: boolean, signal: AbortSignal): Promise<Connection> {
    const carrier = await this.#parts.dial(await this.#parts.address(fresh), signal);
    const hello = { agent: this.#parts.agent, previous: this.#ticket };
    const { signaling, ticket } = await Signaling.open(carrier, hello, this.#parts.now);
    if (signal.aborted) {
      signaling.close();
      throw new TransportError("cancelled", "connect");
    }
    this.#ticket = ticket;
    return { signaling, media: MediaTransport.fromSignaling(signaling) };
  }

  async #use(connection: Connection): Promise<void> {
    this.#connection = connection;
    this.state.moveTo("signaling-connected");
    try {
      await this.#parts.establish(connection);
    } catch (error) {
      connection.signaling.close();
      this.#connection = undefined;
      if (!this.#stop.signal.aborted) this.state.moveTo("reconnecting");
      throw error;
    }
    if (!this.#stop.signal.aborted) this.state.moveTo("connected");
  }

  /** Until the connection is over. Returns its successor, where one was found in time. */
  async #watch({ signaling }: Connection): Promise<Connection | undefined> {
    const { now } = this.#parts;
    const rescue = new Rescue((signal) => this.#connect(true, signal), this.#stop.signal);
    let pinged = now();
    try {
      while (!this.#stop.signal.aborted && signaling.closed === undefined && rescue.found === undefined) {
        await sleep(WATCH_INTERVAL, this.#stop.signal).catch(() => undefined);
        const silence = now() - signaling.health.lastHeard;
        if (now() - pinged >= timeouts.pingInterval) {
          pinged = now();
          signaling.ping();
        }
        if (silence > timeouts.silence) break;
        if (silence > DOUBT_AFTER) rescue.start();
        else rescue.cancel();
      }
      if (signaling.closed !== undefined && isFinal(signaling.closed)) throw signaling.closed;
      return await rescue.take();
    } finally {
      rescue.cancel();
      this.#connection = undefined;
      signaling.close(CloseCode.replaced);
    }
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

/** The dial beside a doubted connection: one at a time, dropped when the doubt was wrong. */
class Rescue {
  readonly #connect: (signal: AbortSignal) => Promise<Connection>;
  readonly #stop: AbortSignal;
  #attempt: AbortController | undefined;
  #pending: Promise<void> = Promise.resolve();
  found: Connection | undefined;

  constructor(connect: (signal: AbortSignal) => Promise<Connection>, stop: AbortSignal) {
    this.#connect = connect;
    this.#stop = stop;
  }

  start(): void {
    if (this.#attempt !== undefined) return;
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
    if (attempt === this.#attempt) {
      this.#attempt = undefined;
      this.found = found;
    } else found?.signaling.close();
  }
}

/** Whether trying again is pointless: the relay has said no. */
function isFinal(error: unknown): boolean {
  return error instanceof TransportError && error.reason === "refused";
}
