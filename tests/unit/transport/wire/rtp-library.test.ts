// Our own few lines of RTP and RTCP against a kept implementation of the whole of them.
import fc from "fast-check";
import { packets } from "rtp.js";
import { expect, test } from "vitest";
import { WireError } from "../../../../src/transport/wire/error.ts";
import { encodeFeedback } from "../../../../src/transport/wire/feedback.ts";
import { decodeMediaPacket, encodeMediaPacket } from "../../../../src/transport/wire/rtp.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";
import { decodedOrRefused } from "../../../fakes/errors.ts";
import { mediaPacket, rtpLike } from "../../../fakes/rtp.ts";

const anySsrc = fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => value as Ssrc);
const uint32 = fc.nat({ max: 0xffff_ffff });

test("the library reads any packet of ours as we mean it, and writes it alike", () => {
  fc.assert(
    fc.property(mediaPacket, (sent) => {
      const bytes = encodeMediaPacket(sent);
      const read = new packets.RtpPacket(viewOf(bytes));
      expect(read.getPayloadType()).toBe(sent.payloadType);
      expect(read.getSequenceNumber()).toBe(sent.sequence);
      expect(read.getTimestamp()).toBe(sent.timestamp);
      expect(read.getSsrc()).toBe(sent.ssrc);
      expect(read.getMarker()).toBe(sent.marking !== undefined);
      expect(bytesOf(read.getPayload())).toEqual(sent.payload);
      read.serialize();
      expect(bytesOf(read.getView())).toEqual(bytes);
    }),
  );
});

test("what nearly is a packet is read as the library reads it", () => {
  fc.assert(
    fc.property(rtpLike, (bytes) => {
      const ours = decodedOrRefused(() => decodeMediaPacket(bytes));
      if (ours instanceof WireError) return;
      const read = new packets.RtpPacket(viewOf(withoutTwoByteElements(bytes)));
      expect(read.getSsrc()).toBe(ours.ssrc);
      expect(read.getSequenceNumber()).toBe(ours.sequence);
      expect(read.getTimestamp()).toBe(ours.timestamp);
      expect(bytesOf(read.getPayload())).toEqual(ours.payload);
    }),
    { numRuns: 500 },
  );
});

test("the library reads our feedback as we mean it", () => {
  const reception = fc.record({
    media: anySsrc,
    fractionLost: fc.double({ min: 0, max: 1, noNaN: true }),
    packetsLost: fc.nat({ max: 0x7f_ffff }),
    highestSequence: uint32,
    jitter: uint32,
    lastReport: uint32,
    delaySinceLastReport: fc.nat({ max: 60_000 }),
  });
  const counts = fc.record({ rtpTimestamp: uint32, packetCount: uint32, octetCount: uint32 });
  fc.assert(
    fc.property(
      anySsrc,
      anySsrc,
      counts,
      fc.array(reception, { maxLength: 31 }),
      (sender, media, sent, receptions) => {
        const bytes = encodeFeedback(
          { type: "sender-report", sender, time: 1.8e12, ...sent },
          { type: "receiver-report", sender, receptions },
          { type: "picture-loss", sender, media },
          { type: "arrivals", sender, reportedAt: 5, streams: [{ media, firstSequence: 1, ages: [1] }] },
        );
        const [sr, rr, pli, arrivals] = new packets.CompoundPacket(viewOf(bytes)).getPackets();
        if (!(sr instanceof packets.SenderReportPacket)) throw new Error("no sender report");
        expect([sr.getSsrc(), sr.getRtpTimestamp()]).toEqual([sender, sent.rtpTimestamp]);
        expect([sr.getPacketCount(), sr.getOctetCount()]).toEqual([sent.packetCount, sent.octetCount]);
        expect(sr.getNtpSeconds()).toBe(1_800_000_000 + 2_208_988_800);
        if (!(rr instanceof packets.ReceiverReportPacket)) throw new Error("no receiver report");
        expect(
          rr
            .getReports()
            .map((report) => [report.getSsrc(), report.getHighestSeqNumber(), report.getJitter()]),
        ).toEqual(receptions.map((each) => [each.media, each.highestSequence, each.jitter]));
        if (!(pli instanceof packets.PliPacket)) throw new Error("no picture loss");
        expect([pli.getSenderSsrc(), pli.getMediaSsrc()]).toEqual([sender, media]);
        expect(arrivals).toBeInstanceOf(packets.GenericFeedbackPacket);
      },
    ),
  );
});

/** We look into no extension but the one-byte form; the library refuses what is wrong inside of the other. */
function withoutTwoByteElements(bytes: Uint8Array): Uint8Array {
  const at = 12 + 4 * ((bytes[0] ?? 0) & 0x0f);
  const extended = ((bytes[0] ?? 0) & 0x10) !== 0;
  if (!extended || viewOf(bytes).getUint16(at) >> 4 !== 0x100) return bytes;
  return bytes.with(at, 0xab);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
