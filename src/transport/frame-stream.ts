import type { Pacer } from "./pacer.ts";

type Writer = WritableStreamDefaultWriter<Uint8Array>;

/** Opens the streams of one session, each for one frame; one of them ahead of its frame, when asked to. */
export class FrameStreams {
  readonly #session: WebTransport;
  #spare: Promise<Writer> | undefined;

  constructor(session: WebTransport) {
    this.#session = session;
  }

  /** Opens the next stream already, if none waits. One that breaks while it waits is forgotten. */
  prepare(): void {
    if (this.#spare !== undefined) return;
    const spare = this.#open();
    this.#spare = spare;
    const forget = () => {
      if (this.#spare === spare) this.#spare = undefined;
    };
    spare.then((writer) => writer.closed).catch(forget);
  }

  take(): Promise<Writer> {
    const spare = this.#spare ?? this.#open();
    this.#spare = undefined;
    return spare;
  }

  async #open(): Promise<Writer> {
    const stream: WritableStream<Uint8Array> = await this.#session.createUnidirectionalStream();
    return stream.getWriter();
  }
}

/** One frame on its way out, on a stream of its own. */
export class OutgoingFrame {
  readonly #pacer: Pacer;
  #writer: Writer | undefined;
  #abandoned = false;

  constructor(pacer: Pacer) {
    this.#pacer = pacer;
  }

  /** Resolves once the network has taken all of it. */
  async send(stream: Promise<Writer>, bytes: Uint8Array, onWritten?: () => void): Promise<void> {
    const writer = await stream;
    this.#writer = writer;
    for (let written = 0; written < bytes.length; ) {
      const size = await this.#pacer.take(bytes.length - written);
      if (this.#abandoned) return this.abandon();
      // Not awaited: the close behind it waits for it, and one wait is enough.
      writer.write(bytes.subarray(written, written + size)).catch(() => undefined);
      written += size;
    }
    onWritten?.();
    await writer.close();
  }

  /** Resets the stream, even one that is not open yet: what is late is worth nothing. */
  abandon(): void {
    this.#abandoned = true;
    this.#writer?.abort().catch(() => undefined);
  }
}
