import Session from "@moq/qmux";
import { socketWindows, timeouts } from "../src/transport/wire/limits.ts";
import type { CloseCode } from "../src/transport/wire/signaling.ts";
import {
  type Carrier,
  type CarrierEvents,
  type Closing,
  FrameOrder,
  LAST,
  type ReceiveStream,
  type SendOrder,
  type SendStream,
} from "./carrier.ts";
import { TokenBucket } from "./rate-limit.ts";
import { relayLimits, relayTimeouts } from "./relay-limits.ts";
import { withTimeout } from "./timing.ts";

/** WebTransport's streams and datagrams over one WebSocket, for clients whose UDP does not get through. */
export class WebSocketCarrier implements Carrier {
  readonly kind = "websocket";
  readonly address: string;
  readonly closed: Promise<Closing>;
  readonly #session: Session;
  readonly #order = new FrameOrder();
  readonly #datagrams: WritableStreamDefaultWriter<Uint8Array>;

  /** Takes over a socket on which `protocol` was agreed. */
  static async accept(socket: WebSocket, protocol: string, address: string): Promise<WebSocketCarrier> {
    guard(socket);
    const session = Session.accept(socket as Parameters<typeof Session.accept>[0], {
      protocol,
      config: {
        maxStreamsBidi: BigInt(relayLimits.incomingExchanges),
        maxStreamsUni: BigInt(relayLimits.incomingStreams),
        maxStreamDataUni: BigInt(socketWindows.stream),
        maxData: BigInt(socketWindows.session),
        maxIdleTimeout: BigInt(relayTimeouts.idle),
      },
    });
    const carrier = new WebSocketCarrier(session, address);
    await withTimeout(session.ready, timeouts.handshake, "WebSocket handshake");
    return carrier;
  }

  private constructor(session: Session, address: string) {
    this.address = address;
    this.#session = session;
    this.#datagrams = session.datagrams.writable.getWriter();
    this.#datagrams.closed.catch(() => undefined);
    this.closed = session.closed.then<Closing, Closing>(
      () => "in-order",
      () => "broken",
    );
  }

  start(events: CarrierEvents): void {
    // Every loop ends with the session, which `closed` tells.
    this.#readDatagrams(events).catch(() => undefined);
    this.#readStreams(events).catch(() => undefined);
    this.#readExchanges(events).catch(() => undefined);
  }

  async openStream(sendOrder: SendOrder = this.#order.next()): Promise<SendStream> {
    return new SocketSendStream(await this.#session.createUnidirectionalStream({ sendOrder }));
  }

  sendDatagram(bytes: Uint8Array): Promise<void> {
    return this.#datagrams.write(bytes);
  }

  close(closeCode: CloseCode, reason: string): void {
    this.#session.close({ closeCode, reason });
  }

  async #readDatagrams(events: CarrierEvents): Promise<void> {
    for await (const datagram of this.#session.datagrams.readable) events.datagram(datagram);
  }

  async #readStreams(events: CarrierEvents): Promise<void> {
    for await (const stream of this.#session.incomingUnidirectionalStreams)
      events.stream(new SocketReceiveStream(stream));
  }

  async #readExchanges(events: CarrierEvents): Promise<void> {
    for await (const { readable, writable } of this.#session.incomingBidirectionalStreams) {
      Object.assign(writable, { sendOrder: LAST });
      events.exchange(new SocketReceiveStream(readable), new SocketSendStream(writable));
    }
  }
}

class SocketReceiveStream implements ReceiveStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async read(): Promise<Uint8Array | undefined> {
    return (await this.#reader.read()).value;
  }

  cancel(): void {
    this.#reader.cancel().catch(() => undefined);
  }
}

class SocketSendStream implements SendStream {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  constructor(stream: WritableStream<Uint8Array>) {
    this.#writer = stream.getWriter();
    this.#writer.closed.catch(() => undefined);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#writer.write(bytes);
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  abort(): void {
    this.#writer.abort().catch(() => undefined);
  }
}

/**
 * The session answers a client's pings and window updates at once and keeps the answers until the socket takes them,
 * so a client that sends much and reads nothing is cut off here.
 */
function guard(socket: WebSocket): void {
  const messages = new TokenBucket(
    relayLimits.socketMessagesPerSecond,
    relayLimits.socketMessageBurst,
    performance.now(),
  );
  socket.addEventListener("message", () => {
    if (messages.take(performance.now()) && socket.bufferedAmount < relayLimits.socketBuffered) return;
    socket.close();
  });
}
