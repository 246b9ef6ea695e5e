import { WireError } from "../wire/error.ts";
import { readVarint, varintSize, writeVarint } from "../wire/varint.ts";

// The frames of QMux: those of QUIC (RFC 9000 §19, RFC 9221) but for what TCP does already, and a few of its own.
export const PADDING = 0x00;
export const RESET_STREAM = 0x04;
export const STOP_SENDING = 0x05;
/** With any of the three flags added. */
export const STREAM = 0x08;
export const MAX_DATA = 0x10;
export const MAX_STREAM_DATA = 0x11;
export const MAX_EXCHANGES = 0x12;
export const MAX_STREAMS = 0x13;
export const DATA_BLOCKED = 0x14;
export const STREAM_DATA_BLOCKED = 0x15;
export const EXCHANGES_BLOCKED = 0x16;
export const STREAMS_BLOCKED = 0x17;
export const CONNECTION_CLOSE = 0x1c;
export const APPLICATION_CLOSE = 0x1d;
/** To the end of its record. */
export const DATAGRAM = 0x30;
export const DATAGRAM_WITH_LENGTH = 0x31;
// Eight bytes are a name rather than a number. Here as they stand on the wire.
export const PARAMETERS = 0xff5153300d0a0d0an;
export const PING = 0xf48c67529ef8c7bdn;
export const PONG = 0xf48c67529ef8c7ben;

/** Flags of a STREAM frame. */
export const FIN = 1;
export const LENGTH = 2;
export const OFFSET = 4;

/** Bytes of a record, which is what one message of the WebSocket holds: frames. Each end takes as many without being asked. */
export const MAX_RECORD = 16_382;

/** One frame as a record of its own: name, numbers, and what fills the rest. */
export function encodeFrame(
  name: number | bigint,
  numbers: readonly number[],
  payload: Uint8Array = new Uint8Array(0),
): Uint8Array<ArrayBuffer> {
  const isLong = typeof name === "bigint";
  let offset = isLong ? 8 : 1;
  const head = numbers.reduce((sum, number) => sum + varintSize(number), offset);
  const frame = new Uint8Array(head + payload.length);
  if (isLong) new DataView(frame.buffer).setBigUint64(0, name);
  else frame[0] = name;
  for (const number of numbers) offset = writeVarint(frame, offset, number);
  frame.set(payload, offset);
  return frame;
}

/** Reads what was put one behind the other. Throws "malformed" or "too-large" for what ends in the middle or is no number. */
export class FrameReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get rest(): number {
    return this.#bytes.length - this.#offset;
  }

  number(): number {
    const read = readVarint(this.#bytes, this.#offset);
    if (read === undefined) throw new WireError("malformed", "frame ends in a number");
    this.#offset += read.size;
    return read.value;
  }

  /** As the constants above have it. */
  name(): number | bigint {
    if ((this.#bytes[this.#offset] ?? 0) < 0xc0) return this.number();
    const { buffer, byteOffset } = this.bytes(8);
    return new DataView(buffer, byteOffset).getBigUint64(0);
  }

  /** A view of so many. */
  bytes(length: number): Uint8Array {
    if (length > this.rest) throw new WireError("malformed", "frame longer than its record");
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }
}
