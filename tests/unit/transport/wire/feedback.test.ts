import fc from "fast-check";
import { packets } from "rtp.js";
import { expect, test } from "vitest";
import { WireError } from "../../../../src/transport/wire/error.ts";
import { decodeFeedback, encodeFeedback } from "../../../../src/transport/wire/feedback.ts";
import { routeFeedback } from "../../../../src/transport/wire/feedback-route.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";
import { joined } from "../../../fakes/bytes.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";

const anySsrc = fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => value as Ssrc);
const me = 0x0901 as Ssrc;
const you = 0x0701 as Ssrc;
const loss = (sender: Ssrc, media: Ssrc) => ({ type: "picture-loss", sender, media }) as const;

/** The first 12 bytes of an RTCP packet of this type, which says it has this many words more than one. */
const rtcp = (type: number, words: number, sender: Ssrc, media?: Ssrc) =>
  Uint8Array.of(0x81, type, 0, words, ...word(sender), ...(media === undefined ? [] : word(media)));

test("any picture loss comes out as it went in, and goes to whose picture it is", () => {
  fc.assert(
    fc.property(anySsrc, anySsrc, (sender, media) => {
      const bytes = encodeFeedback(loss(sender, media));
      expect(decodeFeedback(bytes)).toEqual([loss(sender, media)]);
      expect(routeFeedback(bytes)).toEqual({ to: "sender", reporter: sender, media });
    }),
  );
});

test.each([
  ["a receiver report", 201],
  ["transport feedback", 205],
  ["payload feedback", 206],
])("%s goes to the member it speaks of", (_, type) => {
  expect(routeFeedback(rtcp(type, 2, me, you))).toEqual({ to: "sender", reporter: me, media: you });
});

test("a sender report goes to the reporter's subscribers", () => {
  expect(routeFeedback(rtcp(200, 1, me))).toEqual({ to: "subscribers", reporter: me });
});

test.each([
  ["nothing", "malformed", new Uint8Array(0)],
  ["another version", "malformed", rtcp(206, 2, me, you).with(0, 0x41)],
  ["half a reporter", "malformed", rtcp(200, 1, me).subarray(0, 7)],
  ["half a subject", "malformed", rtcp(206, 2, me, you).subarray(0, 11)],
  ["a report about nobody", "malformed", rtcp(201, 1, me)],
  ["a goodbye", "unknown-type", rtcp(203, 1, me)],
  ["an RTP packet", "unknown-type", rtcp(96, 1, me)],
] as const)("does not route %s", (_, reason, bytes) => {
  expect(() => routeFeedback(bytes)).toThrow(wireError(reason));
});

test("passes over what it does not know in a compound packet", () => {
  const report = new packets.ReceiverReportPacket();
  report.setSsrc(me);
  const bytes = new Uint8Array(report.getByteLength());
  report.serialize(bytes.buffer);
  const compound = joined([bytes, encodeFeedback(loss(me, you)), encodeFeedback(loss(me, you))]);
  expect(decodeFeedback(compound)).toEqual([loss(me, you), loss(me, you)]);
});

test("nobody speaks for somebody else behind their own first packet", () => {
  const compound = joined([encodeFeedback(loss(me, you)), encodeFeedback(loss(you, me))]);
  expect(() => decodeFeedback(compound)).toThrow(wireError("malformed"));
});

test.each([
  ["nothing", new Uint8Array(0)],
  ["half a packet", encodeFeedback(loss(me, you)).subarray(0, 8)],
  ["a packet that says it is longer", encodeFeedback(loss(me, you)).with(3, 3)],
  ["a packet with something behind it", joined([encodeFeedback(loss(me, you)), Uint8Array.of(1)])],
  ["an RTP packet", Uint8Array.of(0x80, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
])("refuses %s", (_, bytes) => {
  expect(() => decodeFeedback(bytes)).toThrow(wireError("malformed"));
});

test("a packet may be part of a larger buffer", () => {
  const larger = new Uint8Array(40).fill(0xff);
  larger.set(encodeFeedback(loss(me, you)), 16);
  expect(decodeFeedback(larger.subarray(16, 28))).toEqual([loss(me, you)]);
  larger[19] = 3;
  expect(() => decodeFeedback(larger.subarray(16, 28))).toThrow(wireError("malformed"));
});

test("any bytes are either read or refused, and what is read was routed by the same reporter", () => {
  const part = fc
    .record({
      flags: fc.nat({ max: 63 }),
      type: fc.integer({ min: 195, max: 208 }),
      body: fc.uint8Array({ maxLength: 48 }),
      lie: fc.constantFrom(0, 0, 0, 1, -1),
    })
    .map(({ flags, type, body, lie }) => {
      const words = body.length >> 2;
      return [0x80 | flags, type, 0, Math.max(0, words + lie), ...body.subarray(0, 4 * words)];
    });
  const compound = fc.array(part, { maxLength: 4 }).map((parts) => Uint8Array.from(parts.flat()));
  fc.assert(
    fc.property(fc.oneof(compound, fc.uint8Array({ maxLength: 40 })), (bytes) => {
      const route = decodedOrRefused(() => routeFeedback(bytes));
      const feedback = decodedOrRefused(() => decodeFeedback(bytes));
      if (route instanceof WireError || feedback instanceof WireError) return;
      for (const { sender } of feedback) expect(sender).toBe(route.reporter);
    }),
    { numRuns: 700 },
  );
});

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
