import { packets } from "rtp.js";
import { WireError } from "./error.ts";
import { type ArrivalsBody, decodeArrivals, encodeArrivals } from "./feedback-arrivals.ts";
import { readUint32 } from "./frame-head.ts";
import { memberOf, type Ssrc } from "./ssrc.ts";

/** How one SSRC has fared at a receiver so far (RFC 3550). */
export interface Reception {
  readonly media: Ssrc;
  /** Since the report before, 0 to 1. */
  readonly fractionLost: number;
  /** 0 or more. */
  readonly packetsLost: number;
  /** Unwrapped, modulo 2³². */
  readonly highestSequence: number;
  /** In ticks of the RTP clock. */
  readonly jitter: number;
  /** As `reportStamp` of the last sender report's time; 0 before the first. */
  readonly lastReport: number;
  /** Milliseconds since that report came. */
  readonly delaySinceLastReport: number;
}

/** What a receiver tells a sender, or a sender its receivers. `sender` is whoever speaks. */
export type Feedback =
  /** The receiver cannot go on without a key frame of `media`. */
  | { readonly type: "picture-loss"; readonly sender: Ssrc; readonly media: Ssrc }
  /** At `time`, milliseconds since 1970 by the sender's clock, its media had come to `rtpTimestamp`. */
  | {
      readonly type: "sender-report";
      readonly sender: Ssrc;
      readonly time: number;
      readonly rtpTimestamp: number;
      readonly packetCount: number;
      readonly octetCount: number;
    }
  | { readonly type: "receiver-report"; readonly sender: Ssrc; readonly receptions: readonly Reception[] }
  /** What became of each packet (RFC 8888). */
  | ({ readonly type: "arrivals"; readonly sender: Ssrc } & ArrivalsBody);

/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_EPOCH = 2_208_988_800;
const UNITS = 2 ** 32;
const DELAY_PER_MS = 65.536;
type GenericParameters = ConstructorParameters<typeof packets.GenericFeedbackPacket>;
/** Packet type and format of RFC 8888, which the library carries without knowing it. */
const RTP_FEEDBACK = 205 as NonNullable<GenericParameters[1]>;
const CONGESTION_CONTROL = 11 as NonNullable<GenericParameters[2]>;

/** One compound packet. Its first message decides whom a relay takes it to; all have to concern the same member. */
export function encodeFeedback(...feedback: readonly Feedback[]): Uint8Array<ArrayBuffer> {
  const parts = feedback.map(toPacket);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.getByteLength(), 0));
  let offset = 0;
  for (const part of parts) {
    part.serialize(bytes.buffer, offset);
    offset += part.getByteLength();
  }
  return bytes;
}

/**
 * The messages of a compound packet that this version knows, in order; others in it are passed over. All of them speak
 * for the member of the first packet, the only one that a relay has held against its sender.
 */
export function decodeFeedback(bytes: Uint8Array): Feedback[] {
  const feedback = parseCompound(bytes).flatMap((packet) => fromPacket(packet) ?? []);
  const reporter = feedback.length > 0 ? memberOf(readUint32(bytes, 4)) : undefined;
  for (const { sender } of feedback)
    if (memberOf(sender) !== reporter) throw new WireError("malformed", "speaks for somebody else");
  return feedback;
}

/** How receivers name a sender report: the middle of its NTP time. */
export function reportStamp(time: number): number {
  return Math.floor((time / 1000 + NTP_EPOCH) * 0x1_0000) % UNITS;
}

/** Milliseconds from a sender report until `now` (both since 1970), without what the receiver held it. */
export function roundTripOf({ lastReport, delaySinceLastReport }: Reception, now: number): number {
  return ((reportStamp(now) - lastReport + UNITS) % UNITS) / DELAY_PER_MS - delaySinceLastReport;
}

function toPacket(feedback: Feedback): packets.RtcpPacket {
  switch (feedback.type) {
    case "picture-loss": {
      const packet = new packets.PliPacket();
      packet.setSenderSsrc(feedback.sender);
      packet.setMediaSsrc(feedback.media);
      return packet;
    }
    case "sender-report": {
      const packet = new packets.SenderReportPacket();
      const seconds = feedback.time / 1000 + NTP_EPOCH;
      packet.setSsrc(feedback.sender);
      packet.setNtpSeconds(Math.floor(seconds) % UNITS);
      packet.setNtpFraction(Math.floor((seconds % 1) * UNITS));
      packet.setRtpTimestamp(feedback.rtpTimestamp >>> 0);
      packet.setPacketCount(feedback.packetCount % UNITS);
      packet.setOctetCount(feedback.octetCount % UNITS);
      return packet;
    }
    case "receiver-report": {
      const packet = new packets.ReceiverReportPacket();
      packet.setSsrc(feedback.sender);
      packet.setReports(feedback.receptions.map(toReport));
      return packet;
    }
    case "arrivals": {
      const body = encodeArrivals(feedback);
      const packet = new packets.GenericFeedbackPacket(undefined, RTP_FEEDBACK, CONGESTION_CONTROL);
      packet.setSenderSsrc(feedback.sender);
      // Where other feedback names its one media source, this begins with the first of several.
      packet.setMediaSsrc(readUint32(body, 0));
      packet.setBody(new DataView(body.buffer, 4));
      return packet;
    }
  }
}

function toReport(reception: Reception): packets.ReceptionReport {
  const report = new packets.ReceptionReport();
  report.setSsrc(reception.media);
  report.setFractionLost(Math.min(255, Math.floor(reception.fractionLost * 256)));
  report.setTotalLost(Math.min(0x7f_ffff, reception.packetsLost));
  report.setHighestSeqNumber(reception.highestSequence % UNITS);
  report.setJitter(Math.min(UNITS - 1, Math.round(reception.jitter)));
  report.setLastSRTimestamp(reception.lastReport);
  report.setDelaySinceLastSR(Math.min(UNITS - 1, Math.round(reception.delaySinceLastReport * DELAY_PER_MS)));
  return report;
}

function fromPacket(packet: packets.RtcpPacket): Feedback | undefined {
  if (packet instanceof packets.PliPacket) {
    const sender = packet.getSenderSsrc() as Ssrc;
    return { type: "picture-loss", sender, media: packet.getMediaSsrc() as Ssrc };
  }
  if (packet instanceof packets.SenderReportPacket) {
    const seconds = packet.getNtpSeconds() - NTP_EPOCH + packet.getNtpFraction() / UNITS;
    return {
      type: "sender-report",
      sender: packet.getSsrc() as Ssrc,
      time: seconds * 1000,
      rtpTimestamp: packet.getRtpTimestamp(),
      packetCount: packet.getPacketCount(),
      octetCount: packet.getOctetCount(),
    };
  }
  if (packet instanceof packets.ReceiverReportPacket) {
    const receptions = packet.getReports().map(fromReport);
    return { type: "receiver-report", sender: packet.getSsrc() as Ssrc, receptions };
  }
  const isArrivals =
    packet instanceof packets.GenericFeedbackPacket &&
    packet.getPacketType() === RTP_FEEDBACK &&
    packet.getMessageType() === CONGESTION_CONTROL;
  if (!isArrivals) return undefined;
  const body = packet.getBody();
  // The first source stands just in front of what the library calls the body.
  const bytes = new Uint8Array(body.buffer, body.byteOffset - 4, body.byteLength + 4);
  return { type: "arrivals", sender: packet.getSenderSsrc() as Ssrc, ...decodeArrivals(bytes) };
}

function fromReport(report: packets.ReceptionReport): Reception {
  return {
    media: report.getSsrc() as Ssrc,
    fractionLost: report.getFractionLost() / 256,
    // The library's own reading of these 24 bits looks for the sign among the lower ones.
    packetsLost: report.getView().getUint32(4) & 0xff_ffff,
    highestSequence: report.getHighestSeqNumber(),
    jitter: report.getJitter(),
    lastReport: report.getLastSRTimestamp(),
    delaySinceLastReport: report.getDelaySinceLastSR() / DELAY_PER_MS,
  };
}

function parseCompound(bytes: Uint8Array): packets.RtcpPacket[] {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new packets.CompoundPacket(view).getPackets();
  } catch (cause) {
    throw new WireError("malformed", "not an RTCP packet", { cause });
  }
}
