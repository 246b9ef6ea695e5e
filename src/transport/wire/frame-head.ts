import { WireError } from "./error.ts";
import { type Flow, flowName, isFlow } from "./flows.ts";
import { decodeMarking, type FrameMarking } from "./frame-marking.ts";
import { limits, maxPacket } from "./limits.ts";
import { FIXED_HEADER, readExtensions, rtpHeadLength } from "./rtp-head.ts";
import { ExtensionId } from "./rtp-layout.ts";
import type { Ssrc } from "./ssrc.ts";
import { readVarint } from "./varint.ts";

/** What a relay reads of a frame on a stream, before it forwards the bytes as they are. */
export interface FrameHead {
  readonly flow: Flow;
  readonly ssrc: Ssrc;
  readonly name: PacketName;
  readonly marking: FrameMarking | undefined;
  /** Bytes of a stream that carries nothing else: flow identifier, length and packet. */
  readonly streamLength: number;
}

/**
 * Reads the head of a frame's stream, or returns undefined while it has not all arrived. Reads past the fixed header
 * no further than the header extensions; the payload may be anything.
 */
export function readFrameHead(bytes: Uint8Array): FrameHead | undefined {
  const flow = readVarint(bytes);
  if (flow === undefined) return undefined;
  if (!isFlow(flow.value)) throw new WireError("unknown-flow", flowName(flow.value));
  const length = readVarint(bytes, flow.size);
  if (length === undefined) return undefined;
  if (length.value > maxPacket(flow.value)) throw new WireError("too-large", `frame of ${length.value}`);
  if (length.value < FIXED_HEADER) throw new WireError("malformed", "frame shorter than an RTP header");
  const start = flow.size + length.size;
  const packet = bytes.subarray(start, start + length.value);
  const headLength = rtpHeadLength(packet);
  // While it is not known, it takes at least one byte more than there are.
  const needed = headLength ?? packet.length + 1;
  if (needed > length.value) throw new WireError("malformed", "RTP header past the frame's end");
  if (needed > limits.frameHead) throw new WireError("too-large", `RTP header of ${needed}`);
  if (headLength === undefined || packet.length < headLength) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, headLength);
  const streamLength = start + length.value;
  const marking = readExtensions(view).get(ExtensionId.marking);
  return {
    flow: flow.value,
    ssrc: readSsrc(packet),
    name: readName(packet),
    marking: marking && decodeMarking(marking),
    streamLength,
  };
}

/** The SSRC of an RTP packet, which names its sender; throws for anything that is too short to have one. */
export function readSsrc(packet: Uint8Array): Ssrc {
  return readUint32(packet, 8) as Ssrc;
}

/** What an RTP packet is called among the recent ones of its client: its SSRC and its sequence number. */
export type PacketName = number & { readonly of: "packet" };

/** Throws for anything that is too short to have one. */
export function readName(packet: Uint8Array): PacketName {
  const sequence = readUint32(packet, 0) & 0xffff;
  return (readSsrc(packet) * 0x1_0000 + sequence) as PacketName;
}

/** A 32-bit number in network order. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  if (bytes.length < offset + 4) throw new WireError("malformed", "packet too short");
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}
