import { WireError } from "./error.ts";
import { readUint32 } from "./frame-head.ts";
import { RtcpType } from "./rtcp.ts";
import type { Ssrc } from "./ssrc.ts";

/** Where a relay sends a compound packet, read from its first packet's first bytes. */
export type FeedbackRoute =
  /** To the member whose media it speaks of. */
  | { readonly to: "sender"; readonly reporter: Ssrc; readonly media: Ssrc }
  /** To everyone subscribed to the reporter. */
  | { readonly to: "subscribers"; readonly reporter: Ssrc };

export function routeFeedback(bytes: Uint8Array): FeedbackRoute {
  const reporter = readUint32(bytes, 4) as Ssrc;
  if ((bytes[0] ?? 0) >> 6 !== 2) throw new WireError("malformed", "not RTCP version 2");
  switch (bytes[1]) {
    case RtcpType.senderReport:
      return { to: "subscribers", reporter };
    case RtcpType.receiverReport:
    case RtcpType.transportFeedback:
    case RtcpType.payloadFeedback:
      return { to: "sender", reporter, media: readUint32(bytes, 8) as Ssrc };
    default:
      throw new WireError("unknown-type", `RTCP packet type ${bytes[1]}`);
  }
}
