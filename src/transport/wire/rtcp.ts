import { WireError } from "./error.ts";

/** Packet types of RTCP (RFC 3550, RFC 4585). */
export const RtcpType = {
  senderReport: 200,
  receiverReport: 201,
  transportFeedback: 205,
  payloadFeedback: 206,
} as const;
export type RtcpType = (typeof RtcpType)[keyof typeof RtcpType];

/** One packet of a compound one. */
export interface RtcpPacket {
  readonly type: number;
  /** Of a report, how many blocks it has; of feedback, which kind it is. */
  readonly format: number;
  /** Everything behind the first word, without padding. */
  readonly body: DataView;
}

const HEAD = 4;
/** What tells RTCP from RTP (RFC 5761). */
const FIRST_TYPE = 192;
const LAST_TYPE = 223;

/** A packet whose body is still to be written: whole words, all zero. */
export function newRtcpPacket(
  type: RtcpType,
  format: number,
  bodyLength: number,
): [Uint8Array<ArrayBuffer>, DataView] {
  const bytes = new Uint8Array(HEAD + bodyLength);
  const head = new DataView(bytes.buffer);
  head.setUint8(0, 0x80 | format);
  head.setUint8(1, type);
  head.setUint16(2, bodyLength / 4);
  return [bytes, new DataView(bytes.buffer, HEAD)];
}

/** The packets of a compound one in order, whatever they are. */
export function splitCompound(bytes: Uint8Array): readonly RtcpPacket[] {
  const packets: RtcpPacket[] = [];
  let rest = bytes;
  do {
    const length = packetLength(rest);
    packets.push(readPacket(rest.subarray(0, length)));
    rest = rest.subarray(length);
  } while (rest.length > 0);
  return packets;
}

function packetLength(bytes: Uint8Array): number {
  const [flags = 0, type = 0, high = 0, low = 0] = bytes;
  const length = HEAD + 4 * ((high << 8) | low);
  if (flags >> 6 !== 2 || type < FIRST_TYPE || type > LAST_TYPE) throw new WireError("malformed", "not RTCP");
  if (bytes.length < length) throw new WireError("malformed", "RTCP packet past its end");
  return length;
}

function readPacket(packet: Uint8Array): RtcpPacket {
  const [flags = 0, type = 0] = packet;
  const padding = flags & 0x20 ? (packet.at(-1) ?? 0) : 0;
  const length = packet.length - HEAD - padding;
  if (length < 0) throw new WireError("malformed", "more padding than packet");
  return { type, format: flags & 0x1f, body: new DataView(packet.buffer, packet.byteOffset + HEAD, length) };
}
