import type { CloseCode } from "../src/transport/wire/signaling.ts";

/** How a client's bytes travel. */
export type CarrierKind = "webtransport" | "websocket";

/** Bytes from the client, behind any framing of the carrier itself. */
export interface ReceiveStream {
  /** The next bytes, which are the caller's to keep; undefined at the end. Rejects when the client broke off. */
  read(): Promise<Uint8Array | undefined>;
  /** Wants no more: what still arrives is thrown away. */
  cancel(): void;
}

/** Bytes to the client. */
export interface SendStream {
  /** Resolves once the carrier has taken them over, which is its backpressure. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the stream behind what was written. */
  close(): Promise<void>;
  /** Ends it early. Some carriers can only cut it short, so the receiver holds what came against the declared length. */
  abort(): void;
}

/** A client's arrivals. None of these throws, and none keeps the carrier waiting. */
export interface CarrierEvents {
  datagram(bytes: Uint8Array): void;
  /** The client opened a unidirectional stream. */
  stream(stream: ReceiveStream): void;
  /** The client opened a bidirectional stream. */
  exchange(readable: ReceiveStream, writable: SendStream): void;
}

/** How a connection came to its end: the client said so, or it just broke off. */
export type Closing = "in-order" | "broken";

/** Of two streams the one with the higher order is sent first. Datagrams go before any stream. */
export type SendOrder = number;

/** Before every frame, and so only for little. */
export const CONTROL: SendOrder = 2;

/** Behind every frame: what is said here has arrived when all frames that were sent before it have. */
export const LAST: SendOrder = -(2 ** 31) + 1;

/** Behind everything: what has time, and must not be taken for frames that do not arrive. */
export const BULK: SendOrder = -(2 ** 31);

/** The order of one client's frames: each goes out whole before the next, since half a frame is no use to anybody. */
export class FrameOrder {
  #last: SendOrder = 1;

  next(): SendOrder {
    this.#last = this.#last - 1 > LAST ? this.#last - 1 : 0;
    return this.#last;
  }
}

/** One client's connection, whatever carries it. Whoever was handed it closes it. */
export interface Carrier {
  readonly kind: CarrierKind;
  /** The other end's IP address: for limits, never for logs. */
  readonly address: string;
  /** Settles once the connection is gone, whoever ended it; never rejects. */
  readonly closed: Promise<Closing>;
  /** Begins to deliver. Called once. */
  start(events: CarrierEvents): void;
  /**
   * Waits while the client allows no further stream; rejects once the connection is gone. Without an order it is the
   * stream of the next frame.
   */
  openStream(order?: SendOrder): Promise<SendStream>;
  /** Resolves once the carrier has room for it; rejects when it can never be sent. */
  sendDatagram(bytes: Uint8Array): Promise<void>;
  close(code: CloseCode, reason: string): void;
}
