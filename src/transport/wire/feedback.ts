import { packets } from "rtp.js";
import { WireError } from "./error.ts";
import { readUint32 } from "./frame-head.ts";
import type { Ssrc } from "./ssrc.ts";

/** What a receiver tells a sender, or a sender its receivers, about one SSRC. */
export type Feedback =
  /** The receiver cannot go on without a key frame of `media`. */
  { readonly type: "picture-loss"; readonly sender: Ssrc; readonly media: Ssrc };

export function encodeFeedback(feedback: Feedback): Uint8Array<ArrayBuffer> {
  const pli = new packets.PliPacket();
  pli.setSenderSsrc(feedback.sender);
  pli.setMediaSsrc(feedback.media);
  const bytes = new Uint8Array(pli.getByteLength());
  pli.serialize(bytes.buffer);
  return bytes;
}

/**
 * The messages of a compound packet that this version knows, in order; others in it are passed over. All of them speak
 * for the reporter of the first packet, the only one that a relay has held against its sender.
 */
export function decodeFeedback(bytes: Uint8Array): Feedback[] {
  const feedback: Feedback[] = [];
  for (const packet of parseCompound(bytes)) {
    if (packet instanceof packets.PliPacket) {
      const sender = packet.getSenderSsrc() as Ssrc;
      if (sender !== readUint32(bytes, 4)) throw new WireError("malformed", "speaks for somebody else");
      feedback.push({ type: "picture-loss", sender, media: packet.getMediaSsrc() as Ssrc });
    }
  }
  return feedback;
}

function parseCompound(bytes: Uint8Array): packets.RtcpPacket[] {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new packets.CompoundPacket(view).getPackets();
  } catch (cause) {
    throw new WireError("malformed", "not an RTCP packet", { cause });
  }
}
