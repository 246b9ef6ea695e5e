import { timeouts } from "../src/transport/wire/limits.ts";
import { type CloseCode, SESSION_PATH } from "../src/transport/wire/signaling.ts";
import type { Carrier, CarrierEvents, Closing, SendOrder, SendStream } from "./carrier.ts";
import { FrameOrder, LAST } from "./carrier.ts";
import { QuicReceiveStream, QuicSendStream, StreamKind } from "./quic-streams.ts";
import { RelayError } from "./relay-error.ts";
import { withTimeout } from "./timing.ts";

/** The session that WebTransport's prefixes name: the connection's first stream. */
const SESSION = 0;

/** Of the client: one for its encoder, one for its decoder. */
const QPACK_STREAMS = 2;

/**
 * WebTransport over raw QUIC. The runtime's own session does the handshake and is then only kept alive: its streams
 * cannot be ended properly, so streams and datagrams are framed here.
 */
export class QuicCarrier implements Carrier {
  readonly kind = "webtransport";
  readonly address: string;
  readonly closed: Promise<Closing>;
  readonly #connection: Deno.QuicConn;
  readonly #readDatagram: () => Promise<Uint8Array>;
  readonly #order = new FrameOrder();
  /**
   * What ends when nobody refers to it, and the client's session with it: the runtime's session with its control
   * streams, and those of the client's HTTP/3 that must stay open.
   */
  readonly #kept: unknown[];

  /** Completes the handshake on a fresh connection, which is closed if that fails. */
  static async accept(connection: Deno.QuicConn): Promise<QuicCarrier> {
    const gone = connection.closed.then<Closing, Closing>(
      () => "in-order",
      () => "broken",
    );
    const readDatagram = takeDatagrams(connection);
    const upgrade = Deno.upgradeWebTransport(connection);
    upgrade.then((session) => session.closed.catch(() => undefined)).catch(() => undefined);
    try {
      const broken = gone.then(() =>
        Promise.reject(new RelayError("protocol", "closed during the handshake")),
      );
      const session = await withTimeout(Promise.race([upgrade, broken]), timeouts.handshake, "handshake");
      if (new URL(session.url).pathname !== SESSION_PATH) throw new RelayError("protocol", "unknown path");
      return new QuicCarrier(connection, session, readDatagram, gone);
    } catch (error) {
      connection.close({ closeCode: 0, reason: "" });
      throw error;
    }
  }

  private constructor(
    connection: Deno.QuicConn,
    session: WebTransport,
    readDatagram: () => Promise<Uint8Array>,
    gone: Promise<Closing>,
  ) {
    this.address = connection.remoteAddr.hostname;
    this.closed = gone;
    this.#connection = connection;
    this.#kept = [session];
    this.#readDatagram = readDatagram;
  }

  start(events: CarrierEvents): void {
    // Every loop ends with the connection, which `closed` tells.
    this.#readDatagrams(events).catch(() => undefined);
    this.#readStreams(events).catch(() => undefined);
    this.#readExchanges(events).catch(() => undefined);
  }

  async openStream(sendOrder: SendOrder = this.#order.next()): Promise<SendStream> {
    const options = { waitUntilAvailable: true, sendOrder };
    return QuicSendStream.unidirectional(await this.#connection.createUnidirectionalStream(options));
  }

  sendDatagram(bytes: Uint8Array): Promise<void> {
    const datagram = new Uint8Array(1 + bytes.length);
    datagram.set(bytes, 1);
    return this.#connection.sendDatagram(datagram);
  }

  close(closeCode: CloseCode, reason: string): void {
    this.#connection.close({ closeCode, reason });
  }

  async #readDatagrams(events: CarrierEvents): Promise<void> {
    for (;;) {
      const datagram = await this.#readDatagram();
      // The quarter of the session's stream number stands in front. What belongs to no session counts as empty.
      events.datagram(datagram.subarray(datagram[0] === SESSION ? 1 : datagram.length));
    }
  }

  async #readStreams(events: CarrierEvents): Promise<void> {
    for await (const raw of this.#connection.incomingUnidirectionalStreams) {
      const stream = new QuicReceiveStream(raw);
      this.#sort(stream).then(
        (kind) => kind === StreamKind.stream && events.stream(stream),
        () => stream.cancel(),
      );
    }
  }

  async #readExchanges(events: CarrierEvents): Promise<void> {
    for await (const raw of this.#connection.incomingBidirectionalStreams) {
      const stream = new QuicReceiveStream(raw.readable);
      this.#sort(stream).then(
        (kind) => {
          if (kind !== StreamKind.exchange) return;
          raw.writable.sendOrder = LAST;
          events.exchange(stream, QuicSendStream.answering(raw.writable));
        },
        () => stream.cancel(),
      );
    }
  }

  /** Which kind of stream it is. Those of another session or none of ours are turned away. */
  async #sort(stream: QuicReceiveStream): Promise<number | undefined> {
    const prefix = await withTimeout(stream.readPrefix(), timeouts.streamHead, "stream prefix");
    if (prefix?.kind === StreamKind.qpackEncoder || prefix?.kind === StreamKind.qpackDecoder) {
      if (this.#kept.length <= QPACK_STREAMS) this.#kept.push(stream);
      return undefined;
    }
    const ours = prefix?.kind === StreamKind.stream || prefix?.kind === StreamKind.exchange;
    if (prefix !== undefined && ours && prefix.session === SESSION) return prefix.kind;
    stream.cancel();
    return undefined;
  }
}

/**
 * The connection's datagrams, for one reader. The session that is made of it reads them too, keeps one at a time and
 * would swallow every other, so what it finds from here on is a connection on which none arrive.
 */
function takeDatagrams(connection: Deno.QuicConn): () => Promise<Uint8Array> {
  const read = connection.readDatagram.bind(connection);
  connection.readDatagram = () => new Promise(() => undefined);
  return read;
}
