import { Attempts } from "./attempts.ts";
import { nextDelay, type Pauses, type ReconnectPolicy } from "./backoff.ts";
import { type Carrier, closeQuietly, type RelayAddress } from "./carrier.ts";
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
  /** When a connection by WebSocket tries UDP again. */
  readonly returnToUdp: Pauses;
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

/** A carrier that nobody has said hello on yet, and where it leads. */
interface Dialled {
  readonly relay: RelayAddress;
  readonly carrier: Carrier;
}

/** How often a connection is looked at, and how long without a sound until it is doubted. */
const WATCH_INTERVAL = 100;
const DOUBT_AFTER = 1_000;
/** What breaks sooner counts as a failed attempt: a relay that drops everybody must not be dialled without a pause. */
const PROVEN_AFTER = 5_000;

/**
 * Keeps one connection to a relay alive: dials, watches, dials again. The one owner of retries; never more than one dial
 * at a time. A silent connection is doubted long before it is given up: the next one is dialled beside it, and
 * whichever speaks first is kept. One by WebSocket is left as soon as UDP gets through.
 */
export class Session {
  readonly state: ConnectionStateMachine;
  readonly #parts: SessionParts;
  readonly #stop = new AbortController();
  #connection: Connection | undefined;
  #ticket: Bytes | undefined;
  #wake: AbortController | undefined;
  #hasDialled = false;
  /** How often a way back to UDP was waited for. */
  #returns = 0;

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
    const relay = await this.#address();
    return this.#greet(relay, await this.#parts.dial(relay, signal), signal);
  }

  #address(): Promise<RelayAddress> {
    const isFresh = this.#hasDialled;
    this.#hasDialled = true;
    return this.#parts.address(isFresh);
  }

  /** From here on the relay knows that the connection before is to be replaced. */
  async #greet(relay: RelayAddress, carrier: Carrier, signal: AbortSignal): Promise<Connection> {
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
    const carrier = await dial(byUdp(relay), signal);
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
    const rescue = this.#rescue();
    const faster = signaling.getConnection().kind === "websocket" ? this.#wayBack() : undefined;
    let pinged = now();
    try {
      while (!this.#isOver(connection) && !rescue.hasFound && !faster?.hasFound) {
        if (!this.isDoubted) {
          rescue.cancel();
          faster?.start();
        } else if (faster?.isTrying) faster.cancel();
        else rescue.start();
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
      const successor = faster?.hasFound ? await this.#greetFound(faster) : await rescue.take();
      if (successor === undefined) throw reason;
      return successor;
    } finally {
      rescue.cancel();
      faster?.cancel();
      this.#connection = undefined;
      signaling.close(CloseCode.replaced);
    }
  }

  /** Dials beside a connection that is doubted. */
  #rescue(): Attempts<Connection> {
    const { policy, now, random } = this.#parts;
    return new Attempts<Connection>({
      attempt: (signal) => this.#connect(signal),
      discard: ({ signaling }) => signaling.close(),
      pause: (failures) => nextDelay(policy, failures, random),
      now,
      stop: this.#stop.signal,
    });
  }

  /** Dials by UDP beside a connection that goes by WebSocket, which the relay hears nothing of until one has come up. */
  #wayBack(): Attempts<Dialled> {
    const { dial, returnToUdp, now, random } = this.#parts;
    const pause = () => nextDelay(returnToUdp, this.#returns++, random);
    return new Attempts<Dialled>({
      attempt: async (signal) => {
        const relay = await this.#address();
        return { relay, carrier: await dial(byUdp(relay), signal) };
      },
      discard: ({ carrier }) => closeQuietly(carrier.session),
      pause,
      notBefore: now() + pause(),
      now,
      stop: this.#stop.signal,
    });
  }

  async #greetFound(found: Attempts<Dialled>): Promise<Connection | undefined> {
    const dialled = await found.take();
    return dialled && this.#greet(dialled.relay, dialled.carrier, this.#stop.signal);
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

function byUdp(relay: RelayAddress): RelayAddress {
  return { ...relay, webSocketUrl: undefined };
}

/** Whether trying again is pointless: the relay has said no. */
function isFinal(error: unknown): boolean {
  return error instanceof TransportError && error.reason === "refused";
}
