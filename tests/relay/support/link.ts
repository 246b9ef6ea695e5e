/** One open session to the relay, whatever carries it: what a test client writes to and reads from. */
export interface Link {
  readonly kind: "webtransport" | "websocket";
  /** Streams that the relay opened, as they come. */
  readonly incoming: AsyncIterable<ReadableStream<Uint8Array>>;
  readonly datagrams: AsyncIterable<Uint8Array>;
  /** With what code the session ended; undefined when it just broke. */
  readonly closed: Promise<number | undefined>;
  openStream(): Promise<WritableStreamDefaultWriter<Uint8Array>>;
  openExchange(): Promise<{
    readonly writer: WritableStreamDefaultWriter<Uint8Array>;
    readonly readable: ReadableStream<Uint8Array>;
  }>;
  sendDatagram(bytes: Uint8Array): Promise<void>;
  close(code?: number): void;
}
