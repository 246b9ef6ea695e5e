import { concatBytes } from "./concat-bytes.ts";
import { WireError } from "./error.ts";
import { type ArrivalsBody, decodeArrivals, encodeArrivals } from "./feedback-arrivals.ts";
import { readUint32 } from "./frame-head.ts";
import { newRtcpPacket, type RtcpPacket, RtcpType, splitCompound } from "./rtcp.ts";
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
/** Kinds of feedback: a lost picture (RFC 4585), and what became of each packet (RFC 8888). */
const PICTURE_LOSS = 1;
const CONGESTION_CONTROL = 11;
const SENDER_REPORT_LENGTH = 24;
const BLOCK_LENGTH = 24;

/** One compound packet. Its first message decides whom a relay takes it to; all have to concern the same member. */
export function encodeFeedback(...feedback: readonly Feedback[]): Uint8Array<ArrayBuffer> {
  return concatBytes(...feedback.map(toPacket));
}

/**
 * The messages of a compound packet that this version knows, in order; others in it are passed over. All of them speak
 * for the member of the first packet, the only one that a relay has held against its sender.
 */
export function decodeFeedback(bytes: Uint8Array): Feedback[] {
  const feedback = splitCompound(bytes).flatMap((packet) => fromPacket(packet) ?? []);
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

function toPacket(feedback: Feedback): Uint8Array<ArrayBuffer> {
  switch (feedback.type) {
    case "picture-loss": {
      const [bytes, body] = newRtcpPacket(RtcpType.payloadFeedback, PICTURE_LOSS, 8);
      body.setUint32(0, feedback.sender);
      body.setUint32(4, feedback.media);
      return bytes;
    }
    case "sender-report": {
      const [bytes, body] = newRtcpPacket(RtcpType.senderReport, 0, SENDER_REPORT_LENGTH);
      const seconds = feedback.time / 1000 + NTP_EPOCH;
      body.setUint32(0, feedback.sender);
      body.setUint32(4, Math.floor(seconds));
      body.setUint32(8, Math.floor((seconds % 1) * UNITS));
      body.setUint32(12, feedback.rtpTimestamp);
      body.setUint32(16, feedback.packetCount);
      body.setUint32(20, feedback.octetCount);
      return bytes;
    }
    case "receiver-report": {
      const { sender, receptions } = feedback;
      const [bytes, body] = newRtcpPacket(
        RtcpType.receiverReport,
        receptions.length,
        4 + BLOCK_LENGTH * receptions.length,
      );
      body.setUint32(0, sender);
      for (const [i, reception] of receptions.entries())
        writeReception(body, 4 + BLOCK_LENGTH * i, reception);
      return bytes;
    }
    case "arrivals": {
      const arrivals = encodeArrivals(feedback);
      const [bytes, body] = newRtcpPacket(
        RtcpType.transportFeedback,
        CONGESTION_CONTROL,
        4 + arrivals.length,
      );
      body.setUint32(0, feedback.sender);
      bytes.set(arrivals, bytes.length - arrivals.length);
      return bytes;
    }
  }
}

function writeReception(body: DataView, at: number, reception: Reception): void {
  body.setUint32(at, reception.media);
  body.setUint32(at + 4, Math.min(0x7f_ffff, reception.packetsLost));
  body.setUint8(at + 4, Math.min(255, Math.floor(reception.fractionLost * 256)));
  body.setUint32(at + 8, reception.highestSequence);
  body.setUint32(at + 12, Math.min(UNITS - 1, Math.round(reception.jitter)));
  body.setUint32(at + 16, reception.lastReport);
  body.setUint32(at + 20, Math.min(UNITS - 1, Math.round(reception.delaySinceLastReport * DELAY_PER_MS)));
}

function fromPacket({ type, format, body }: RtcpPacket): Feedback | undefined {
  switch (type) {
    case RtcpType.payloadFeedback:
      if (format !== PICTURE_LOSS) return undefined;
      ensure(body, 8);
      return { type: "picture-loss", sender: ssrcAt(body, 0), media: ssrcAt(body, 4) };
    case RtcpType.senderReport: {
      ensure(body, SENDER_REPORT_LENGTH);
      const seconds = body.getUint32(4) - NTP_EPOCH + body.getUint32(8) / UNITS;
      return {
        type: "sender-report",
        sender: ssrcAt(body, 0),
        time: seconds * 1000,
        rtpTimestamp: body.getUint32(12),
        packetCount: body.getUint32(16),
        octetCount: body.getUint32(20),
      };
    }
    case RtcpType.receiverReport: {
      ensure(body, 4 + BLOCK_LENGTH * format);
      const receptions = Array.from({ length: format }, (_, i) => readReception(body, 4 + BLOCK_LENGTH * i));
      return { type: "receiver-report", sender: ssrcAt(body, 0), receptions };
    }
    case RtcpType.transportFeedback: {
      if (format !== CONGESTION_CONTROL) return undefined;
      ensure(body, 8);
      const arrivals = new Uint8Array(body.buffer, body.byteOffset + 4, body.byteLength - 4);
      return { type: "arrivals", sender: ssrcAt(body, 0), ...decodeArrivals(arrivals) };
    }
    default:
      return undefined;
  }
}

function readReception(body: DataView, at: number): Reception {
  return {
    media: ssrcAt(body, at),
    fractionLost: body.getUint8(at + 4) / 256,
    packetsLost: body.getUint32(at + 4) & 0xff_ffff,
    highestSequence: body.getUint32(at + 8),
    jitter: body.getUint32(at + 12),
    lastReport: body.getUint32(at + 16),
    delaySinceLastReport: body.getUint32(at + 20) / DELAY_PER_MS,
  };
}

function ssrcAt(body: DataView, at: number): Ssrc {
  return body.getUint32(at) as Ssrc;
}

function ensure(body: DataView, length: number): void {
  if (body.byteLength < length) throw new WireError("malformed", "RTCP packet too short");
}
