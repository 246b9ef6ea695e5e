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

/** The order in which a client's streams are sent: higher first. Datagrams go before any of them. */
export const SendOrder = { frames: 0, signaling: -1 } as const;

/** One client's connection, whatever carries it. Whoever was handed it closes it. */
export interface Carrier {
  readonly kind: CarrierKind;
  /** The other end's IP address: for limits, never for logs. */
  readonly address: string;
  /** Settles once the connection is gone, whoever ended it; never rejects. */
  readonly closed: Promise<Closing>;
  /** Begins to deliver. Called once. */
  start(events: CarrierEvents): void;
  /** Waits while the client allows no further stream; rejects once the connection is gone. */
  openStream(): Promise<SendStream>;
  /** Resolves once the carrier has room for it; rejects when it can never be sent. */
  sendDatagram(bytes: Uint8Array): Promise<void>;
  close(code: CloseCode, reason: string): void;
}
