import { readVarint, varintSize, writeVarint } from "../../../src/transport/wire/varint.ts";

/**
 * WebTransport's client side by hand over QUIC, byte by byte, so that a test can do what no well-behaved
 * implementation would: half a header, a stream that never ends, a datagram of nothing.
 */

/** What HTTP/3 and WebTransport number. */
const CONTROL_STREAM = 0x00;
const SETTINGS_FRAME = 0x04;
const HEADERS_FRAME = 0x01;
const SETTINGS: readonly (readonly [number, number])[] = [
  [0x08, 1], // extended CONNECT
  [0x33, 1], // datagrams
  [0x2b603742, 1], // WebTransport, as drafts numbered it
  [0xc671706a, 1], // WebTransport sessions
];

export const UNI_PREFIX = Uint8Array.of(0x40, 0x54, 0);
export const BIDI_PREFIX = Uint8Array.of(0x40, 0x41, 0);

export interface Target {
  readonly port: number;
  /** Of the certificate to accept; undefined asks the usual authorities. */
  readonly hash: Uint8Array<ArrayBuffer> | undefined;
  readonly path?: string;
}

/** A QUIC connection to the relay, pinned to its certificate, with nothing said on it yet. */
export function connectQuic({ port, hash }: Target, alpn = "h3"): Promise<Deno.QuicConn> {
  const options = {
    hostname: "127.0.0.1",
    port,
    alpnProtocols: [alpn],
    maxIdleTimeout: 30_000,
    // Not in the declarations, and what the runtime's own WebTransport client uses.
    ...(hash === undefined ? {} : { serverCertificateHashes: [{ algorithm: "sha-256", value: hash }] }),
  };
  return Promise.resolve(Deno.connectQuic<false>(options));
}

/** Says HTTP/3's settings and asks for a WebTransport session. What it returns must stay referenced. */
export async function openSession(
  connection: Deno.QuicConn,
  { port, path = "/v1" }: Target,
): Promise<unknown> {
  const control = (await connection.createUnidirectionalStream()).getWriter();
  const settings = concat(...SETTINGS.flatMap(([id, value]) => [varint(id), varint(value)]));
  await control.write(
    concat(varint(CONTROL_STREAM), varint(SETTINGS_FRAME), varint(settings.length), settings),
  );
  const request = await connection.createBidirectionalStream();
  const writer = request.writable.getWriter();
  const headers = concat(
    Uint8Array.of(0, 0),
    field(":method", "CONNECT"),
    field(":protocol", "webtransport"),
    field(":scheme", "https"),
    field(":authority", `127.0.0.1:${port}`),
    field(":path", path),
  );
  await writer.write(concat(varint(HEADERS_FRAME), varint(headers.length), headers));
  const reader = request.readable.getReader();
  const answer = await reader.read();
  if (answer.done || readVarint(answer.value)?.value !== HEADERS_FRAME) throw new Error("no session");
  return [control, writer, reader];
}

/** A literal field line with a literal name (RFC 9204 §4.5.6), without Huffman coding. */
function field(name: string, value: string): Uint8Array {
  const encoder = new TextEncoder();
  const nameBytes = encoder.encode(name);
  const valueBytes = encoder.encode(value);
  return concat(
    prefixed(0x20, 3, nameBytes.length),
    nameBytes,
    prefixed(0, 7, valueBytes.length),
    valueBytes,
  );
}

/** HPACK's prefixed integer, one continuation byte at most. */
function prefixed(flags: number, bits: number, value: number): Uint8Array {
  const max = 2 ** bits - 1;
  return value < max ? Uint8Array.of(flags | value) : Uint8Array.of(flags | max, value - max);
}

export function varint(value: number): Uint8Array {
  const bytes = new Uint8Array(varintSize(value));
  writeVarint(bytes, 0, value);
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
