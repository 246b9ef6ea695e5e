import { WireError } from "../src/transport/wire/error.ts";
import { timeouts } from "../src/transport/wire/limits.ts";
import {
  type ClientMessage,
  decodeClientMessage,
  ErrorCode,
  PROTOCOL_VERSION,
  type RelayMessage,
} from "../src/transport/wire/signaling.ts";
import type { Admission, Place } from "./admission.ts";
import { Backlog } from "./backlog.ts";
import type { Carrier, CarrierKind, ReceiveStream, SendStream } from "./carrier.ts";
import type { DataStreams } from "./data-streams.ts";
import { Downlink } from "./downlink.ts";
import { DropError, dropReason } from "./drop-error.ts";
import { type Ending, type EndReason, endings } from "./endings.ts";
import type { Forwarder } from "./forward.ts";
import { IncomingFrames } from "./incoming-frames.ts";
import { readIncoming } from "./incoming-stream.ts";
import { describe, log } from "./log.ts";
import type { Mailboxes } from "./mailboxes.ts";
import type { DropReason, Metrics } from "./metrics.ts";
import { TokenBucket } from "./rate-limit.ts";
import { relayLimits, relayTimeouts } from "./relay-limits.ts";
import { type Asker, Requests } from "./requests.ts";
import type { Occupant, Rooms } from "./rooms.ts";
import { SignalingStream } from "./signaling.ts";
import type { Tickets } from "./tickets.ts";
import type { TokenCheck } from "./tokens.ts";
import { TwoWays } from "./two-ways.ts";

/** What may be said on a second way. */
const ofSecondWays: ReadonlySet<ClientMessage["type"]> = new Set(["ping", "pong", "repeat"]);

/** A client's two ways to the relay. */
interface Pair {
  readonly main: Connection;
  readonly second: Connection;
  readonly packets: TwoWays;
}

/** What all connections of a relay share. */
export interface Shared {
  readonly rooms: Rooms;
  readonly mailboxes: Mailboxes<Occupant>;
  readonly forwarder: Forwarder;
  readonly dataStreams: DataStreams;
  readonly tickets: Tickets<Connection>;
  readonly allows: TokenCheck;
  readonly admission: Admission;
  readonly metrics: Metrics;
  /** Milliseconds of a clock that does not run back. */
  readonly now: () => number;
}

/**
 * One client, from its open session to the end of its carrier: says hello, asks, sends, and is watched. It owns the
 * carrier and the places in rooms; whatever the client does wrong ends here and reaches nobody else.
 */
export class Connection implements Asker {
  /** For logs: says nothing about who it is. */
  readonly number: number;
  readonly downlink: Downlink;
  readonly #carrier: Carrier;
  readonly #place: Place;
  readonly #shared: Shared;
  readonly #requests: Requests;
  readonly #backlog: Backlog;
  readonly #messages: TokenBucket;
  readonly #datagrams: TokenBucket;
  readonly #streams: TokenBucket;
  /** How much nonsense is still put up with. */
  readonly #patience: TokenBucket;
  readonly #openedAt: number;
  #stage: "greeting" | "open" | "ending" = "greeting";
  #signaling: SignalingStream | undefined;
  #ticket: Uint8Array | undefined;
  #heardAt: number;
  /** How many there were, whatever became of them. */
  #datagramCount = 0;
  #pair: Pair | undefined;

  constructor(number: number, carrier: Carrier, place: Place, shared: Shared) {
    const now = shared.now();
    this.number = number;
    this.#carrier = carrier;
    this.#place = place;
    this.#shared = shared;
    this.#openedAt = now;
    this.#heardAt = now;
    this.#backlog = new Backlog((id) => this.tell({ type: "ping", id }), now);
    this.downlink = new Downlink(carrier, this.#backlog, shared.metrics);
    this.#requests = new Requests(this, shared.rooms, shared.mailboxes, shared.allows, shared.now);
    this.#messages = new TokenBucket(relayLimits.messagesPerSecond, relayLimits.messageBurst, now);
    this.#datagrams = new TokenBucket(relayLimits.datagramsPerSecond, relayLimits.datagramsPerSecond, now);
    this.#streams = new TokenBucket(relayLimits.streamsPerSecond, relayLimits.streamBurst, now);
    this.#patience = new TokenBucket(relayLimits.patiencePerSecond, relayLimits.patience, now);
  }

  get carrierKind(): CarrierKind {
    return this.#carrier.kind;
  }

  /** Serves the client; resolves once its carrier is gone. */
  async run(): Promise<void> {
    this.#carrier.start({
      datagram: (bytes) => this.#datagram(bytes),
      stream: (stream) => void this.#stream(stream),
      exchange: (readable, writable) => void this.#exchange(readable, writable),
    });
    const closing = await this.#carrier.closed;
    this.#stage = "ending";
    this.#requests.end(closing === "in-order" ? "left" : "lost");
    if (this.#ticket !== undefined) this.#shared.tickets.void(this.#ticket);
    this.#part();
    this.#place.release();
  }

  /** To be called now and then. */
  tick(now: number): void {
    if (this.#stage === "greeting" && now - this.#openedAt > timeouts.hello) this.end("no-hello");
    if (this.#stage !== "open") return;
    this.downlink.tick(now);
    if (now - this.#heardAt > timeouts.silence) this.end("silent");
    else if (this.downlink.stalledFor(now) > relayTimeouts.stalled) this.end("too-slow");
  }

  tell(message: RelayMessage): void {
    if (this.#signaling?.send(message) === false) this.end("too-slow");
  }

  offer(message: RelayMessage): boolean {
    return this.#signaling?.offer(message) === true;
  }

  refuse(code: ErrorCode, message: string, re?: number): void {
    this.tell({ type: "error", code, message, fatal: false, ...(re === undefined ? {} : { re }) });
  }

  expel(re: number): void {
    this.#shared.admission.blame(this.#carrier.address);
    this.end("not-allowed", re);
  }

  takesMailboxRequest(): boolean {
    return this.#shared.admission.takesMailboxRequest(this.#carrier.address);
  }

  /** Leaves every room now and closes the carrier, a moment later if there is something to say first. */
  end(reason: EndReason, re?: number): void {
    if (this.#stage === "ending") return;
    this.#stage = "ending";
    const { close, leave, error }: Ending = endings[reason];
    this.#shared.metrics.rejected.add(reason);
    log.info("ended", { connection: this.number, reason });
    this.#requests.end(leave);
    if (error !== undefined)
      this.#signaling?.send({ type: "error", ...error, fatal: true, ...(re === undefined ? {} : { re }) });
    const farewell = setTimeout(() => this.#carrier.close(close, reason), error ? relayTimeouts.farewell : 0);
    this.#carrier.closed.then(
      () => clearTimeout(farewell),
      () => undefined,
    );
  }

  #datagram(bytes: Uint8Array): void {
    const now = this.#hear();
    this.#datagramCount++;
    try {
      if (!this.#datagrams.take(now)) throw new DropError("rate-limited");
      if (this.#stage !== "open") throw new DropError("unexpected");
      if (this.#pair?.packets.isRepeat(bytes) === true) return;
      this.#shared.forwarder.datagram(this.#sender, bytes);
    } catch (error) {
      this.#drop(dropReason(error));
    }
  }

  async #stream(stream: ReceiveStream): Promise<void> {
    try {
      this.#admitFrames();
      if (this.#stage !== "open") throw new DropError("unexpected");
      await this.#carry(stream);
    } catch (error) {
      stream.cancel();
      this.#drop(dropReason(error));
    }
  }

  async #carry(stream: ReceiveStream): Promise<void> {
    const { forwarder, dataStreams } = this.#shared;
    const incoming = await readIncoming(stream);
    const { first } = incoming;
    if (incoming.carries === "data") {
      if (this.#isSecond) throw new DropError("unexpected");
      await dataStreams.carry(this, stream, incoming.head, first);
      return;
    }
    const packets = this.#pair?.packets;
    const source = packets === undefined ? stream : packets.join(incoming.head.name, stream, first);
    if (source === undefined) return;
    try {
      const frames = new IncomingFrames(source, incoming.head, first, () => this.#admitFrames());
      await forwarder.frames(this.#sender, frames);
    } catch (error) {
      source.cancel();
      packets?.forget(incoming.head.name);
      throw error;
    }
  }

  /** A stream, or a further frame on one. */
  #admitFrames(): void {
    if (!this.#streams.take(this.#hear())) throw new DropError("rate-limited");
  }

  async #exchange(readable: ReceiveStream, writable: SendStream): Promise<void> {
    this.#hear();
    try {
      const signaling = await SignalingStream.accept(readable, writable);
      if (this.#signaling !== undefined) throw new DropError("unexpected");
      this.#signaling = signaling;
      await this.#converse(signaling);
    } catch (error) {
      readable.cancel();
      writable.abort();
      this.#drop(dropReason(error));
    }
  }

  /** Until the client ends the stream, which ends the connection: it cannot be spoken to any more. */
  async #converse(signaling: SignalingStream): Promise<void> {
    try {
      for await (const packet of signaling.packets()) {
        const now = this.#hear();
        if (this.#stage === "ending") return;
        if (!this.#messages.take(now)) return this.end("rate-limited");
        this.#receive(packet);
      }
      this.end("ended");
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      log.info("malformed", { connection: this.number, error: describe(error) });
      this.end("protocol");
    }
  }

  #receive(packet: Uint8Array): void {
    const message = decodeKnown(packet);
    if (message === undefined) this.refuse(ErrorCode.unknownType, "This relay does not know that message.");
    else if (message.type === "hello") this.#greet(message);
    else if (this.#stage === "greeting") throw new WireError("malformed", "hello comes first");
    else if (this.#isSecond && !ofSecondWays.has(message.type))
      throw new WireError("malformed", "a second way is asked for nothing");
    else this.#handle(message);
  }

  #greet({ version, previous, beside }: Extract<ClientMessage, { type: "hello" }>): void {
    if (this.#stage !== "greeting") throw new WireError("malformed", "hello comes once");
    if (version !== PROTOCOL_VERSION) {
      this.end("version");
      return;
    }
    this.#stage = "open";
    this.#place.settle();
    const { tickets } = this.#shared;
    if (previous !== undefined) tickets.holder(previous)?.end("replaced");
    if (beside !== undefined) this.#standBeside(tickets.holder(beside));
    if (this.#stage !== "open") return;
    const ticket = tickets.issue(this);
    this.#ticket = ticket;
    this.tell({ type: "welcome", version: PROTOCOL_VERSION, gates: [], ticket });
  }

  /** Becomes the second way of that connection. There is one at a time, and none of what is one itself. */
  #standBeside(main: Connection | undefined): void {
    if (main === undefined || main.#isSecond || main.#stage !== "open") {
      this.end("ended");
      return;
    }
    const before = main.#pair?.second;
    const pair = { main, second: this, packets: new TwoWays() };
    main.#pair = pair;
    main.downlink.twin = undefined;
    this.#pair = pair;
    before?.end("replaced");
  }

  /** A second way goes with its connection, which goes on without it. */
  #part(): void {
    const pair = this.#pair;
    if (pair === undefined) return;
    if (pair.main === this) pair.second.end("ended");
    else if (pair.main.#pair === pair) {
      pair.main.#pair = undefined;
      pair.main.downlink.twin = undefined;
    }
  }

  get #isSecond(): boolean {
    return this.#sender !== this;
  }

  /** Whose packets these are. */
  get #sender(): Connection {
    return this.#pair?.main ?? this;
  }

  #handle(message: Exclude<ClientMessage, { type: "hello" }>): void {
    switch (message.type) {
      case "join":
        this.#requests.join(message).catch((error: unknown) => {
          log.error("join-failed", { connection: this.number, error: describe(error) });
          this.refuse(ErrorCode.notAllowed, "The relay could not check that.", message.id);
        });
        break;
      case "leave":
        this.#requests.leave(message);
        break;
      case "open-mailbox":
        this.#requests.openMailbox(message);
        break;
      case "find-mailbox":
        this.#requests.findMailbox(message);
        break;
      case "subscribe":
        this.#requests.subscribe(message);
        break;
      case "notify":
        this.#requests.notify(message);
        break;
      case "ping":
        this.tell({
          type: "pong",
          id: message.id,
          datagrams: this.#datagramCount >>> 0,
          sent: this.downlink.datagramsSent >>> 0,
        });
        break;
      case "pong":
        this.#backlog.answered(message.id, this.#shared.now());
        break;
      case "repeat":
        if (!this.#isSecond) throw new WireError("malformed", "there is one way");
        this.#sender.downlink.twin = message.isWanted ? this.downlink : undefined;
        break;
    }
  }

  #hear(): number {
    this.#heardAt = this.#shared.now();
    return this.#heardAt;
  }

  /** Counts what goes no further. A client that sends little else is not worth keeping. */
  #drop(reason: DropReason): void {
    this.#shared.metrics.dropped.add(reason);
    if (!this.#patience.take(this.#shared.now())) this.end("rate-limited");
  }
}

/** Undefined for a message of a later version, which is nobody's fault. */
function decodeKnown(packet: Uint8Array): ClientMessage | undefined {
  try {
    return decodeClientMessage(packet);
  } catch (error) {
    if (error instanceof WireError && error.reason === "unknown-type") return undefined;
    throw error;
  }
}
