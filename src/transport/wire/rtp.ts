import { packets } from "rtp.js";
import { WireError } from "./error.ts";
import { decodeMarking, encodeMarking, type FrameMarking } from "./frame-marking.ts";
import { limits } from "./limits.ts";
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
const SEND_TIME_RANGE_MS = 64_000;
const SEND_TIME_STEPS_PER_MS = 262.144;

/** The first bytes of a packet; its payload follows as it is. At most `limits.frameHead`. */
export function encodeMediaHeader(header: MediaHeader): Uint8Array<ArrayBuffer> {
  const rtp = new packets.RtpPacket();
  rtp.setPayloadType(header.payloadType);
  rtp.setSequenceNumber(header.sequence & 0xffff);
  rtp.setTimestamp(header.timestamp >>> 0);
  rtp.setSsrc(header.ssrc);
  rtp.setMarker(header.marking !== undefined);
  rtp.enableOneByteExtensions();
  if (header.marking !== undefined) rtp.setExtension(ExtensionId.marking, encodeMarking(header.marking));
  rtp.setExtension(ExtensionId.sendTime, encodeSendTime(header.sendTime));
  const bytes = new Uint8Array(rtp.getByteLength());
  rtp.serialize(bytes.buffer);
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
  const rtp = parseRtp(bytes);
  const payloadType = rtp.getPayloadType();
  if (!isPayloadType(payloadType)) throw new WireError("unknown-type", `payload type ${payloadType}`);
  // Ids mean something in one-byte extensions only, which is also all that a relay reads.
  const extension = (id: number) => (rtp.hasOneByteExtensions() ? rtp.getExtension(id) : undefined);
  const marking = extension(ExtensionId.marking);
  const sendTime = extension(ExtensionId.sendTime);
  const payload = rtp.getPayload();
  const headerLength = payload.byteOffset - bytes.byteOffset;
  if (headerLength > limits.frameHead) throw new WireError("too-large", `RTP header of ${headerLength}`);
  return {
    header: new Uint8Array(bytes.subarray(0, headerLength)),
    payloadType,
    sequence: rtp.getSequenceNumber(),
    timestamp: rtp.getTimestamp(),
    ssrc: rtp.getSsrc() as Ssrc,
    marking: marking === undefined ? undefined : decodeMarking(marking),
    sendTime: sendTime === undefined ? 0 : decodeSendTime(sendTime),
    // What comes off a network is never in shared memory.
    payload: new Uint8Array(payload.buffer as ArrayBuffer, payload.byteOffset, payload.byteLength),
  };
}

function parseRtp(bytes: Uint8Array): packets.RtpPacket {
  try {
    return new packets.RtpPacket(viewOf(bytes));
  } catch (cause) {
    throw new WireError("malformed", "not an RTP packet", { cause });
  }
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

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
