import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { LeaveReason } from "../../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../../src/transport/wire/ssrc.ts";
import type { ControlMessage } from "../../../../src/trust/control-message.ts";
import { handshakeRefusal } from "../../../../src/trust/handshake-message.ts";
import type { LinkEnd } from "../../../../src/trust/peer-link.ts";
import type { Opening } from "../../../../src/workers/engine/room.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub, type Place } from "../../../fakes/fake-hub.ts";
import { knowsSecret, newIdentity } from "../../../fakes/lying-relay.ts";
import { Guest, roomName } from "../../../fakes/room-guest.ts";

const text = (about: string): ControlMessage => ({ type: "error", code: "text", about });
const member = (number: number) => number as MemberId;

let hub: FakeHub;
let clock: number;

beforeEach(() => {
  hub = new FakeHub();
  clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function guest(opening?: Opening): Promise<Guest> {
  return new Guest(await newIdentity(), opening);
}

/** Guests that have come one after the other, and can talk to each other. */
async function together(...guests: Guest[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const { room } of guests) places.push(await hub.enter(room));
  await allTalk(...guests);
  return places;
}

async function allTalk(...guests: Guest[]): Promise<void> {
  await eventually(() => {
    for (const one of guests) expect(one.present).toHaveLength(guests.length - 1);
  });
}

/** Time goes by, and is looked at as often as the owner would. */
function wait(milliseconds: number, ...guests: Guest[]): void {
  const until = clock + milliseconds;
  while (clock < until) {
    clock = Math.min(until, clock + 500);
    for (const { room } of guests) room.poll();
  }
}

describe("who is there", () => {
  test("whoever comes is told its number, and finds those who are there", async () => {
    const [ada, ben, cyd] = [await guest(), await guest(), await guest()];
    await together(ada, ben, cyd);
    expect([ada, ben, cyd].map(({ room }) => room.self)).toEqual([1, 2, 3]);
    expect([ada.present, ben.present, cyd.present]).toEqual([
      [2, 3],
      [1, 3],
      [1, 2],
    ]);
    expect(ada.told).toEqual(["entered as 1"]);
    await ben.room.link(member(1))?.send(text("hello"));
    await eventually(() => expect(ada.heard).toEqual(["hello"]));
    expect(cyd.heard).toEqual([]);
  });

  test.each<[LeaveReason, LinkEnd]>([
    ["left", "left"],
    ["removed", "left"],
    ["lost", "lost"],
    ["replaced", "lost"],
  ])("somebody is gone (%s): the link to them is over", async (reason, end) => {
    const [ada, ben] = [await guest(), await guest()];
    const [, place] = await together(ada, ben);
    place?.cut(reason);
    expect(ada.downs).toEqual([end]);
    expect(ada.room.links).toEqual([]);
    expect(ada.told.at(-1)).toBe(`2 gone: ${reason}`);
  });

  test("whoever leaves is gone for the others, and has no links and no number any more", async () => {
    const [ada, ben] = [await guest(), await guest()];
    await together(ada, ben);
    ben.room.leave();
    await eventually(() => expect(ada.told.at(-1)).toBe("2 gone: left"));
    expect([ben.room.self, ben.room.connection, ben.room.links]).toEqual([undefined, undefined, []]);
    expect(ben.downs).toEqual(["closed"]);
  });

  test("a relay that lets nobody in: says so, and is not asked again", async () => {
    const ada = await guest();
    hub.refusal = "room-full";
    await hub.enter(ada.room);
    expect(ada.told).toEqual(["refused: room-full"]);
    expect(ada.room.self).toBeUndefined();
  });
});

describe("who begins", () => {
  const starters = () => hub.notified.filter((_, i) => i === 0).map(({ from }) => from);

  test("the one who came later, in a room of equals", async () => {
    const [ada, ben] = [await guest(), await guest()];
    await together(ada, ben);
    expect(starters()).toEqual([2]);
  });

  test.each([
    ["came first", 1],
    ["came later", 2],
  ])("the visitor, in somebody's home, whether it %s", async (_, number) => {
    const [visitor, host] = [await guest("self"), await guest("other")];
    await together(...(number === 1 ? [visitor, host] : [host, visitor]));
    expect(starters()).toEqual([number]);
    expect(hub.notified).toHaveLength(3);
  });
});

describe("a connection that breaks", () => {
  test("takes the links with it; on the next one they are made anew", async () => {
    const [ada, ben] = [await guest(), await guest()];
    const [, place] = await together(ada, ben);
    place?.cut();
    expect(ben.downs).toEqual(["lost"]);
    expect(ben.told).toEqual(["entered as 2", "lost"]);
    expect([ben.room.self, ben.room.connection, ben.room.links]).toEqual([undefined, undefined, []]);

    await hub.enter(ben.room);
    await allTalk(ada, ben);
    expect(ben.told.at(-1)).toBe("entered as 3");
    expect(ada.present).toEqual([3]);
    await ada.room.link(member(3))?.send(text("again"));
    await eventually(() => expect(ben.heard).toEqual(["again"]));
  });

  test("while somebody is let in: whoever asked is told", async () => {
    const ada = await guest();
    const connection = { signaling: { join: () => Promise.reject(new Error("gone")), closed: undefined } };
    await expect(ada.room.enter(connection as unknown as Place["connection"])).rejects.toThrow("gone");
    expect(ada.told).toEqual([]);
  });
});

describe("a link that comes to nothing", () => {
  /** How long it takes until the link is made anew, by the clock of the one who does. */
  function nextTry(ada: Guest): number {
    const [begun, link] = [clock, ada.room.links[0]];
    while (ada.room.links[0] === link && clock - begun < 60_000) wait(500, ada);
    return clock - begun;
  }

  test("through nobody's fault is tried again, after growing pauses", async () => {
    const [ada, ben] = [await guest("self"), await guest("other")];
    hub.passes = false;
    await hub.enter(ben.room);
    await hub.enter(ada.room);
    await eventually(() => expect(hub.notified).toHaveLength(1));
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) pauses.push(nextTry(ada));
    // 5.5 s until a handshake without an answer is given up, then the pause.
    expect(pauses).toEqual([6_500, 7_500, 9_500, 13_500, 21_500, 35_500, 35_500]);
    expect(ada.downs).toEqual(Array(7).fill("unanswered"));

    hub.passes = true;
    nextTry(ada);
    await allTalk(ada, ben);
  });

  test("begins with short pauses once it has been up", async () => {
    const [ada, ben] = [await guest("self"), await guest("other")];
    hub.passes = false;
    await hub.enter(ben.room);
    await hub.enter(ada.room);
    await eventually(() => expect(hub.notified).toHaveLength(1));
    for (let i = 0; i < 3; i++) nextTry(ada);
    hub.passes = true;
    nextTry(ada);
    await allTalk(ada, ben);
    ada.room.link(member(1))?.handlePipeEnded();
    await eventually(() => expect(ada.downs.at(-1)).toBe("lost"));
    expect(nextTry(ada)).toBe(1_500);
    await allTalk(ada, ben);
  });

  test.each(["newcomer", "self"] as const)(
    "and is tried again by one side a moment before the other: is not missed (%s)",
    async (opening) => {
      const [ada, ben] = [await guest(opening), await guest(opening === "self" ? "other" : opening)];
      await together(ben, ada);
      for (const { room } of [ada, ben]) room.links[0]?.handlePipeEnded();
      await eventually(() => expect([ada.downs, ben.downs]).toEqual([["lost"], ["lost"]]));
      nextTry(ada);
      await allTalk(ada, ben);
      // Ben's own next try is not due any more.
      wait(3_000, ben);
      expect([ada.ups.length, ben.ups.length]).toEqual([2, 2]);
      expect([ada.present, ben.present]).toEqual([[1], [2]]);
    },
  );

  test("and is refused late: is tried again all the same", async () => {
    const [ada, ben] = [await guest("self"), await guest("other")];
    hub.passes = false;
    await hub.enter(ben.room);
    await hub.enter(ada.room);
    wait(5_500, ada);
    expect(ada.downs).toEqual(["unanswered"]);
    const late = { type: "notify", from: member(1), to: member(2), data: handshakeRefusal } as const;
    ada.room.handleSignaling(late);
    expect(nextTry(ada)).toBe(1_000);
  });

  test("is not tried again by the one who is called", async () => {
    const [visitor, host] = [await guest("self"), await guest("other")];
    hub.passes = false;
    await hub.enter(host.room);
    const [place] = await Promise.all([hub.enter(visitor.room)]);
    await eventually(() => expect(hub.notified).toHaveLength(1));
    wait(120_000, host);
    expect(hub.notified).toHaveLength(1);
    expect(place.member).toBe(2);
  });

  test("because of a wrong secret is not tried again", async () => {
    const [ada, ben] = [await guest(), await guest()];
    ben.proof = { kind: "secret", secret: new Uint8Array(32).fill(1) };
    await hub.enter(ada.room);
    await hub.enter(ben.room);
    await eventually(() => expect([ada.downs, ben.downs]).toEqual([["rejected"], ["rejected"]]));
    const { length } = hub.notified;
    wait(120_000, ada, ben);
    expect(hub.notified).toHaveLength(length);
  });

  test("because of what the peer did is not tried again", async () => {
    const [ada, ben] = [await guest(), await guest()];
    await together(ada, ben);
    const { length } = hub.notified;
    ada.state = { state: "revoked" };
    wait(120_000, ada, ben);
    expect(ada.downs).toEqual(["revoked"]);
    expect(hub.notified).toHaveLength(length);
  });

  test("is forgotten with the member", async () => {
    const [ada, ben] = [await guest(), await guest()];
    hub.passes = false;
    const place = await hub.enter(ben.room);
    await hub.enter(ada.room);
    await eventually(() => expect(hub.notified).toHaveLength(1));
    wait(5_500, ada);
    expect(ada.downs).toEqual(["unanswered"]);
    place.cut();
    wait(120_000, ada);
    expect(ada.room.links).toEqual([]);
    expect(hub.notified).toHaveLength(1);
  });
});

describe("what is for somebody else, or from nobody", () => {
  const garbage = new Uint8Array(64);

  test("records reach the link that they are for, and no other", async () => {
    const [ada, ben] = [await guest(), await guest()];
    await together(ada, ben);
    const heads = [
      { from: 2, to: 2, channel: 0 },
      { from: 2, to: 7, channel: 0 },
      { from: 7, to: 1, channel: 0 },
      { from: 2, to: 1, channel: 2 },
    ].map(({ from, to, channel }) => ({ from: member(from), to: member(to), channel }));
    for (const head of heads) {
      await ada.room.handleRecord(head, garbage);
      ada.room.handlePipeEnded(head);
    }
    await ben.room.link(member(1))?.send(text("still here"));
    await eventually(() => expect(ada.heard).toEqual(["still here"]));
    await ada.room.handleRecord({ from: member(2), to: member(1), channel: 0 }, garbage);
    expect(ada.downs).toEqual(["violated"]);
  });

  test("signaling of other rooms, to other members, and of oneself is passed over", async () => {
    const [ada, ben] = [await guest(), await guest()];
    await together(ada, ben);
    const elsewhere = new Uint8Array(16).fill(4);
    const { room } = ada;
    room.handleSignaling({ type: "peer-left", room: elsewhere, member: member(2), reason: "left" });
    room.handleSignaling({ type: "peer-joined", room: elsewhere, member: member(5) });
    room.handleSignaling({ type: "joined", id: 9, room: elsewhere, member: member(5), members: [member(6)] });
    room.handleSignaling({ type: "peer-joined", room: roomName, member: member(1) });
    room.handleSignaling({ type: "peer-left", room: roomName, member: member(8), reason: "left" });
    room.handleSignaling({ type: "notify", from: member(2), to: member(5), data: garbage });
    room.handleSignaling({ type: "notify", from: member(8), to: member(1), data: garbage });
    expect([room.self, ada.present, ada.downs]).toEqual([1, [2], []]);
    expect(room.links.map(({ other }) => other)).toEqual([2]);
  });

  test("a member that is told of twice has one link", async () => {
    const [ada, ben] = [await guest(), await guest()];
    await together(ada, ben);
    const [before] = ada.room.links;
    ada.room.handleSignaling({ type: "peer-joined", room: roomName, member: member(2) });
    expect(ada.room.links).toEqual([before]);
    expect(ada.room.link(member(2))).toBe(before);
  });

  test("nothing is made of members before one is in oneself, or after", async () => {
    const ada = await guest();
    const come = { type: "peer-joined", room: roomName, member: member(2) } as const;
    ada.room.handleSignaling(come);
    await hub.enter(ada.room);
    ada.room.leave();
    ada.room.handleSignaling(come);
    expect(ada.room.links).toEqual([]);
  });
});

describe("a member that nothing can be asked of yet", () => {
  async function strangers(): Promise<[Guest, Guest, Place]> {
    const [host, visitor] = [await guest("other"), await guest("self")];
    for (const one of [host, visitor]) one.proof = undefined;
    await hub.enter(host.room);
    return [host, visitor, await hub.enter(visitor.room)];
  }

  test("is a stranger, and can be written to", async () => {
    const [host, visitor, place] = await strangers();
    expect([host.told.at(-1), visitor.told.at(-1)]).toEqual(["stranger 2 here", "stranger 1 here"]);
    visitor.room.notify(member(1), Uint8Array.of(7));
    await eventually(() => expect(host.told.at(-1)).toBe("from 2: 7"));
    const astray = { type: "notify", from: member(2), to: member(5), data: Uint8Array.of(8) } as const;
    host.room.handleSignaling(astray);
    expect(host.told.at(-1)).toBe("from 2: 7");
    expect([host.room.links, visitor.room.links]).toEqual([[], []]);
    place.cut();
    expect(host.told.slice(-2)).toEqual(["stranger 2 gone", "2 gone: lost"]);
  });

  test("is linked to as soon as both know what to ask", async () => {
    const [host, visitor] = await strangers();
    for (const one of [host, visitor]) one.proof = knowsSecret;
    host.room.openLink(member(2), false);
    visitor.room.openLink(member(1), true);
    await allTalk(host, visitor);
    expect(hub.notified[0]).toMatchObject({ from: 2 });
  });
});
