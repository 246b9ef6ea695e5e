/** What is used of a WebTransport session, and what a session over a WebSocket offers as well. */
export interface CarrierSession {
  /** Resolves once streams can be opened, rejects where the session does not come up. */
  readonly ready: Promise<unknown>;
  /** With what code either end closed it; rejects where it broke. */
  readonly closed: Promise<CloseInfo>;
  /** What cannot leave now is lost. */
  readonly datagrams: ByteStreams;
  /** Streams that the relay opened. */
  readonly incomingUnidirectionalStreams: ReadableStream<ReadableStream<Uint8Array>>;
  /** Waits while the relay allows no more of them. */
  createUnidirectionalStream(): Promise<WritableStream<Uint8Array>>;
  createBidirectionalStream(): Promise<ByteStreams>;
  /** May throw for a session that has not opened. */
  close(info: { readonly closeCode: number; readonly reason: string }): void;
}

/** Two directions of the same thing. */
export interface ByteStreams {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** As browsers tell it. */
export interface CloseInfo {
  readonly closeCode?: number;
  readonly reason?: string;
}
