import type { ByteStreams } from "../carrier-session.ts";
import type { TransportError } from "../error.ts";
import type { Outbox } from "./outbox.ts";

/** Datagrams that wait while the worker is busy. What comes on top is lost. */
const MAX_WAITING = 512;

/** Both directions of datagrams: nothing in here makes anybody wait. */
export class Datagrams implements ByteStreams {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  #incoming: ReadableStreamDefaultController<Uint8Array> | undefined;
  #outgoing: WritableStreamDefaultController | undefined;

  constructor(outbox: Outbox) {
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#incoming = controller;
        },
      },
      { highWaterMark: MAX_WAITING },
    );
    this.writable = new WritableStream<Uint8Array>({
      start: (controller) => {
        this.#outgoing = controller;
      },
      write: (bytes) => outbox.datagram(bytes),
    });
  }

  push(bytes: Uint8Array): void {
    if ((this.#incoming?.desiredSize ?? 0) > 0) this.#incoming?.enqueue(bytes);
  }

  /** The session is over. */
  fail(error: TransportError): void {
    this.#incoming?.error(error);
    this.#outgoing?.error(error);
  }
}
