import fc from "fast-check";
import { expect, test } from "vitest";
import { WireError } from "../../../../src/transport/wire/error.ts";
import {
  decodeFeedback,
  encodeFeedback,
  type Reception,
  reportStamp,
  roundTripOf,
} from "../../../../src/transport/wire/feedback.ts";
import { routeFeedback } from "../../../../src/transport/wire/feedback-route.ts";
import { memberOf, type Ssrc } from "../../../../src/transport/wire/ssrc.ts";
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

const anyAge = fc.option(fc.double({ min: 0, max: 7_900, noNaN: true }), { nil: undefined });
const anyStream = fc.record({
  media: anySsrc,
  firstSequence: fc.nat({ max: 0xffff }),
  ages: fc.array(anyAge, { maxLength: 40 }),
});

test("any report of arrivals comes out as it went in, to a millisecond", () => {
  const report = fc.record({
    reportedAt: fc.double({ min: 0, max: 60_000_000, noNaN: true }),
    streams: fc.array(anyStream, { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(report, ({ reportedAt, streams }) => {
      const bytes = encodeFeedback({ type: "arrivals", sender: me, reportedAt, streams });
      const [out] = decodeFeedback(bytes);
      if (out?.type !== "arrivals") throw new Error(`${out?.type}`);
      expect(out.sender).toBe(me);
      expect(out.reportedAt).toBeCloseTo(reportedAt, 1);
      expect(out.streams.map(({ ages, ...rest }) => ({ ...rest, count: ages.length }))).toEqual(
        streams.map(({ ages, ...rest }) => ({ ...rest, count: ages.length })),
      );
      for (const [i, { ages }] of streams.entries())
        for (const [j, age] of ages.entries()) {
          const read = out.streams[i]?.ages[j];
          if (age === undefined) expect(read).toBeUndefined();
          else expect(Math.abs((read ?? Number.NaN) - age)).toBeLessThan(0.5);
        }
      expect(routeFeedback(bytes)).toEqual({ to: "sender", reporter: me, media: streams[0]?.media });
    }),
  );
});

test("what arrived longer ago than can be told has arrived all the same", () => {
  const streams = [{ media: you, firstSequence: 1, ages: [60_000, undefined, -3] }];
  const [out] = decodeFeedback(encodeFeedback({ type: "arrivals", sender: me, reportedAt: 0, streams }));
  const ages = out?.type === "arrivals" ? out.streams[0]?.ages : undefined;
  expect(ages?.[0]).toBeGreaterThan(7_900);
  expect(ages?.[1]).toBeUndefined();
  expect(ages?.[2]).toBe(0);
});

test("arrivals are written as RFC 8888 has them", () => {
  const streams = [{ media: you, firstSequence: 0xfffe, ages: [1000, undefined, 0] }];
  expect([...encodeFeedback({ type: "arrivals", sender: me, reportedAt: 1000, streams })]).toEqual([
    // Version 2, format 11; type 205; 7 words more than one.
    ...[0x8b, 205, 0, 6, ...word(me)],
    // Whose; from sequence 65,534; three packets: arrived 1024/1024 s ago, not arrived, arrived just now; padding.
    ...[...word(you), 0xff, 0xfe, 0, 3, 0x84, 0x00, 0, 0, 0x80, 0, 0, 0],
    // Reported at 1 s.
    ...word(0x1_0000),
  ]);
});

test.each([
  ["a block that goes on past the end", "malformed", [...word(you), 0, 0, 0, 9, 0, 0, 0, 0, ...word(0)]],
  ["a block of too many packets", "too-large", [...word(you), 0, 0, 1, 1, ...word(0)]],
  ["a block that is only begun", "malformed", [...word(you), ...word(0), ...word(you), ...word(0)]],
] as const)("refuses arrivals with %s", (_, reason, body) => {
  const bytes = Uint8Array.of(0x8b, 205, 0, (body.length + 4) / 4, ...word(me), ...body);
  expect(() => decodeFeedback(bytes)).toThrow(wireError(reason));
});

test("any sender report comes out as it went in, and goes to subscribers", () => {
  const report = fc.record({
    type: fc.constant("sender-report" as const),
    sender: anySsrc,
    time: fc.integer({ min: 1.7e12, max: 2.0e12 }),
    rtpTimestamp: fc.nat({ max: 0xffff_ffff }),
    packetCount: fc.nat({ max: 0xffff_ffff }),
    octetCount: fc.nat({ max: 0xffff_ffff }),
  });
  fc.assert(
    fc.property(report, (sent) => {
      const bytes = encodeFeedback(sent);
      const [out] = decodeFeedback(bytes);
      expect(out).toEqual({ ...sent, time: expect.closeTo(sent.time, 2) });
      expect(routeFeedback(bytes)).toEqual({ to: "subscribers", reporter: sent.sender });
    }),
  );
});

test("any receiver report comes out as it went in", () => {
  const reception = fc.record({
    media: anySsrc,
    fractionLost: fc.nat({ max: 255 }).map((share) => share / 256),
    packetsLost: fc.nat({ max: 0x7f_ffff }),
    highestSequence: fc.nat({ max: 0xffff_ffff }),
    jitter: fc.nat({ max: 0xffff_ffff }),
    lastReport: fc.nat({ max: 0xffff_ffff }),
    delaySinceLastReport: fc.nat({ max: 60_000 }),
  });
  fc.assert(
    fc.property(anySsrc, fc.array(reception, { minLength: 1, maxLength: 3 }), (sender, receptions) => {
      const bytes = encodeFeedback({ type: "receiver-report", sender, receptions });
      const expected = receptions.map((each) => ({
        ...each,
        delaySinceLastReport: expect.closeTo(each.delaySinceLastReport, 1),
      }));
      expect(decodeFeedback(bytes)).toEqual([{ type: "receiver-report", sender, receptions: expected }]);
      expect(routeFeedback(bytes)).toMatchObject({ to: "sender", media: receptions[0]?.media });
    }),
  );
});

test("the round trip is the time from a report until its answer, less what the receiver held it", () => {
  const sentAt = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const reception = { lastReport: reportStamp(sentAt), delaySinceLastReport: 400 } as Reception;
  expect(roundTripOf(reception, sentAt + 470)).toBeCloseTo(70, 0);
  // The stamp starts over every 65,536 s.
  const wrap = Math.ceil(sentAt / 65_536_000) * 65_536_000;
  for (let at = wrap - 70_000_000; at < wrap; at += 7_000_000)
    expect(roundTripOf({ ...reception, lastReport: reportStamp(at) }, at + 470)).toBeCloseTo(70, 0);
});

test("one compound packet holds messages of several tracks of a member", () => {
  const picture = 0x0902 as Ssrc;
  const compound = encodeFeedback(loss(me, you), loss(picture, you));
  expect(decodeFeedback(compound)).toEqual([loss(me, you), loss(picture, you)]);
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
  const goodbye = Uint8Array.of(0x81, 203, 0, 1, ...word(me));
  const compound = joined([encodeFeedback(loss(me, you)), goodbye, encodeFeedback(loss(me, you))]);
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
      for (const { sender } of feedback) expect(memberOf(sender)).toBe(memberOf(route.reporter));
    }),
    { numRuns: 700 },
  );
});

function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
