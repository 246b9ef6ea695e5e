import type { FrameMarking } from "../../../src/transport/wire/frame-marking.ts";
import { StreamParser } from "../../../src/transport/wire/framing.ts";
import {
  decodeMediaPacket,
  encodeMediaPacket,
  type MediaPacket,
  PayloadType,
} from "../../../src/transport/wire/rtp.ts";
import { type MemberId, type Ssrc, ssrcOf, Track } from "../../../src/transport/wire/ssrc.ts";

/** Of the next packet, for each SSRC that has sent one. */
const sequences = new Map<Ssrc, number>();

function nextSequence(ssrc: Ssrc): number {
  const sequence = sequences.get(ssrc) ?? 0;
  sequences.set(ssrc, sequence + 1);
  return sequence;
}

/** A packet of sound whose payload is random, so that no two are alike. */
export function soundPacket(member: MemberId, bytes = 80): Uint8Array<ArrayBuffer> {
  const ssrc = ssrcOf(member, Track.audio);
  return encodeMediaPacket({
    payloadType: PayloadType.opus,
    sequence: nextSequence(ssrc),
    timestamp: 0,
    ssrc,
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
  const ssrc = ssrcOf(member, track);
  const payload = new Uint8Array(bytes);
  for (let offset = 0; offset < bytes; offset += 65_536)
    crypto.getRandomValues(payload.subarray(offset, offset + 65_536));
  return encodeMediaPacket({
    payloadType: PayloadType.vp8,
    sequence: nextSequence(ssrc),
    timestamp: 0,
    ssrc,
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

/** What a stream carries, read as its receiver does. */
export function packetOn(stream: Uint8Array): MediaPacket {
  const [packet] = new StreamParser().push(stream);
  if (packet === undefined) throw new Error("no packet");
  return decodeMediaPacket(packet);
}
