import type { Link } from "./link.ts";
import { BIDI_PREFIX, concat, connectQuic, openSession, type Target, UNI_PREFIX } from "./raw-session.ts";

/** A session by hand over QUIC. The connection underneath is there for tests that want to misuse it. */
export class QuicLink implements Link {
  readonly kind = "webtransport";
  readonly connection: Deno.QuicConn;
  readonly closed: Promise<number | undefined>;
  /** The session ends with its control streams, and those with the last reference to them. */
  readonly control: unknown;

  static async open(target: Target): Promise<QuicLink> {
    const connection = await connectQuic(target);
    return new QuicLink(connection, await openSession(connection, target));
  }

  private constructor(connection: Deno.QuicConn, control: unknown) {
    this.connection = connection;
    this.control = control;
    this.closed = connection.closed.then(
      ({ closeCode }) => closeCode,
      () => undefined,
    );
  }

  get incoming(): AsyncIterable<ReadableStream<Uint8Array>> {
    return this.#incoming();
  }

  get datagrams(): AsyncIterable<Uint8Array> {
    return this.#datagrams();
  }

  async openStream(): Promise<WritableStreamDefaultWriter<Uint8Array>> {
    const stream = await this.connection.createUnidirectionalStream({ waitUntilAvailable: true });
    const writer = stream.getWriter();
    writer.closed.catch(() => undefined);
    await writer.write(UNI_PREFIX);
    return writer;
  }

  async openExchange() {
    const { readable, writable } = await this.connection.createBidirectionalStream();
    const writer = writable.getWriter();
    writer.closed.catch(() => undefined);
    await writer.write(BIDI_PREFIX);
    return { writer, readable };
  }

  sendDatagram(bytes: Uint8Array): Promise<void> {
    return this.connection.sendDatagram(concat(Uint8Array.of(0), bytes));
  }

  close(closeCode = 0): void {
    this.connection.close({ closeCode, reason: "" });
  }

  async *#incoming() {
    for await (const stream of this.connection.incomingUnidirectionalStreams)
      if (await startsWith(UNI_PREFIX, stream)) yield stream as ReadableStream<Uint8Array>;
  }

  async *#datagrams() {
    for (;;) yield (await this.connection.readDatagram()).subarray(1);
  }
}

/** Takes as many bytes off the stream. HTTP/3's control stream is the one that starts with something else. */
async function startsWith(prefix: Uint8Array, stream: Deno.QuicReceiveStream): Promise<boolean> {
  const reader = stream.getReader({ mode: "byob" });
  for (const expected of prefix) {
    const { value } = await reader.read(new Uint8Array(1));
    if (value?.[0] !== expected) return false;
  }
  reader.releaseLock();
  return true;
}
