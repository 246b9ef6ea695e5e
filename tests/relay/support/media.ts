import type { FrameMarking } from "../../../src/transport/wire/frame-marking.ts";
import { encodeMediaPacket, PayloadType } from "../../../src/transport/wire/rtp.ts";
import { type MemberId, ssrcOf, Track } from "../../../src/transport/wire/ssrc.ts";

let sequence = 0;

/** A packet of sound whose payload is random, so that no two are alike. */
export function soundPacket(member: MemberId, bytes = 80): Uint8Array<ArrayBuffer> {
  return encodeMediaPacket({
    payloadType: PayloadType.opus,
    sequence: sequence++,
    timestamp: 0,
    ssrc: ssrcOf(member, Track.audio),
    marking: undefined,
    sendTime: 0,
    payload: crypto.getRandomValues(new Uint8Array(bytes)),
  });
}

/** A frame of the member's camera with a random payload; a key frame unless `marking` says otherwise. */
export function framePacket(
  member: MemberId,
  marking: Partial<FrameMarking> = { keyFrame: true },
  bytes = 2_000,
  track: Track = Track.video,
): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(bytes);
  for (let offset = 0; offset < bytes; offset += 65_536)
    crypto.getRandomValues(payload.subarray(offset, offset + 65_536));
  return encodeMediaPacket({
    payloadType: PayloadType.vp8,
    sequence: sequence++,
    timestamp: 0,
    ssrc: ssrcOf(member, track),
    marking: {
      keyFrame: false,
      discardable: false,
      baseSync: false,
      temporalLayer: 0,
      baseIndex: 0,
      ...marking,
    },
    sendTime: 0,
    payload,
  });
}
