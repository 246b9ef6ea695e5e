import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ControlMessage } from "../../../../src/trust/control-message.ts";
import { type Invite, type InviteTerms, inviteKey } from "../../../../src/trust/invite.ts";
import { invited } from "../../../../src/workers/engine/call-terms.ts";
import { Caller, inviteOf, pass, profile, quiet, visitor } from "../../../fakes/caller.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub } from "../../../fakes/fake-hub.ts";
import { fakeFingerprint } from "../../../fakes/fake-link.ts";
import type { Guest } from "../../../fakes/room-guest.ts";
import { fakeTimers } from "../../../fakes/time.ts";

let hub: FakeHub;
let host: Caller;
const callers: Caller[] = [];

beforeEach(async () => {
  fakeTimers();
  hub = new FakeHub();
  host = await caller("Host");
});

afterEach(() => {
  for (const one of callers.splice(0)) one.close();
  vi.useRealTimers();
});

async function caller(name: string): Promise<Caller> {
  const one = await Caller.open(hub, name);
  callers.push(one);
  return one;
}

/** The host is in a call, and these people come, one after the other, and see everybody. */
async function callOf(terms: Partial<InviteTerms>, ...names: string[]): Promise<[Invite, ...Caller[]]> {
  const invite = inviteOf(host, terms);
  await host.enter(await invited(invite));
  const guests: Caller[] = [];
  for (const name of names) {
    guests.push(await join(invite, name));
    await eventually(() => {
      for (const one of [host, ...guests]) expect(one.shown).toHaveLength(guests.length);
    });
  }
  return [invite, ...guests];
}

async function join(invite: Invite, name: string): Promise<Caller> {
  return await (await caller(name)).enter(await invited(invite));
}

/** Comes with that invite, proves it to everybody, and says who they are. */
async function visit(invite: Invite, name: string): Promise<Guest> {
  const guest = await visitor(invite);
  await hub.enter(guest.room);
  await eventually(() => expect(guest.ups).toHaveLength(guest.room.links.length));
  await guest.say(profile(name));
  return guest;
}

describe("an invite that is renewed", () => {
  test("keeps out who came with the old one and was not in yet; who has the new one comes in, who was in stays", async () => {
    const [old, ada] = (await callOf({}, "Ada")) as [Invite, Caller];
    const late = await visitor(old, "other");
    await hub.enter(late.room);
    const renewed = inviteOf(host, { uses: 5 });
    await host.call.door.renew(renewed);
    await eventually(() => expect(ada.call.door.invite).toEqual(renewed));
    for (const link of late.room.links) link.start();
    await eventually(() => expect(late.downs).toEqual(["rejected", "rejected"]));
    expect(late.ups).toEqual([]);

    const ben = await join(renewed, "Ben");
    await eventually(() => expect(ben.shown.toSorted()).toEqual(["Ada", "Host"]));
    expect(host.shown).toEqual(["Ada", "Ben"]);
  });

  test("would have let them in before", async () => {
    const [invite] = await callOf({});
    const late = await visitor(invite, "other");
    await hub.enter(late.room);
    late.room.links[0]?.start();
    await eventually(() => expect(late.ups).toHaveLength(1));
  });

  test("is the inviter's to renew, and nobody else's", async () => {
    const [invite, ada] = (await callOf({}, "Ada")) as [Invite, Caller];
    await ada.call.door.renew(inviteOf(host, { uses: 1 }));
    await quiet(hub);
    expect([ada.call.door.invite, host.call.door.invite]).toEqual([invite, invite]);
  });
});

describe("an invite for some", () => {
  test("is used up: who comes then is told why and seen by nobody", async () => {
    const [invite, ada] = (await callOf({ uses: 1 }, "Ada")) as [Invite, Caller];
    expect(host.used).toBe(1);
    const ben = await join(invite, "Ben");
    await eventually(() => expect(ben.ends).toEqual(["invite-used"]));
    await quiet(hub);
    expect([host.shown, ada.shown, ben.shown]).toEqual([["Ada"], ["Host"], []]);
    expect(host.keptOut).toEqual(["invite-used"]);
  });

  test("is over: who comes then is told why and seen by nobody, who was in comes back", async () => {
    const [invite, ada] = (await callOf({ expiresAt: Date.now() + 60_000 }, "Ada")) as [Invite, Caller];
    vi.setSystemTime(Date.now() + 120_000);
    const ben = await join(invite, "Ben");
    await eventually(() => expect(ben.ends).toEqual(["invite-expired"]));
    await quiet(hub);
    expect([host.shown, ada.shown, ben.shown]).toEqual([["Ada"], ["Host"], []]);
    await ada.enter(await invited(invite));
    await eventually(() => expect(ada.shown).toEqual(["Host"]));
  });

  test("is counted on after a reload of the inviter's page", async () => {
    const [invite, ada] = (await callOf({ uses: 1 }, "Ada")) as [Invite, Caller];
    ada.call.close();
    await host.enter(await invited(invite));
    const ben = await join(invite, "Ben");
    await eventually(() => expect(ben.ends).toEqual(["invite-used"]));
    await ada.enter(await invited(invite));
    await eventually(() => expect(host.shown).toEqual(["Ada"]));
    expect(host.used).toBe(1);
  });

  test("brings guests together in whatever order they hear of each other", async () => {
    const [invite, ada] = (await callOf({ uses: 5 }, "Ada")) as [Invite, Caller];
    const ben = await caller("Ben");
    // The host's words reach Ada at once, and Ben late.
    hub.holds = ({ from, to }) => from === host.member && to !== ada.member;
    await ben.enter(await invited(invite));
    await eventually(() => expect(hub.subscriptions).toContainEqual({ from: ada.member, to: ben.member }));
    await quiet(hub);
    expect([ada.shown, ben.shown]).toEqual([["Host"], []]);
    hub.release();
    await eventually(() => {
      expect(ada.shown).toEqual(["Host", "Ben"]);
      expect(ben.shown.toSorted()).toEqual(["Ada", "Host"]);
    });
  });

  test("lets nobody hear a guest before the inviter has let them in", async () => {
    const [invite, ada] = (await callOf({ uses: 2 }, "Ada")) as [Invite, Caller];
    hub.holds = ({ from, to }) => from === host.member && to === ada.member;
    const ben = await visit(invite, "Ben");
    await quiet(hub);
    expect(ada.shown).toEqual(["Host"]);
    expect(hub.subscriptions).not.toContainEqual({ from: ada.member, to: ben.room.self });
    expect(ben.ups).toHaveLength(2);
    hub.release();
    await eventually(() => expect(hub.subscriptions).toContainEqual({ from: ada.member, to: ben.room.self }));
  });
});

describe("what only the inviter may say", () => {
  const secret = new Uint8Array(16).fill(6);

  test.each<[string, ControlMessage]>([
    ["who is in", { type: "admitted", fingerprint: fakeFingerprint(9) }],
    ["what the invite is", { type: "invite", secret, uses: 0, guestsTalk: true }],
    ["that one is not let in", { type: "error", code: "invite-used", about: "admission" }],
  ])("%s is not taken from a guest", async (_, claim) => {
    const [invite, ada] = (await callOf({ uses: 2 }, "Ada")) as [Invite, Caller];
    const mallory = await visit(invite, "Mallory");
    await eventually(() => expect(ada.shown).toEqual(["Host", "Mallory"]));
    const eve = await visitor(invite);
    const { fingerprint } = eve;
    await mallory.say(claim.type === "admitted" ? { ...claim, fingerprint } : claim);
    await mallory.say(profile("Mallory, who has said it"));
    await eventually(() => expect(ada.shown).toEqual(["Host", "Mallory, who has said it"]));
    expect([ada.ends, host.ends]).toEqual([[], []]);
    expect([ada.call.door.invite, host.call.door.invite]).toEqual([invite, invite]);

    await hub.enter(eve.room);
    await eventually(() => expect(host.keptOut).toEqual(["invite-used"]));
    await quiet(hub);
    expect(hub.subscriptions).not.toContainEqual({ from: ada.member, to: eve.room.self });
  });

  test("is taken from the inviter", async () => {
    const invite = inviteOf(host);
    const ada = await caller("Ada");
    await ada.enter(await invited({ ...invite, inviter: host.fingerprint }));
    const renewed = { ...invite, secret };
    await host.enter(await invited(invite));
    await eventually(() => expect(ada.shown).toEqual(["Host"]));
    await host.call.door.renew(renewed);
    await eventually(() => expect(ada.call.door.invite).toEqual(renewed));
  });
});

describe("somebody whom nobody lets in", () => {
  /** Knows the room and not the secret. */
  async function stranger(): Promise<Guest> {
    const guest = await visitor(inviteOf(host));
    guest.proof = { kind: "secret", secret: await inviteKey(inviteOf(host)) };
    return guest;
  }

  test("does not end the call of a guest who was there before", async () => {
    const ada = await join(inviteOf(host), "Ada");
    const eve = await stranger();
    await hub.enter(eve.room);
    await eventually(() => expect(ada.keptOut).toEqual(["stranger"]));
    await pass(2_000, hub, ada);
    expect(ada.ends).toEqual([]);
  });

  test("does not end the call of a guest who comes later, where others let that one in", async () => {
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    const eve = await stranger();
    await hub.enter(eve.room);
    await eventually(() => expect(eve.downs).toEqual(["rejected"]));
    const ada = await join(invite, "Ada");
    await eventually(() => expect(ada.shown).toEqual(["Host"]));
    await eventually(() => expect(ada.keptOut).toEqual(["stranger"]));
    expect(ada.ends).toEqual([]);
  });

  test("is told so: everybody who was there has another secret", async () => {
    const [old] = await callOf({}, "Ada");
    await host.call.door.renew(inviteOf(host));
    await quiet(hub);
    const ben = await join(old, "Ben");
    await eventually(() => expect(ben.ends).toEqual(["invite-expired"]));
    await eventually(() => expect(host.keptOut).toEqual(["stranger"]));
    expect([host.shown, host.ends]).toEqual([["Ada"], []]);
  });
});
