import { type Carrier, closeQuietly } from "./carrier.ts";
import type { ByteStreams, CloseInfo } from "./carrier-session.ts";
import { Emitter } from "./emitter.ts";
import { TransportError } from "./error.ts";
import { type Health, HealthMonitor } from "./health.ts";
import { withTimeout } from "./timeout.ts";
import { WireError } from "./wire/error.ts";
import { Flow } from "./wire/flows.ts";
import { StreamParser } from "./wire/framing.ts";
import { limits, timeouts } from "./wire/limits.ts";
import {
  type ClientMessage,
  CloseCode,
  decodeRelayMessage,
  encodeMessage,
  PROTOCOL_VERSION,
  type RelayMessage,
} from "./wire/signaling.ts";
import { encodeVarint } from "./wire/varint.ts";

type Told<Type extends RelayMessage["type"]> = Extract<RelayMessage, { type: Type }>;
export type Joined = Told<"joined">;
/** A room, and the short public code by which it is found. */
export type Mailbox = Pick<Told<"mailbox">, "code" | "room">;
type Hello = Extract<ClientMessage, { type: "hello" }>;
/** What a client says of itself as it comes. */
export type Greeting = Pick<Hello, "agent" | "previous" | "beside">;

interface SignalingEvents {
  message: RelayMessage;
  /** The id of a ping that leaves. */
  ping: number;
  /** The connection is over; nothing follows. */
  closed: TransportError;
}

/** Bytes of messages that may wait for a slow connection before it counts as broken. */
const MAX_QUEUED = 4 * limits.signalingMessage;

/** For the last words to leave. Milliseconds. */
const FAREWELL = 200;

/** The messages between this client and its relay on one connection, from hello until it closes. */
export class Signaling {
  readonly #carrier: Carrier;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #monitor: HealthMonitor;
  readonly #now: () => number;
  readonly #events = new Emitter<SignalingEvents>();
  #nextRequest = 1;
  #queued = 0;
  #closed: TransportError | undefined;

  /** Says hello and waits for the welcome. The carrier is this object's from now on: closing one closes the other. */
  static async open(
    carrier: Carrier,
    greeting: Greeting,
    now: () => number,
  ): Promise<{ signaling: Signaling; ticket: Uint8Array<ArrayBuffer> }> {
    try {
      const stream = await withTimeout(
        carrier.session.createBidirectionalStream(),
        timeouts.request,
        "signaling",
      );
      const signaling = new Signaling(carrier, stream, now);
      signaling.send({ type: "hello", version: PROTOCOL_VERSION, gates: [], ...greeting });
      const welcome = await signaling.#answer(
        (answer) => (answer.type === "welcome" ? answer : undefined),
        timeouts.hello,
      );
      return { signaling, ticket: welcome.ticket };
    } catch (cause) {
      closeQuietly(carrier.session, CloseCode.timeout);
      throw cause instanceof TransportError ? cause : new TransportError("closed", "signaling", { cause });
    }
  }

  private constructor(carrier: Carrier, stream: ByteStreams, now: () => number) {
    this.#carrier = carrier;
    this.#writer = stream.writable.getWriter();
    this.#monitor = new HealthMonitor(now());
    this.#now = now;
    void this.#write(encodeVarint(Flow.signaling));
    void this.#readAll(stream.readable);
    carrier.session.closed.then(
      (info) => this.#end(closeError(info)),
      (cause: unknown) => this.#end(new TransportError("closed", "connection lost", { cause })),
    );
  }

  /** The connection underneath, which media share. */
  getConnection(): Carrier {
    return this.#carrier;
  }

  get health(): Health {
    return this.#monitor.health;
  }

  /** Why the connection is over, once it is. */
  get closed(): TransportError | undefined {
    return this.#closed;
  }

  on<K extends keyof SignalingEvents>(type: K, listener: (event: SignalingEvents[K]) => void): () => void {
    return this.#events.on(type, listener);
  }

  send(message: ClientMessage): void {
    if (this.#closed === undefined) void this.#write(encodeMessage(message));
  }

  /** Enters a room and returns who is there; throws "refused" with the relay's reason. */
  join(room: Uint8Array<ArrayBuffer>): Promise<Joined> {
    return this.#request("joined", (id) => ({ type: "join", id, room }));
  }

  /**
   * A new room with a code, in the place of the one that this client had. It can be found for some minutes, and no longer
   * than the connection lasts and the client stays in the room. Throws "refused" when the relay has none to give.
   */
  openMailbox(): Promise<Mailbox> {
    return this.#request("mailbox", (id) => ({ type: "open-mailbox", id }));
  }

  /** The room of that code, which should be four digits; throws "refused" where there is none, or after too many tries. */
  findMailbox(code: string): Promise<Mailbox> {
    return this.#request("mailbox", (id) => ({ type: "find-mailbox", id, code }));
  }

  /** Anything arrived on this connection, on whatever flow. */
  heard(): void {
    this.#monitor.heard(this.#now());
  }

  ping(): void {
    const id = this.#monitor.ping(this.#now());
    this.send({ type: "ping", id });
    this.#events.emit("ping", id);
  }

  /** Nothing more is said. What was said still leaves, where the client has finished rather than given up. */
  close(code: CloseCode = CloseCode.done): void {
    if (this.#closed !== undefined) {
      closeQuietly(this.#carrier.session, code);
      return;
    }
    this.#end(new TransportError("cancelled", "closed here"));
    if (code === CloseCode.done) void this.#finish();
    else closeQuietly(this.#carrier.session, code);
  }

  async #finish(): Promise<void> {
    await withTimeout(this.#writer.close(), FAREWELL, "farewell").catch(() => undefined);
    closeQuietly(this.#carrier.session);
  }

  /** The relay's answer of that type; throws "refused" with its reason when it says no. */
  async #request<Type extends "joined" | "mailbox">(
    type: Type,
    request: (id: number) => ClientMessage,
  ): Promise<Told<Type>> {
    const id = this.#nextRequest++;
    this.send(request(id));
    const outcome = await this.#answer<{ told: Told<Type> } | { refusal: string }>((message) => {
      if (message.type === type && message.id === id) return { told: message as Told<Type> };
      return message.type === "error" && message.re === id ? { refusal: message.code } : undefined;
    }, timeouts.request);
    if ("refusal" in outcome) throw new TransportError("refused", outcome.refusal);
    return outcome.told;
  }

  /** The first message that `pick` finds to be the answer; throws when none comes in time, or the connection ends first. */
  async #answer<T>(pick: (message: RelayMessage) => T | undefined, milliseconds: number): Promise<T> {
    if (this.#closed !== undefined) throw this.#closed;
    const subscriptions: (() => void)[] = [];
    const answer = new Promise<T>((resolve, reject) => {
      const take = (message: RelayMessage) => {
        const picked = pick(message);
        if (picked !== undefined) resolve(picked);
      };
      subscriptions.push(this.on("message", take), this.on("closed", reject));
    });
    try {
      return await withTimeout(answer, milliseconds, "no answer from the relay");
    } finally {
      for (const unsubscribe of subscriptions) unsubscribe();
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#queued += bytes.length;
    try {
      if (this.#queued > MAX_QUEUED) throw new TransportError("timeout", "signaling is stalled");
      await this.#writer.write(bytes);
    } catch (cause) {
      this.#fail(new TransportError("closed", "cannot write", { cause }));
    } finally {
      this.#queued -= bytes.length;
    }
  }

  async #readAll(readable: ReadableStream<Uint8Array>): Promise<void> {
    // The relay answers on the client's stream, so only its own messages stand there: no flow identifier in front.
    const parser = new StreamParser(Flow.signaling);
    const reader = readable.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read())
        for (const packet of parser.push(next.value)) this.#receive(packet);
      throw new TransportError("closed", "signaling ended");
    } catch (cause) {
      if (cause instanceof WireError) this.#fail(new TransportError("protocol", cause.message, { cause }));
      else this.#fail(new TransportError("closed", "cannot read", { cause }));
    }
  }

  #receive(packet: Uint8Array): void {
    this.heard();
    const message = decodeKnown(packet);
    if (message === undefined) return;
    if (message.type === "ping") this.send({ type: "pong", id: message.id });
    if (message.type === "pong") this.#monitor.pong(message.id, this.#now());
    this.#events.emit("message", message);
    if (message.type === "error" && message.fatal) this.#fail(new TransportError("refused", message.code));
  }

  #fail(error: TransportError): void {
    closeQuietly(this.#carrier.session, error.reason === "protocol" ? CloseCode.protocol : CloseCode.done);
    this.#end(error);
  }

  #end(error: TransportError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.#events.emit("closed", error);
  }
}

/** Undefined for a message of a later version, which is nobody's fault. */
function decodeKnown(packet: Uint8Array): RelayMessage | undefined {
  try {
    return decodeRelayMessage(packet);
  } catch (error) {
    if (error instanceof WireError && error.reason === "unknown-type") return undefined;
    throw error;
  }
}

function closeError(info: CloseInfo): TransportError {
  const refusals: readonly number[] = [CloseCode.notAllowed, CloseCode.rateLimited];
  const code = info.closeCode ?? CloseCode.done;
  return new TransportError(
    refusals.includes(code) ? "refused" : "closed",
    `closed by the relay with ${code}`,
  );
}
