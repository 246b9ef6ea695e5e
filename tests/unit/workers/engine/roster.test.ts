import { beforeEach, expect, test } from "vitest";
import type { LeaveReason } from "../../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../../src/transport/wire/ssrc.ts";
import type { Fingerprint } from "../../../../src/trust/fingerprint.ts";
import type { PeerId, PeerView } from "../../../../src/workers/engine/messages.ts";
import { type Appearance, Roster } from "../../../../src/workers/engine/roster.ts";

const GRACE = 4_000;
const [one, two, three] = [1, 2, 3] as MemberId[] as [MemberId, MemberId, MemberId];
const fingerprint = new Uint8Array(32) as Fingerprint;
const remember = { own: false, theirs: false };
const appearance = (peer: string): Appearance => ({
  name: `Name of ${peer}`,
  microphone: "on",
  camera: "on",
  screen: "off",
  fingerprint,
  known: "guest",
  movedFrom: undefined,
  remember,
  sharing: { own: false, theirs: false },
});

let lists: (readonly PeerView[])[];
let roster: Roster;

beforeEach(() => {
  lists = [];
  roster = new Roster((peers) => lists.push(peers));
});

/** The member shows itself as that peer. */
const show = (member: MemberId, peer: string, changes: Partial<Appearance> = {}) =>
  roster.handleAppearance(member, peer as PeerId, { ...appearance(peer), ...changes });

/** The member's link is over, and then it is said why. */
const leave = (member: MemberId, reason: LeaveReason, now: number) => {
  const id = roster.detach(member);
  if (id !== undefined) roster.handleLeft(id, reason, now);
};

/** Who was last said to be there, as "name" or "name (away)". */
const present = () =>
  (lists.at(-1) ?? []).map(({ id, presence }) => (presence === "here" ? `${id}` : `${id} (${presence})`));

test("a member is somebody once they have said who they are", () => {
  leave(one, "left", 0);
  roster.handleSpeaking(one, true);
  expect(lists).toEqual([]);
  expect(show(one, "ada")).toBeUndefined();
  expect(lists).toEqual([[{ ...appearance("ada"), id: "ada", presence: "here", speaking: false }]]);
  expect(roster.memberOf("ada" as PeerId)).toBe(one);
  expect(roster.peerOf(one)).toBe("ada");
  expect([roster.shows(one, "camera"), roster.shows(one, "screen")]).toEqual([true, false]);
  expect(roster.shows(two, "camera")).toBe(false);
});

test("a change is told, in the order in which people came", () => {
  show(one, "ada");
  show(two, "bob");
  expect(show(one, "ada", { name: "Countess", camera: "off" })).toBeUndefined();
  expect(lists.at(-1)?.map(({ name, camera }) => [name, camera])).toEqual([
    ["Countess", "off"],
    ["Name of bob", "on"],
  ]);
});

test.each(["left", "removed"] as const)("who has %s is gone at once", (reason) => {
  show(one, "ada");
  show(two, "bob");
  leave(one, reason, 0);
  expect(present()).toEqual(["bob"]);
  expect(roster.peerOf(one)).toBeUndefined();
});

test.each(["lost", "replaced"] as const)("who was %s keeps their place for a while", (reason) => {
  show(one, "ada");
  leave(one, reason, 1000);
  expect(present()).toEqual(["ada (away)"]);
  roster.poll(1000 + GRACE);
  expect(present()).toEqual(["ada (away)"]);
  roster.poll(1000 + GRACE + 1);
  expect(present()).toEqual([]);
});

test("who comes back as another member is the same person, in the same place", () => {
  show(one, "ada");
  show(two, "bob");
  leave(one, "lost", 0);
  expect(show(three, "ada")).toBeUndefined();
  expect(present()).toEqual(["ada", "bob"]);
  roster.poll(10 * GRACE);
  expect(present()).toEqual(["ada", "bob"]);
  leave(one, "left", 0);
  expect(present(), "the old number means nobody").toEqual(["ada", "bob"]);
});

test("who comes back before the old connection is known to be lost replaces it, and says which that was", () => {
  show(one, "ada");
  roster.handleSpeaking(one, true);
  expect(show(two, "ada")).toBe(one);
  expect(lists.at(-1)).toMatchObject([{ id: "ada", presence: "here", speaking: true }]);
  leave(one, "lost", 0);
  expect(present()).toEqual(["ada"]);
});

test("a member cannot be a crowd", () => {
  show(two, "bob");
  for (let i = 0; i < 1000; i++) show(one, `mask-${i}`);
  expect(present()).toEqual(["bob", "mask-999"]);
  leave(one, "left", 0);
  expect(present()).toEqual(["bob"]);
});

test("speaking is told when it changes, and ends with the connection", () => {
  show(one, "ada");
  roster.handleSpeaking(one, true);
  roster.handleSpeaking(one, true);
  expect(lists).toHaveLength(2);
  expect(lists.at(-1)).toMatchObject([{ speaking: true }]);
  leave(one, "lost", 0);
  expect(lists.at(-1)).toMatchObject([{ presence: "away", speaking: false }]);
});

test("without a connection of one's own everybody is away, and nobody's grace runs out before it is back", () => {
  show(one, "ada");
  show(two, "bob");
  leave(two, "lost", 1000);
  roster.handleConnectionLost(2000);
  expect(present()).toEqual(["ada (away)", "bob (away)"]);
  roster.handleConnected(60_000);
  roster.poll(60_000 + GRACE);
  expect(present()).toEqual(["ada (away)", "bob (away)"]);
  show(three, "ada");
  roster.poll(60_000 + GRACE + 1);
  expect(present()).toEqual(["ada"]);
});

test("looking without a change tells nothing", () => {
  show(one, "ada");
  const told = lists.length;
  roster.poll(1e9);
  roster.handleConnected(1e9);
  roster.poll(2e9);
  expect(lists).toHaveLength(told);
  expect(present()).toEqual(["ada"]);
});

test("between a link that is over and the word on why, nobody takes the place by the member's number", () => {
  show(one, "ada");
  const id = roster.detach(one);
  expect(id).toBe("ada");
  expect(roster.peerOf(one), "the number means nobody").toBeUndefined();
  show(one, "eve");
  expect(present()).toEqual(["ada", "eve"]);
  roster.handleLeft("ada" as PeerId, "left", 0);
  expect(present()).toEqual(["eve"]);
});

test("who is back before the word on why is not said to have left", () => {
  show(one, "ada");
  roster.detach(one);
  show(two, "ada");
  roster.handleLeft("ada" as PeerId, "left", 0);
  expect(present()).toEqual(["ada"]);
});
