import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type DataHead,
  decodeDataHead,
  encodeDataHead,
  readDataHead,
} from "../../../../src/transport/wire/data-head.ts";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import { framePacket } from "../../../../src/transport/wire/framing.ts";
import { MAX_MEMBER, type MemberId } from "../../../../src/transport/wire/ssrc.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";

const memberId = fc.nat({ max: MAX_MEMBER }).map((value) => value as MemberId);
const dataHead: fc.Arbitrary<DataHead> = fc.record({
  from: memberId,
  to: memberId,
  channel: fc.nat({ max: 255 }),
});
const head: DataHead = { from: 7 as MemberId, to: 9 as MemberId, channel: 0 };
const streamOf = (packet: Uint8Array) => Uint8Array.of(Flow.data, ...framePacket(packet));

test("any head comes out as it went in, from the middle of a buffer, too", () => {
  fc.assert(
    fc.property(dataHead, (sent) => {
      const larger = Uint8Array.of(0xff, ...encodeDataHead(sent), 0xff);
      expect(decodeDataHead(larger.subarray(1, 10))).toEqual(sent);
      expect(readDataHead(streamOf(encodeDataHead(sent)))).toEqual(sent);
    }),
  );
});

test.each([
  ["too short", encodeDataHead(head).subarray(0, 8)],
  ["too long", Uint8Array.of(...encodeDataHead(head), 0)],
  ["empty", new Uint8Array(0)],
  ["from a member that cannot be", encodeDataHead({ ...head, from: (MAX_MEMBER + 1) as MemberId })],
  ["to a member that cannot be", encodeDataHead({ ...head, to: 0xffff_ffff as MemberId })],
])("refuses a head that is %s", (_, packet) => {
  expect(() => decodeDataHead(packet)).toThrow(wireError("malformed"));
});

test("of a stream the head is read once it is there, and no sooner", () => {
  const stream = Uint8Array.of(...streamOf(encodeDataHead(head)), 0xff, 0xff);
  for (let length = 0; length < 11; length++)
    expect(readDataHead(stream.subarray(0, length))).toBeUndefined();
  expect(readDataHead(stream.subarray(0, 11))).toEqual(head);
  expect(readDataHead(stream)).toEqual(head);
});

test("a stream is refused as soon as its length or flow is another's", () => {
  expect(() => readDataHead(Uint8Array.of(Flow.data, 8))).toThrow(wireError("malformed"));
  expect(() => readDataHead(Uint8Array.of(Flow.data, 0))).toThrow(wireError("malformed"));
  expect(() => readDataHead(Uint8Array.of(Flow.video, 9))).toThrow(wireError("unknown-flow"));
});

test("any bytes are either read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      void decodedOrRefused(() => readDataHead(bytes));
      void decodedOrRefused(() => readDataHead(Uint8Array.of(Flow.data, 9, ...bytes)));
    }),
  );
});
