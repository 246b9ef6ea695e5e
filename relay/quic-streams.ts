import { concatBytes } from "../src/transport/wire/concat-bytes.ts";
import { readVarint } from "../src/transport/wire/varint.ts";
import type { ReceiveStream, SendStream } from "./carrier.ts";

/** Enough for most frames in one read; a buffer waits in every pending read, so not more. */
const READ_SIZE = 16 * 1024;

/** What WebTransport over HTTP/3 puts in front of a stream: its kind and the session it belongs to. */
export interface StreamPrefix {
  readonly kind: number;
  readonly session: number;
}

export const StreamKind = {
  /** A bidirectional stream of a WebTransport session. */
  exchange: 0x41,
  /** A unidirectional stream of a WebTransport session. */
  stream: 0x54,
  /** QPACK's two streams of the client's HTTP/3, which must stay open. */
  qpackEncoder: 0x02,
  qpackDecoder: 0x03,
} as const;

/** In front of every unidirectional stream to the client. Its session is the connection's first stream, number 0. */
const STREAM_PREFIX = Uint8Array.of(0x40, StreamKind.stream, 0);

/** A stream of the client, read past its WebTransport prefix. */
export class QuicReceiveStream implements ReceiveStream {
  readonly #reader: ReadableStreamBYOBReader;
  #held: Uint8Array | undefined;
  /** A buffer that came back with little in it. */
  #spare: ArrayBuffer | undefined;

  constructor(stream: Deno.QuicReceiveStream) {
    this.#reader = stream.getReader({ mode: "byob" });
  }

  /** The prefix, or undefined if the stream ends inside it. HTTP/3's own streams have only a kind. */
  async readPrefix(): Promise<StreamPrefix | undefined> {
    let bytes = new Uint8Array(0);
    for (;;) {
      const kind = readVarint(bytes);
      const ofSession = kind?.value === StreamKind.stream || kind?.value === StreamKind.exchange;
      if (kind !== undefined && !ofSession) return { kind: kind.value, session: 0 };
      const session = kind && readVarint(bytes, kind.size);
      if (kind !== undefined && session !== undefined) {
        const rest = bytes.subarray(kind.size + session.size);
        if (rest.length > 0) this.#held = rest;
        return { kind: kind.value, session: session.value };
      }
      const more = await this.read();
      if (more === undefined) return undefined;
      bytes = concatBytes(bytes, more);
    }
  }

  async read(): Promise<Uint8Array | undefined> {
    const held = this.#held;
    if (held !== undefined) {
      this.#held = undefined;
      return held;
    }
    const buffer = this.#spare ?? new ArrayBuffer(READ_SIZE);
    this.#spare = undefined;
    const { value, done } = await this.#reader.read(new Uint8Array(buffer));
    if (done || value.length === 0) return undefined;
    if (value.length > READ_SIZE / 2) return value;
    // What is read may wait a while for a slow receiver: a few bytes must not hold the whole buffer.
    this.#spare = value.buffer;
    return value.slice();
  }

  cancel(): void {
    this.#reader.cancel().catch(() => undefined);
  }
}

/** A stream to the client. */
export class QuicSendStream implements SendStream {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #prefix: Uint8Array | undefined;

  /** Unidirectional streams are the relay's own and start with a prefix; it leaves with the first bytes. */
  static unidirectional(stream: Deno.QuicSendStream): QuicSendStream {
    return new QuicSendStream(stream, STREAM_PREFIX);
  }

  /** The way back of a stream that the client opened. */
  static answering(stream: Deno.QuicSendStream): QuicSendStream {
    return new QuicSendStream(stream, undefined);
  }

  private constructor(stream: Deno.QuicSendStream, prefix: Uint8Array | undefined) {
    this.#writer = stream.getWriter();
    this.#writer.closed.catch(() => undefined);
    this.#prefix = prefix;
  }

  write(bytes: Uint8Array): Promise<void> {
    const prefix = this.#prefix;
    if (prefix === undefined) return this.#writer.write(bytes);
    this.#prefix = undefined;
    return this.#writer.write(concatBytes(prefix, bytes));
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  abort(): void {
    this.#writer.abort().catch(() => undefined);
  }
}
