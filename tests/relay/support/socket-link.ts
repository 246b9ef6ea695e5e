import { QmuxSession } from "../../../src/transport/qmux/session.ts";
import { WEBSOCKET_PROTOCOL } from "../../../src/transport/wire/signaling.ts";
import type { Link } from "./link.ts";
import { within } from "./wait.ts";

/** A session over a WebSocket, by the same code that browsers get. */
export class SocketLink implements Link {
  readonly kind = "websocket";
  readonly closed: Promise<number | undefined>;
  readonly #session: QmuxSession;
  readonly #datagrams: WritableStreamDefaultWriter<Uint8Array>;

  static async open(url: string): Promise<SocketLink> {
    const session = new QmuxSession(new WebSocket(url, WEBSOCKET_PROTOCOL));
    await within(5_000, session.ready, "WebSocket session");
    return new SocketLink(session);
  }

  private constructor(session: QmuxSession) {
    this.#session = session;
    this.#datagrams = session.datagrams.writable.getWriter();
    this.closed = session.closed.then(
      ({ closeCode }) => closeCode,
      () => undefined,
    );
  }

  get incoming(): AsyncIterable<ReadableStream<Uint8Array>> {
    return this.#session.incomingUnidirectionalStreams;
  }

  get datagrams(): AsyncIterable<Uint8Array> {
    return this.#session.datagrams.readable;
  }

  async openStream(): Promise<WritableStreamDefaultWriter<Uint8Array>> {
    const writer = (await this.#session.createUnidirectionalStream()).getWriter();
    writer.closed.catch(() => undefined);
    return writer;
  }

  async openExchange() {
    const { readable, writable } = await this.#session.createBidirectionalStream();
    const writer = writable.getWriter();
    writer.closed.catch(() => undefined);
    return { writer, readable };
  }

  async sendDatagram(bytes: Uint8Array): Promise<void> {
    await this.#datagrams.write(bytes);
  }

  close(closeCode = 0): void {
    this.#session.close({ closeCode, reason: "" });
  }
}
