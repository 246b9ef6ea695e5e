import { expect, test } from "vitest";
import { flowName } from "../../../../src/transport/wire/flows.ts";
import {
  MAX_MEMBER,
  type MemberId,
  memberOf,
  ssrcOf,
  Track,
  trackOf,
} from "../../../../src/transport/wire/ssrc.ts";

test.each([
  [0, Track.audio, 0x0000_0000],
  [7, Track.video, 0x0000_0701],
  [0x80_0000, Track.screen, 0x8000_0002],
  [MAX_MEMBER, 255, 0xffff_ffff],
])("member %i and track %i make one unsigned number", (member, track, ssrc) => {
  expect(ssrcOf(member as MemberId, track)).toBe(ssrc);
  expect(memberOf(ssrc)).toBe(member);
  expect(trackOf(ssrc)).toBe(track);
});

test("a flow has a name for people, known or not", () => {
  expect([0x20, 0x25, 0x26].map(flowName)).toEqual(["signaling", "data", "0x26"]);
});
