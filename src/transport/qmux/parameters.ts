import { socketWindows } from "../wire/limits.ts";
import { encodeVarint } from "../wire/varint.ts";
import { encodeFrame, FrameReader, MAX_RECORD, PARAMETERS } from "./frames.ts";

// Transport parameters (RFC 9000 §18.2, RFC 9221 §3).
const DATA = 0x04;
const STREAM_DATA_OF_OWN_EXCHANGE = 0x05;
const STREAM_DATA_OF_THEIR_EXCHANGE = 0x06;
const STREAM_DATA = 0x07;
const EXCHANGES = 0x08;
const STREAMS = 0x09;
const DATAGRAM = 0x20;

/** Streams that the relay may have open towards this end: as many as browsers allow of all kinds. */
export const MAX_INCOMING_STREAMS = 100;

/** What the relay takes before it says more, in bytes unless it counts streams. */
export interface Parameters {
  readonly data: number;
  /** On each stream of one kind. */
  readonly exchangeData: number;
  readonly streamData: number;
  readonly exchanges: number;
  readonly streams: number;
  /** A datagram's whole frame; 0 for none at all. */
  readonly datagram: number;
}

/** What this end takes, as the first frame that it sends. No exchanges: only clients open them. */
export function encodeParameters(): Uint8Array<ArrayBuffer> {
  const parameters = [
    [DATA, socketWindows.session],
    [STREAM_DATA_OF_OWN_EXCHANGE, socketWindows.stream],
    [STREAM_DATA, socketWindows.stream],
    [STREAMS, MAX_INCOMING_STREAMS],
    [DATAGRAM, MAX_RECORD],
  ] as const;
  const bytes = parameters.flatMap(([name, number]) => {
    const value = encodeVarint(number);
    return [name, value.length, ...value];
  });
  return encodeFrame(PARAMETERS, [bytes.length], Uint8Array.from(bytes));
}

/** From the bytes of such a frame. What is not there is 0, what is not known means nothing. */
export function decodeParameters(bytes: Uint8Array): Parameters {
  const found = new Map<number | bigint, Uint8Array>();
  const reader = new FrameReader(bytes);
  while (reader.rest > 0) found.set(reader.name(), reader.bytes(reader.number()));
  const numberOf = (name: number) => {
    const value = found.get(name);
    return value === undefined ? 0 : new FrameReader(value).number();
  };
  return {
    data: numberOf(DATA),
    exchangeData: numberOf(STREAM_DATA_OF_THEIR_EXCHANGE),
    streamData: numberOf(STREAM_DATA),
    exchanges: numberOf(EXCHANGES),
    streams: numberOf(STREAMS),
    datagram: numberOf(DATAGRAM),
  };
}
