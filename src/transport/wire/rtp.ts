import { WireError } from "./error.ts";
import { decodeMarking, encodeMarking, type FrameMarking } from "./frame-marking.ts";
import { limits } from "./limits.ts";
import { FIXED_HEADER, ONE_BYTE_PROFILE, readExtensions, rtpHeadLength } from "./rtp-head.ts";
import { ExtensionId } from "./rtp-layout.ts";
import type { Ssrc } from "./ssrc.ts";

/** Payload types. Static: an invitation says nothing about codecs, and a packet says all that its decoder needs. */
export const PayloadType = { vp8: 96, h264: 97, vp9: 98, av1: 99, opus: 111, red: 112 } as const;
export type PayloadType = (typeof PayloadType)[keyof typeof PayloadType];

/** Ticks per second of RTP timestamps. */
export const clockRate = { audio: 48_000, video: 90_000 } as const;

/** What stands in front of a packet's payload: in the clear, so that relays can read it. */
export interface MediaHeader {
  readonly payloadType: PayloadType;
  /** 16 bits, one more with each packet of the SSRC. */
  readonly sequence: number;
  /** 32 bits, in ticks of the flow's clock. */
  readonly timestamp: number;
  readonly ssrc: Ssrc;
  /** Only frames of video and screen carry it. */
  readonly marking: FrameMarking | undefined;
  /** Milliseconds of the sender's clock when the packet was handed to the network, modulo 64 s, in steps of 1/262 ms. */
  readonly sendTime: number;
}

/** One packet: for video and screen a whole frame, for audio one Opus frame. */
export interface MediaPacket extends MediaHeader {
  readonly payload: Uint8Array;
}

/** A packet as it came. */
export interface ReceivedPacket extends MediaPacket {
  /** The bytes in front of the payload, exactly as they came: what the payload's seal is held against. A copy. */
  readonly header: Uint8Array<ArrayBuffer>;
  readonly payload: Uint8Array<ArrayBuffer>;
}

const payloadTypes: ReadonlySet<number> = new Set(Object.values(PayloadType));
const VERSION_2_WITH_EXTENSIONS = 0x90;
/** The last packet of a frame, which every packet with a picture is. */
const MARKER = 0x80;
const SEND_TIME_RANGE_MS = 64_000;
const SEND_TIME_STEPS_PER_MS = 262.144;

/** The first bytes of a packet; its payload follows as it is. At most `limits.frameHead`. */
export function encodeMediaHeader(header: MediaHeader): Uint8Array<ArrayBuffer> {
  const elements: (readonly [number, DataView])[] = [[ExtensionId.sendTime, encodeSendTime(header.sendTime)]];
  if (header.marking !== undefined) elements.unshift([ExtensionId.marking, encodeMarking(header.marking)]);
  const words = Math.ceil(elements.reduce((sum, [, value]) => sum + 1 + value.byteLength, 0) / 4);
  const bytes = new Uint8Array(FIXED_HEADER + 4 + 4 * words);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION_2_WITH_EXTENSIONS);
  view.setUint8(1, (header.marking === undefined ? 0 : MARKER) | header.payloadType);
  view.setUint16(2, header.sequence);
  view.setUint32(4, header.timestamp);
  view.setUint32(8, header.ssrc);
  view.setUint16(FIXED_HEADER, ONE_BYTE_PROFILE);
  view.setUint16(FIXED_HEADER + 2, words);
  let offset = FIXED_HEADER + 4;
  for (const [id, value] of elements) {
    view.setUint8(offset, (id << 4) | (value.byteLength - 1));
    bytes.set(new Uint8Array(value.buffer), offset + 1);
    offset += 1 + value.byteLength;
  }
  return bytes;
}

export function encodeMediaPacket(packet: MediaPacket): Uint8Array<ArrayBuffer> {
  const header = encodeMediaHeader(packet);
  const bytes = new Uint8Array(header.length + packet.payload.length);
  bytes.set(header);
  bytes.set(packet.payload, header.length);
  return bytes;
}

export function decodeMediaPacket(bytes: Uint8Array): ReceivedPacket {
  const headerLength = rtpHeadLength(bytes) ?? Number.POSITIVE_INFINITY;
  if (headerLength > bytes.length) throw new WireError("malformed", "RTP header past the packet's end");
  if (headerLength > limits.frameHead) throw new WireError("too-large", `RTP header of ${headerLength}`);
  const head = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const payloadType = head.getUint8(1) & 0x7f;
  if (!isPayloadType(payloadType)) throw new WireError("unknown-type", `payload type ${payloadType}`);
  const extensions = readExtensions(head);
  const marking = extensions.get(ExtensionId.marking);
  const sendTime = extensions.get(ExtensionId.sendTime);
  const payloadLength = bytes.length - headerLength - paddingOf(bytes);
  if (payloadLength < 0) throw new WireError("malformed", "more padding than payload");
  return {
    header: new Uint8Array(bytes.subarray(0, headerLength)),
    payloadType,
    sequence: head.getUint16(2),
    timestamp: head.getUint32(4),
    ssrc: head.getUint32(8) as Ssrc,
    marking: marking === undefined ? undefined : decodeMarking(marking),
    sendTime: sendTime === undefined ? 0 : decodeSendTime(sendTime),
    // What comes off a network is never in shared memory.
    payload: new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + headerLength, payloadLength),
  };
}

/** The last byte of a padded packet says how much of its end is none of the payload's. */
function paddingOf(bytes: Uint8Array): number {
  return (bytes[0] ?? 0) & 0x20 ? (bytes.at(-1) ?? 0) : 0;
}

function isPayloadType(value: number): value is PayloadType {
  return payloadTypes.has(value);
}

/** 6.18 fixed-point seconds, as abs-send-time has it. */
function encodeSendTime(milliseconds: number): DataView {
  const steps = Math.round((milliseconds % SEND_TIME_RANGE_MS) * SEND_TIME_STEPS_PER_MS) & 0xff_ffff;
  const view = new DataView(new ArrayBuffer(3));
  view.setUint16(0, steps >>> 8);
  view.setUint8(2, steps & 0xff);
  return view;
}

function decodeSendTime(view: DataView): number {
  if (view.byteLength !== 3) throw new WireError("malformed", "send time");
  return (view.getUint16(0) * 0x100 + view.getUint8(2)) / SEND_TIME_STEPS_PER_MS;
}
