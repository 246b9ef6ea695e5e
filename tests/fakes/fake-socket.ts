// Not what the package exports, but what its other end of the wire writes and reads with.
import * as frame from "../../node_modules/@moq/qmux/frame.js";
import { Id } from "../../node_modules/@moq/qmux/stream.js";
import { VarInt } from "../../node_modules/@moq/qmux/varint.js";
import { QmuxSession } from "../../src/transport/qmux/session.ts";
import { WEBSOCKET_PROTOCOL } from "../../src/transport/wire/signaling.ts";
import { joined } from "./bytes.ts";

/** A frame as tests write it: numbers are numbers, and bytes are told by how many they are. */
export type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;

const id = (value: number) => new Id(VarInt.from(value));
const encoded = (any: frame.Any) => Uint8Array.from(frame.encode(any, "qmux-02"));

/** Frames of the relay, as the library writes them. */
export const relayFrames = {
  parameters: (values: Partial<frame.TransportParams> = {}) =>
    encoded({ type: "transport_parameters", params: { ...frame.RECOMMENDED_TRANSPORT_PARAMS, ...values } }),
  stream: (stream: number, data: Uint8Array, offset = 0, fin = false) =>
    encoded({ type: "stream", id: id(stream), data, offset: BigInt(offset), fin }),
  reset: (stream: number, code: number, size: number) =>
    encoded({ type: "reset_stream", id: id(stream), code: VarInt.from(code), finalSize: BigInt(size) }),
  stop: (stream: number, code: number) =>
    encoded({ type: "stop_sending", id: id(stream), code: VarInt.from(code) }),
  maxData: (max: number) => encoded({ type: "max_data", max: BigInt(max) }),
  maxStreamData: (stream: number, max: number) =>
    encoded({ type: "max_stream_data", id: id(stream), max: BigInt(max) }),
  maxStreams: (max: number) => encoded({ type: "max_streams_uni", max: BigInt(max) }),
  maxExchanges: (max: number) => encoded({ type: "max_streams_bidi", max: BigInt(max) }),
  datagram: (data: Uint8Array) => encoded({ type: "datagram", data }),
  ping: (sequence: number) => encoded({ type: "ping_request", sequence: BigInt(sequence) }),
  pong: (sequence: number) => encoded({ type: "ping_response", sequence: BigInt(sequence) }),
  blocked: () => [
    encoded({ type: "data_blocked", limit: 1n }),
    encoded({ type: "stream_data_blocked", id: id(3), limit: 1n }),
    encoded({ type: "streams_blocked_bidi", limit: 1n }),
    encoded({ type: "streams_blocked_uni", limit: 1n }),
  ],
  close: (code: number, reason: string) =>
    encoded({ type: "application_close", code: VarInt.from(code), reason }),
  fail: (code: number, reason: string) =>
    encoded({ type: "connection_close", code: VarInt.from(code), reason }),
};

/** What the library reads in a record. */
export function framesOf(record: Uint8Array): Frame[] {
  return frame.decodeRecord(record).map((any) => {
    const plain = Object.entries(any).map(([key, value]) => [key, plainOf(value)]);
    return Object.fromEntries(plain) as Frame;
  });
}

function plainOf(value: unknown): unknown {
  if (value instanceof Id) return Number(value.value.value);
  if (value instanceof VarInt) return Number(value.value);
  if (value instanceof Uint8Array) return value.length;
  return typeof value === "bigint" ? Number(value) : value;
}

/** A WebSocket without a network: `client` goes to the code under test, the rest is the relay's end. */
export class FakeSocket {
  readyState = 0;
  protocol = "";
  binaryType = "";
  bufferedAmount = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { readonly data: unknown }) => void) | undefined;
  onclose: ((event: { readonly code: number }) => void) | undefined;
  /** Every record that was sent. */
  readonly sent: Uint8Array[] = [];
  /** Whether what is sent stays where it is. */
  isStalled = false;

  get client(): WebSocket {
    return this as unknown as WebSocket;
  }

  /** What was sent since the last look. */
  take(): Frame[] {
    return this.sent.splice(0).flatMap(framesOf);
  }

  open(protocol = WEBSOCKET_PROTOCOL): void {
    this.readyState = 1;
    this.protocol = protocol;
    this.onopen?.();
  }

  receive(...frames: readonly Uint8Array[]): void {
    this.onmessage?.({ data: joined(frames).buffer });
  }

  /** What waited is gone. */
  drain(): void {
    this.bufferedAmount = 0;
  }

  /** The network is gone for good. */
  break(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006 });
  }

  send(bytes: Uint8Array): void {
    if (this.readyState === 0) throw new Error("InvalidStateError");
    if (this.readyState === 1) this.sent.push(bytes.slice());
    if (this.isStalled) this.bufferedAmount += bytes.length;
  }

  close(): void {
    this.readyState = 2;
  }
}

/** A session that is open, and has said what it takes. */
export async function openSession(parameters: Partial<frame.TransportParams> = {}) {
  const socket = new FakeSocket();
  const session = new QmuxSession(socket.client);
  socket.open();
  socket.receive(relayFrames.parameters(parameters));
  await session.ready;
  socket.sent.length = 0;
  return { socket, session };
}
