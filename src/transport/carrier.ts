import type { CarrierSession } from "./carrier-session.ts";
import { CloseCode, SESSION_PATH, WEBSOCKET_PROTOCOL } from "./wire/signaling.ts";

/** How the bytes travel. */
export type CarrierKind = "webtransport" | "websocket";

/** Where a relay is, as its well-known document or an invite link says. */
export interface RelayAddress {
  /** Base URL of the WebTransport end: https. */
  readonly url: string;
  /** SHA-256 of the certificates to accept, for a relay without a public certificate. */
  readonly certificateHashes: readonly Uint8Array<ArrayBuffer>[];
  /** For where UDP is blocked. */
  readonly webSocketUrl: string | undefined;
}

/** One open session to a relay, of the same shape whatever carries it. Its owner closes it. */
export interface Carrier {
  readonly kind: CarrierKind;
  readonly session: CarrierSession;
}

/** Where a browser's incoming datagrams wait while the worker is busy: half a second of a busy call. */
const INCOMING_DATAGRAMS = 512;
/**
 * Datagrams that may be on their way to the browser's network process at once. By itself the browser lets each get there before it takes
 * the next, which on a busy machine lets out fewer than a call makes: what waits here is late, and lost beyond some. Many more would hide
 * that a machine can do no more.
 */
const OUTGOING_DATAGRAMS = 8;
/** Milliseconds after which a datagram that could not leave is worthless. The browser's own default is a few. */
const DATAGRAM_MAX_AGE = 150;

/** Newer browsers have other names for the high-water marks, and will not have the old ones for ever. */
type RenamedQueues = WebTransportDatagramDuplexStream & {
  incomingMaxBufferedDatagrams?: number;
  outgoingMaxBufferedDatagrams?: number;
};

/** Starts a WebTransport session; it is usable once its `ready` resolves. */
export function startWebTransport(relay: RelayAddress): Carrier {
  const url = new URL(SESSION_PATH, relay.url);
  const hashes = relay.certificateHashes.map((value) => ({ algorithm: "sha-256", value }));
  const session = new WebTransport(url.href, {
    // Where a browser lets one choose: what it does by itself stands still when packets get lost, however much the path carries.
    congestionControl: "low-latency",
    ...(hashes.length > 0 && { serverCertificateHashes: hashes }),
  });
  const queues = session.datagrams as RenamedQueues;
  if ("outgoingMaxBufferedDatagrams" in queues) {
    queues.incomingMaxBufferedDatagrams = INCOMING_DATAGRAMS;
    queues.outgoingMaxBufferedDatagrams = OUTGOING_DATAGRAMS;
  } else {
    queues.incomingHighWaterMark = INCOMING_DATAGRAMS;
    queues.outgoingHighWaterMark = OUTGOING_DATAGRAMS;
  }
  queues.outgoingMaxAge = DATAGRAM_MAX_AGE;
  return { kind: "webtransport", session };
}

/** Starts a session over a WebSocket; it is usable once its `ready` resolves. Its code is fetched when it is needed. */
export async function startWebSocket(url: string): Promise<Carrier> {
  const { QmuxSession } = await import("./qmux/session.ts");
  return { kind: "websocket", session: new QmuxSession(new WebSocket(url, WEBSOCKET_PROTOCOL)) };
}

/** Closes a session that may be closed, or not yet open. */
export function closeQuietly(session: CarrierSession, closeCode: CloseCode = CloseCode.done): void {
  try {
    session.close({ closeCode, reason: "" });
  } catch {
    // Closing what never opened throws; it is gone either way.
  }
}
