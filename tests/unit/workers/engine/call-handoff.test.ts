import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHandoff, type Handoff } from "../../../../src/trust/handoff.ts";
import type { InviteTerms } from "../../../../src/trust/invite.ts";
import { type CallTerms, handedOff, invited } from "../../../../src/workers/engine/call-terms.ts";
import { type HandoffMessage, HandoffOffer, HandoffTaking } from "../../../../src/workers/engine/handoff.ts";
import { Caller, inviteOf, pass, profile, quiet, visitor } from "../../../fakes/caller.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub } from "../../../fakes/fake-hub.ts";
import { roomName } from "../../../fakes/room-guest.ts";
import { fakeTimers } from "../../../fakes/time.ts";

/** How long one who fetches a call waits for an answer, and how long a handoff is good. */
const ANSWER_PATIENCE = 8_000;
const LIFETIME = 121_000;

let hub: FakeHub;
let host: Caller;
let ada: Caller;
let phone: Caller;
const callers: Caller[] = [];
const takings: HandoffTaking[] = [];

beforeEach(async () => {
  fakeTimers();
  hub = new FakeHub();
  [host, ada, phone] = [await caller("Host"), await caller("Ada"), await caller("Ada")];
});

afterEach(() => {
  for (const taking of takings.splice(0)) taking.close();
  for (const one of callers.splice(0)) one.close();
  vi.useRealTimers();
});

async function caller(name: string): Promise<Caller> {
  const one = await Caller.open(hub, name);
  callers.push(one);
  return one;
}

async function meet(terms: Partial<InviteTerms> = {}): Promise<CallTerms> {
  const call = await invited(inviteOf(host, terms));
  await host.enter(call);
  await ada.enter(call);
  await eventually(() => expect([host.shown, ada.shown]).toEqual([["Ada"], ["Host"]]));
  return call;
}

/** What a device shows to be continued elsewhere. */
async function offer(one: Caller): Promise<Handoff> {
  const handoff = createHandoff(one.fingerprint, Date.now());
  await HandoffOffer.create({
    handoff,
    network: one.wire.network,
    identity: one.store.identity,
    wallClock: () => Date.now(),
    appoint: (successor) => one.call.appoint(successor),
    onTaken: () => undefined,
  });
  await quiet(hub);
  return handoff;
}

/** For how long two devices of one person may be in the call at all, milliseconds. */
const MOVE_TIME = 30_000;

/** Opens the link: what it gets, once it has got it. */
async function take(one: Caller, handoff: Handoff): Promise<(HandoffMessage | undefined)[]> {
  const got: (HandoffMessage | undefined)[] = [];
  const parts = { handoff, network: one.wire.network, identity: one.store.identity };
  takings.push(await HandoffTaking.create({ ...parts, onDone: (message) => got.push(message) }));
  await quiet(hub);
  return got;
}

/** Opens the link and continues the call. */
async function move(from: Caller, to: Caller): Promise<void> {
  const got = await take(to, await offer(from));
  await eventually(() => expect(got).toHaveLength(1));
  const [message] = got;
  if (message === undefined) throw new Error("nothing was handed over");
  const terms = await handedOff(message);
  if (terms === undefined) throw new Error("it leads nowhere");
  await to.enter(terms, { fingerprint: from.fingerprint, mayTalk: message.mayTalk });
}

/** The other one sees the new device, and time goes by until the first has made room. */
async function overlap(from: Caller, viewer: Caller, to: Caller): Promise<void> {
  await eventually(() => expect(viewer.peers.at(0)?.fingerprint).toEqual(to.fingerprint));
  await eventually(() => expect(to.peers).not.toEqual([]));
  // Those two have proven themselves to each other, and so have the two devices by now: none of it may lose fake time while it takes real time.
  for (let rest = 0; rest < 10; rest++) await quiet(hub);
  for (let passed = 0; passed < MOVE_TIME && from.ends.length === 0; passed += 500)
    await pass(500, hub, from, viewer, to);
  expect(from.ends).toEqual(["moved"]);
}

describe("a call that is moved", () => {
  test("goes on in the same place, on the other device, and ends on the first with the reason", async () => {
    await meet();
    const before = host.idOf("Ada");
    const steps = host.posted.length;
    await move(ada, phone);
    await eventually(() => expect(host.peers).toMatchObject([{ fingerprint: phone.fingerprint }]));
    expect(host.peers).toMatchObject([
      { id: before, presence: "here", known: "moved", movedFrom: ada.fingerprint },
    ]);
    await overlap(ada, host, phone);
    expect([host.ends, phone.ends]).toEqual([[], []]);
    expect(phone.shown).toEqual(["Host"]);
    await pass(10_000, hub, host, phone);
    expect(host.shown).toEqual(["Ada"]);
    // Nobody came, nobody went: at every moment there was one, in one place.
    const seen = host.posted.slice(steps).flatMap((told) => (told.type === "peers" ? [told.peers] : []));
    expect(seen.map((peers) => peers.map(({ id }) => id))).toEqual(seen.map(() => [before]));
  });

  test("between two paired devices goes on as well, and whoever was there before is let in no more", async () => {
    const key = new Uint8Array(32).fill(3);
    const ring = (expected: Caller): CallTerms => ({
      kind: "ring",
      room: roomName,
      key,
      expected: expected.fingerprint,
    });
    await host.enter(ring(ada));
    await ada.enter(ring(host));
    await eventually(() => expect([host.phase, ada.phase]).toEqual(["active", "active"]));
    await move(ada, phone);
    await overlap(ada, host, phone);
    await eventually(() => expect([host.ends, phone.phase]).toEqual([[], "active"]));
    await ada.enter(ring(host));
    await eventually(() => expect(ada.ends).toEqual(["moved", "wrong-device"]));
    expect(host.peers).toMatchObject([{ fingerprint: phone.fingerprint }]);
  });

  test("needs no further use of an invite that is used up, and gives none away", async () => {
    const terms = await meet({ uses: 1 });
    expect(host.used).toBe(1);
    await move(ada, phone);
    await overlap(ada, host, phone);
    expect([host.used, host.shown]).toEqual([1, ["Ada"]]);
    await ada.enter(terms);
    await eventually(() => expect(ada.ends).toEqual(["moved", "invite-used"]));
  });

  test("lets the inviter talk on where guests may not", async () => {
    await meet({ guestsTalk: false });
    await move(host, phone);
    await eventually(() => expect(ada.peers).toMatchObject([{ fingerprint: phone.fingerprint }]));
    expect(phone.posted.findLast((told) => told.type === "invite")).toMatchObject({
      mayTalk: true,
      own: false,
    });
  });

  test("keeps the place when the new device reconnects, and can be moved back", async () => {
    await meet();
    const place = host.idOf("Ada");
    await move(ada, phone);
    await overlap(ada, host, phone);
    phone.place.cut();
    await hub.enter(phone.room);
    await eventually(() => expect(host.peers).toMatchObject([{ id: place, presence: "here" }]));
    await move(phone, ada);
    await eventually(() => expect(host.peers).toMatchObject([{ fingerprint: ada.fingerprint }]));
    expect(host.peers).toMatchObject([{ id: place, known: "guest", movedFrom: undefined }]);
  });
});

describe("a link that moves a call", () => {
  test("is good once: the second one gets nothing", async () => {
    await meet();
    const handoff = await offer(ada);
    const first = await take(phone, handoff);
    await eventually(() => expect(first).toMatchObject([{ type: "handoff" }]));
    const second = await take(await caller("Eve"), handoff);
    await pass(ANSWER_PATIENCE + 500, hub, host, ada);
    expect(second).toEqual([undefined]);
    expect(host.shown).toEqual(["Ada"]);
  });

  test("is good for two minutes", async () => {
    await meet();
    const handoff = await offer(ada);
    vi.setSystemTime(Date.now() + LIFETIME);
    const late = await take(phone, handoff);
    await pass(ANSWER_PATIENCE + 500, hub, host, ada);
    expect(late).toEqual([undefined]);
    expect(ada.ends).toEqual([]);
  });

  test("is good for nothing without its secret, and for nothing where somebody else answers", async () => {
    await meet();
    const handoff = await offer(ada);
    const guessed = await take(await caller("Eve"), { ...handoff, secret: new Uint8Array(16) });
    const forged = createHandoff(ada.fingerprint, Date.now());
    const eve = await caller("Eve");
    await HandoffOffer.create({
      handoff: forged,
      network: eve.wire.network,
      identity: eve.store.identity,
      wallClock: () => Date.now(),
      appoint: async () => ({ type: "handoff", room: roomName, mayTalk: true }),
      onTaken: () => undefined,
    });
    const misled = await take(phone, forged);
    await pass(ANSWER_PATIENCE + 500, hub, host, ada);
    expect([guessed, misled]).toEqual([[undefined], [undefined]]);
  });

  test("opened on the same device moves nothing", async () => {
    await meet();
    const handoff = await offer(ada);
    const other = { ...handoff };
    const same = await take(ada, other);
    await pass(ANSWER_PATIENCE + 500, hub, host, ada);
    expect(same.filter((message) => message !== undefined)).toEqual([]);
    expect([host.shown, ada.ends]).toEqual([["Ada"], []]);
  });
});

describe("somebody in the call who claims that others have moved", () => {
  async function eveInTheCall() {
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    await ada.enter(await invited(invite));
    const eve = await visitor(invite);
    await hub.enter(eve.room);
    await eventually(() => expect(eve.ups).toHaveLength(2));
    await eve.say(profile("Eve"));
    await eventually(() => expect(host.shown.toSorted()).toEqual(["Ada", "Eve"]));
    return { eve, invite };
  }

  test("gives away only their own place", async () => {
    const { eve, invite } = await eveInTheCall();
    const [adaBefore, eveBefore] = [host.idOf("Ada"), host.idOf("Eve")];
    await eve.say({ type: "successor", fingerprint: phone.fingerprint });
    await quiet(hub);
    await phone.enter(await invited(invite));
    await eventually(() =>
      expect(host.peers.map(({ id }) => id).toSorted()).toEqual([adaBefore, eveBefore].toSorted()),
    );
    const at = (id: string) => host.peers.find((peer) => peer.id === id);
    await eventually(() => expect(at(eveBefore)?.fingerprint).toEqual(phone.fingerprint));
    expect(at(adaBefore)).toMatchObject({ fingerprint: ada.fingerprint, known: "guest" });
  });

  test.each([
    ["somebody who is in the call", () => ada.fingerprint],
    ["the one who hears it", () => host.fingerprint],
  ])("moves nobody onto %s", async (_, whom) => {
    const { eve } = await eveInTheCall();
    const before = host.peers.map(({ id, fingerprint }) => [id, fingerprint]);
    await eve.say({ type: "successor", fingerprint: whom() });
    await quiet(hub);
    ada.call.setProfile({ name: "Ada", microphone: "off", camera: "on" });
    await quiet(hub);
    expect(host.peers.map(({ id, fingerprint }) => [id, fingerprint])).toEqual(before);
    expect(eve.messages.filter(({ type }) => type === "successor-ack")).toEqual([]);
  });
});
