import {
  type Flow,
  Flow as Flows,
  type FrameFlow,
  type MediaFlow,
} from "../../../src/transport/wire/flows.ts";
import {
  frameDatagram,
  framePacket,
  frameStream,
  StreamParser,
} from "../../../src/transport/wire/framing.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import {
  type ClientMessage,
  decodeRelayMessage,
  encodeMessage,
  PROTOCOL_VERSION,
  type RelayMessage,
} from "../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Link } from "./link.ts";
import { QuicLink } from "./quic-link.ts";
import { concat } from "./raw-session.ts";
import type { Reachable } from "./relay-under-test.ts";
import { SocketLink } from "./socket-link.ts";
import { Inbox, within } from "./wait.ts";

type Hello = Extract<ClientMessage, { type: "hello" }>;
type Told<Type extends RelayMessage["type"]> = Extract<RelayMessage, { type: Type }>;

/** A stream of the relay, read to its end. */
export interface ArrivedStream {
  readonly bytes: Uint8Array;
  /** False when it broke off instead of ending. */
  readonly ended: boolean;
}

/** A stream of the relay that is still being read. */
export interface BegunStream {
  /** What has come so far. */
  readonly bytes: Uint8Array;
  /** How it went on: false when it broke off instead of ending. */
  readonly ended: Promise<boolean>;
}

export interface ClientOptions {
  readonly carrier?: Link["kind"];
  /** What a client that has lost interest stops doing: read the relay's streams, or answer its pings. */
  readonly reads?: boolean;
  readonly answers?: boolean;
}

/** A room nobody else is in. */
export function newRoom(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** A client that keeps to the protocol, except where a test tells it not to. */
export class TestClient {
  readonly link: Link;
  readonly messages = new Inbox<RelayMessage>();
  readonly datagrams = new Inbox<Uint8Array>();
  readonly streams = new Inbox<ArrivedStream>();
  /** The same streams from their first bytes on. */
  readonly begun = new Inbox<BegunStream>();
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #options: ClientOptions;
  #ticket: Uint8Array<ArrayBuffer> | undefined;
  readonly #keepAlive: ReturnType<typeof setInterval>;
  #lastRequest = 0;

  /** Opens a session and says hello. */
  static async connect(
    relay: Reachable,
    options: ClientOptions & Pick<Hello, "previous" | "beside"> = {},
  ): Promise<TestClient> {
    const opening =
      options.carrier === "websocket" ? SocketLink.open(relay.webSocketUrl) : QuicLink.open(relay.target);
    const client = await TestClient.over(await within<Link>(10_000, opening, "session"), options);
    const { previous, beside } = options;
    const tickets = { ...(previous && { previous }), ...(beside && { beside }) };
    await client.send({ type: "hello", version: PROTOCOL_VERSION, agent: "test", gates: [], ...tickets });
    client.#ticket = (await client.told("welcome")).ticket;
    return client;
  }

  /** Opens signaling on a session and says nothing yet. */
  static async over(link: Link, options: ClientOptions = {}): Promise<TestClient> {
    const { writer, readable } = await link.openExchange();
    await writer.write(Uint8Array.of(Flows.signaling));
    return new TestClient(link, writer, readable, options);
  }

  private constructor(
    link: Link,
    writer: WritableStreamDefaultWriter<Uint8Array>,
    readable: ReadableStream<Uint8Array>,
    options: ClientOptions,
  ) {
    this.link = link;
    this.#writer = writer;
    this.#options = options;
    const ended = () => undefined;
    this.#readSignaling(readable)
      .catch(ended)
      .finally(() => this.messages.end());
    const ping = () => void this.send({ type: "ping", id: 0 }).catch(ended);
    this.#keepAlive = setInterval(ping, timeouts.pingInterval);
    void link.closed.then(() => this.fallSilent());
    if (options.reads === false) return;
    this.#readDatagrams().catch(ended);
    this.#readStreams().catch(ended);
  }

  get ticket(): Uint8Array<ArrayBuffer> {
    if (this.#ticket === undefined) throw new Error("not welcomed yet");
    return this.#ticket;
  }

  send(message: ClientMessage): Promise<void> {
    return this.sendRaw(encodeMessage(message));
  }

  /** Bytes on the signaling stream, as they are. */
  sendRaw(bytes: Uint8Array): Promise<void> {
    return this.#writer.write(bytes);
  }

  /** Says nothing any more unless told to. */
  fallSilent(): void {
    clearInterval(this.#keepAlive);
  }

  /** Ends the signaling stream in order, as no client should. */
  endSignaling(): Promise<void> {
    return this.#writer.close();
  }

  /** The next message of that type. */
  async told<Type extends RelayMessage["type"]>(type: Type, milliseconds?: number): Promise<Told<Type>> {
    const isIt = (message: RelayMessage) => message.type === type;
    return (await this.messages.take(isIt, `message ${type}`, milliseconds)) as Told<Type>;
  }

  async join(room: Uint8Array<ArrayBuffer>, token?: string): Promise<Told<"joined">> {
    const id = ++this.#lastRequest;
    await this.send({ type: "join", id, room, ...(token === undefined ? {} : { token }) });
    const answer = await this.messages.take(
      (message) =>
        (message.type === "joined" && message.id === id) || (message.type === "error" && message.re === id),
      "an answer to join",
    );
    if (answer.type === "joined") return answer;
    throw new Error(answer.type === "error" ? answer.code : answer.type);
  }

  /** Resolves once the relay has heard it: a ping behind it has been answered. */
  async subscribe(member: MemberId, flows: MediaFlow[], maxLayer = 7): Promise<void> {
    await this.send({ type: "subscribe", member, flows, maxLayer });
    await this.settled();
  }

  /** Until the relay has handled everything that was sent on the signaling stream so far. */
  async settled(): Promise<void> {
    const id = 1_000_000 + ++this.#lastRequest;
    await this.send({ type: "ping", id });
    await this.messages.take((message) => message.type === "pong" && message.id === id, "pong");
  }

  sendDatagram(flow: Flow, packet: Uint8Array): Promise<void> {
    return this.link.sendDatagram(frameDatagram(flow, packet));
  }

  /** Frames on one stream. */
  async sendFrame(flow: FrameFlow, ...packets: Uint8Array[]): Promise<void> {
    const writer = await this.link.openStream();
    await writer.write(framesStream(flow, packets));
    await writer.close();
  }

  /** The next stream that carries exactly these frames, byte by byte. */
  async receivesFrame(flow: FrameFlow, ...packets: Uint8Array[]): Promise<void> {
    const wanted = framesStream(flow, packets);
    await this.streams.take(({ bytes, ended }) => ended && equal(bytes, wanted), "the frame, byte by byte");
  }

  async receivesDatagram(flow: Flow, packet: Uint8Array): Promise<void> {
    const wanted = frameDatagram(flow, packet);
    await this.datagrams.take((bytes) => equal(bytes, wanted), "the datagram, byte by byte");
  }

  close(): void {
    this.link.close();
  }

  async #readSignaling(readable: ReadableStream<Uint8Array>): Promise<void> {
    const parser = new StreamParser(Flows.signaling);
    for await (const bytes of readable) for (const packet of parser.push(bytes)) this.#receive(packet);
  }

  #receive(packet: Uint8Array): void {
    const message = decodeRelayMessage(packet);
    if (message.type !== "ping") this.messages.put(message);
    else if (this.#options.answers !== false)
      this.send({ type: "pong", id: message.id }).catch(() => undefined);
  }

  async #readDatagrams(): Promise<void> {
    for await (const bytes of this.link.datagrams) this.datagrams.put(bytes);
  }

  async #readStreams(): Promise<void> {
    for await (const stream of this.link.incoming) void this.#readStream(stream);
  }

  async #readStream(stream: ReadableStream<Uint8Array>): Promise<void> {
    const pieces: Uint8Array[] = [];
    const read = async () => {
      try {
        for await (const bytes of stream) pieces.push(bytes.slice());
        return true;
      } catch {
        return false;
      }
    };
    const ended = read();
    const soFar = {
      ended,
      get bytes() {
        return concat(...pieces);
      },
    };
    this.begun.put(soFar);
    const inOrder = await ended;
    this.streams.put({ bytes: soFar.bytes, ended: inOrder });
  }
}

/** A stream with these frames, whole. */
function framesStream(
  flow: FrameFlow,
  [first = new Uint8Array(), ...others]: readonly Uint8Array[],
): Uint8Array {
  return concat(frameStream(flow, first), ...others.map(framePacket));
}

function equal(first: Uint8Array, second: Uint8Array): boolean {
  return first.length === second.length && first.every((byte, index) => byte === second[index]);
}
