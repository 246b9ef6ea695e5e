import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CallTerms, invited } from "../../../../src/workers/engine/call-terms.ts";
import { IncomingSource } from "../../../../src/workers/engine/incoming-source.ts";
import { Caller, inviteOf, pass, profile, quiet, visitor } from "../../../fakes/caller.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub } from "../../../fakes/fake-hub.ts";
import { Guest, roomName } from "../../../fakes/room-guest.ts";
import { fakeTimers } from "../../../fakes/time.ts";

const ANONYMITY = 5_000;
const CONNECTING = 20_000;
const RECONNECTING = 120_000;
const GOODBYE = 200;

let hub: FakeHub;
let host: Caller;
let ada: Caller;
const callers: Caller[] = [];

beforeEach(async () => {
  fakeTimers();
  hub = new FakeHub();
  [host, ada] = [await caller("Host"), await caller("Ada")];
});

afterEach(() => {
  for (const one of callers.splice(0)) one.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function caller(name: string): Promise<Caller> {
  const one = await Caller.open(hub, name);
  callers.push(one);
  return one;
}

/** The two are in one call and see each other. */
async function meet(terms: CallTerms): Promise<void> {
  await host.enter(terms);
  await ada.enter(terms);
  await eventually(() => expect([host.shown, ada.shown]).toEqual([["Ada"], ["Host"]]));
}

describe("two who meet", () => {
  test("see each other as what they are", async () => {
    await meet(await invited(inviteOf(host)));
    const [adaSeen, hostSeen] = [host.peers[0], ada.peers[0]];
    expect(adaSeen).toMatchObject({ known: "guest", fingerprint: ada.fingerprint, microphone: "on" });
    expect(hostSeen).toMatchObject({ known: "inviter", fingerprint: host.fingerprint, camera: "on" });
  });

  test("see what changes, and hear of the new invite", async () => {
    const invite = inviteOf(host);
    await meet(await invited(invite));
    const isOn = vi.spyOn(IncomingSource.prototype, "setOn");
    ada.call.setProfile({ name: "Countess", microphone: "off", camera: "none" });
    const renewed = inviteOf(host, { uses: 3, guestsTalk: false });
    await host.call.door.renew(renewed);
    await eventually(() => expect(host.peers).toMatchObject([{ name: "Countess", microphone: "off" }]));
    expect(isOn, "no picture of hers stands still from here on").toHaveBeenLastCalledWith(false);
    await eventually(() => expect(ada.call.door.invite).toEqual(renewed));
  });

  test("send no more than the other says to take", async () => {
    await meet(await invited(inviteOf(host)));
    const media = ada.room.connection?.media;
    if (media === undefined) throw new Error("Ada has no connection");
    media.badWayDown = { carries: 90_000, loss: 0.1 };
    await pass(2_000, hub, host, ada);
    expect(host.bitrate).toBe(90_000);
    expect(ada.bitrate).toBeGreaterThan(90_000);
  });

  test("are told when one of them hangs up", async () => {
    await meet(await invited(inviteOf(host)));
    ada.call.close();
    await eventually(() => expect(host.shown).toEqual([]));
    expect(host.ends).toEqual([]);
  });

  test("wait for each other when a connection breaks, and not for ever", async () => {
    await meet(await invited(inviteOf(host)));
    ada.place.cut();
    await pass(GOODBYE, hub, host);
    expect(host.shown).toEqual(["Ada (away)"]);
    await pass(5_000, hub, host);
    expect(host.shown).toEqual([]);
  });

  test("become each other's contacts once both want to, and not before", async () => {
    await meet(await invited(inviteOf(host)));
    host.call.remember(host.idOf("Ada"), ada.fingerprint, true);
    await eventually(() => expect(ada.peers[0]?.remember).toEqual({ own: false, theirs: true }));
    expect(host.contacts.standing(ada.fingerprint).state).toBe("unknown");
    ada.call.remember(ada.idOf("Host"), host.fingerprint, true);
    await eventually(() => {
      expect(host.contacts.standing(ada.fingerprint).state).toBe("paired");
      expect(ada.contacts.standing(host.fingerprint).state).toBe("paired");
    });
  });
});

describe("somebody who does not say who they are", () => {
  test("is not shown and gets no key, until they do", async () => {
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    const guest = await visitor(invite);
    await hub.enter(guest.room);
    await eventually(() => expect(guest.ups).toHaveLength(1));
    await quiet(hub);
    expect(host.peers).toEqual([]);
    expect(guest.messages.map(({ type }) => type)).toEqual(["profile"]);

    await guest.say(profile("Gus"));
    await eventually(() => expect(guest.messages.map(({ type }) => type)).toContain("media-key"));
    expect(host.peers).toMatchObject([{ name: "Gus", known: "guest", fingerprint: guest.fingerprint }]);
  });

  test("is sent away in the end, and has had no key", async () => {
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    const guest = await visitor(invite);
    await hub.enter(guest.room);
    await eventually(() => expect(guest.ups).toHaveLength(1));
    await pass(ANONYMITY - 500, hub, host);
    expect(guest.downs).toEqual([]);
    await pass(1_000, hub, host);
    await eventually(() => expect(guest.downs).toEqual(["lost"]));
    expect(host.room.links.map(({ ended }) => ended)).toEqual(["misbehaved"]);
    expect(guest.messages.filter(({ type }) => type === "media-key")).toEqual([]);
    expect(host.peers).toEqual([]);
  });

  test("is nobody to speak to: nothing is sealed before somebody has the key", async () => {
    /** Pieces of sound that were encoded. */
    let encoded = 0;
    class FakeEncoder {
      state = "unconfigured";
      encodeQueueSize = 0;
      configure(): void {
        this.state = "configured";
      }
      encode(): void {
        encoded++;
      }
      close(): void {
        this.state = "closed";
      }
    }
    vi.stubGlobal("AudioEncoder", FakeEncoder);
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    const { readable, writable } = new TransformStream<AudioData, AudioData>();
    const microphone = writable.getWriter();
    const piece = { sampleRate: 48_000, numberOfChannels: 1, close: () => undefined, clone: () => piece };
    const speak = () => microphone.write(piece as unknown as AudioData);
    host.call.media.setMicrophone(readable);
    const guest = await visitor(invite);
    await hub.enter(guest.room);
    await eventually(() => expect(guest.ups).toHaveLength(1));
    await quiet(hub);
    for (let i = 0; i < 5; i++) await speak();
    expect(encoded).toBe(0);

    await guest.say(profile("Gus"));
    await eventually(() => expect(host.shown).toEqual(["Gus"]));
    for (let i = 0; i < 5; i++) await speak();
    await eventually(() => expect(encoded).toBeGreaterThan(3));
  });
});

describe("a call that is over", () => {
  test("says nothing more; what it has said carries its number", async () => {
    const terms = await invited(inviteOf(host));
    await meet(terms);
    await host.enter(terms);
    await eventually(() => expect([host.shown, ada.shown]).toEqual([["Ada"], ["Host"]]));
    const numbers = host.posted.map((told) => ("call" in told ? told.call : undefined));
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers)).toEqual(new Set([1, 2]));

    host.call.close();
    const told = host.posted.length;
    await pass(2 * GOODBYE, hub);
    host.call.poll();
    host.call.handleKnowledge();
    expect(host.posted).toHaveLength(told);
  });

  test("does not change its invite, nor enter another room", async () => {
    const invite = inviteOf(host);
    await meet(await invited(invite));
    await pass(500, hub, host, ada);
    host.call.close();
    await host.call.door.renew(inviteOf(host, { uses: 7 }));
    host.call.moveTo(await invited({ ...invite, room: new Uint8Array(16).fill(9) }));
    await pass(500, hub);
    expect(host.store.invite(invite.room)?.invite).toEqual(invite);
    expect(ada.call.door.invite).toEqual(invite);
    expect(host.wire.places.size).toBe(0);
  });
});

describe("a ring", () => {
  const ring = (expected: Caller, room = roomName): CallTerms => ({
    kind: "ring",
    room,
    key: new Uint8Array(32).fill(3),
    expected: expected.fingerprint,
  });

  test("leads the two together, and is over for both when one hangs up", async () => {
    await host.enter(ring(ada));
    await ada.enter(ring(host));
    await eventually(() => expect([host.shown, ada.shown]).toEqual([["Ada"], ["Host"]]));
    expect([host.phase, ada.phase]).toEqual(["active", "active"]);
    await pass(2 * CONNECTING, hub, host, ada);
    expect([host.ends, ada.ends]).toEqual([[], []]);
    ada.call.close();
    await eventually(() => expect(host.ends).toEqual(["hung-up"]));
  });

  test("is not over because a connection broke, unless it does not come back", async () => {
    await host.enter(ring(ada));
    await ada.enter(ring(host));
    await eventually(() => expect(host.shown).toEqual(["Ada"]));
    ada.place.cut();
    await pass(2_000, hub, host);
    expect([host.shown, host.phase, host.ends]).toEqual([["Ada (away)"], "reconnecting", []]);
    await pass(RECONNECTING, hub, host);
    expect(host.ends).toEqual(["connection-lost"]);
  });

  test("that was answered is over when the other is not there", async () => {
    await ada.enter(ring(host));
    await pass(CONNECTING - 500, hub, ada);
    expect(ada.ends).toEqual([]);
    await pass(1_000, hub, ada);
    expect(ada.ends).toEqual(["unreachable"]);
  });

  test("that was answered is over when whoever is there does not say who they are", async () => {
    await ada.enter(ring(host));
    const silent = await silentGuest(host);
    await hub.enter(silent.room);
    await eventually(() => expect(silent.ups).toHaveLength(1));
    await pass(CONNECTING + 500, hub, ada);
    expect(ada.ends).toEqual(["unreachable"]);
  });

  test("is over at once when the other leaves before saying who they are", async () => {
    await ada.enter(ring(host));
    const silent = await silentGuest(host);
    const place = await hub.enter(silent.room);
    await eventually(() => expect(silent.ups).toHaveLength(1));
    hub.leave(place, "left");
    await eventually(() => expect(ada.ends).toEqual(["hung-up"]));
  });

  test("that gives way to the other's leads the two together there", async () => {
    await ada.enter(ring(host));
    const theirs = new Uint8Array(16).fill(6);
    ada.call.moveTo(ring(host, theirs));
    await quiet(hub);
    await host.enter(ring(ada, theirs));
    await eventually(() => expect([host.shown, ada.shown]).toEqual([["Ada"], ["Host"]]));
    expect(ada.phase).toBe("active");
  });

  async function silentGuest({ store }: Caller): Promise<Guest> {
    const silent = new Guest(store.identity);
    silent.proof = { kind: "secret", secret: new Uint8Array(32).fill(3) };
    return silent;
  }

  test("keeps out a device in the place of the one that was called", async () => {
    await host.enter(ring(ada));
    const eve = await (await caller("Eve")).enter(ring(host));
    await eventually(() => expect(host.keptOut).toEqual(["wrong-device"]));
    await eventually(() => expect(eve.ends).toEqual(["wrong-device"]));
    expect(host.peers).toEqual([]);
    await ada.enter(ring(host));
    await eventually(() => expect(host.shown).toEqual(["Ada"]));
  });
});
