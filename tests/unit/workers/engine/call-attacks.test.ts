import { hexToBytes } from "@noble/hashes/utils.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeFeedback } from "../../../../src/transport/wire/feedback.ts";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import { limits } from "../../../../src/transport/wire/limits.ts";
import { encodeMediaHeader, PayloadType } from "../../../../src/transport/wire/rtp.ts";
import { type MemberId, ssrcOf, Track } from "../../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../../src/trust/bytes.ts";
import type { Invite } from "../../../../src/trust/invite.ts";
import { SframeSender } from "../../../../src/trust/sframe.ts";
import { invited } from "../../../../src/workers/engine/call-terms.ts";
import { VideoSender } from "../../../../src/workers/engine/send-video.ts";
import { Caller, inviteOf, pass, profile, quiet, visitor } from "../../../fakes/caller.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub } from "../../../fakes/fake-hub.ts";
import type { Guest } from "../../../fakes/room-guest.ts";
import { packet } from "../../../fakes/rtp.ts";
import { fakeTimers } from "../../../fakes/time.ts";

const AWAY_GRACE = 4_000;

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
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function caller(name: string): Promise<Caller> {
  const one = await Caller.open(hub, name);
  callers.push(one);
  return one;
}

/** A guest who is in, and is shown under that name. */
async function welcome(invite: Invite, name: string): Promise<Guest> {
  const guest = await visitor(invite);
  await hub.enter(guest.room);
  await eventually(() => expect(guest.ups).toHaveLength(guest.room.links.length));
  await guest.say(profile(name));
  await eventually(() => expect(host.shown).toContain(name));
  return guest;
}

describe("a relay that gives somebody's number to somebody else", () => {
  /** Ada is in; then the relay cuts her off, tells nobody, and lets Eve, who has the invite, in as her. */
  async function takeOver(): Promise<{ ada: Caller; eve: Guest }> {
    const invite = inviteOf(host);
    const terms = await invited(invite);
    await host.enter(terms);
    const ada = await (await caller("Ada")).enter(terms);
    await eventually(() => expect(host.shown).toEqual(["Ada"]));
    host.room.handlePipeEnded({ from: ada.member, to: host.member, channel: 0 });
    await eventually(() => expect(host.room.link(ada.member)?.ended).toBe("lost"));
    const eve = await visitor(invite);
    await hub.enter(eve.room, ada.member);
    await eventually(() => expect(eve.ups).toHaveLength(1));
    await quiet(hub);
    return { ada, eve };
  }

  test("does not give them the tile: it goes as if nobody had come", async () => {
    await takeOver();
    expect(host.shown).toEqual(["Ada"]);
    await pass(500, hub, host);
    expect(host.shown).toEqual(["Ada (away)"]);
    await pass(AWAY_GRACE + 500, hub, host);
    expect(host.shown).toEqual([]);
  });

  test("does not give them the name: who says that they are somebody is shown as who they are", async () => {
    const { ada, eve } = await takeOver();
    const [adaSeen] = host.peers;
    const instance = hexToBytes(adaSeen?.id.split(".")[1] ?? "") as Bytes;
    await eve.say(profile("Ada", instance));
    await eventually(() => expect(host.peers).toHaveLength(2));
    expect(host.peers.map(({ fingerprint }) => fingerprint)).toEqual([ada.fingerprint, eve.fingerprint]);
    await pass(AWAY_GRACE + 1_000, hub, host);
    expect(host.peers).toMatchObject([{ name: "Ada", fingerprint: eve.fingerprint, known: "guest" }]);
  });

  test("does not let them be remembered as who was there", async () => {
    const { ada, eve } = await takeOver();
    const tile = host.idOf("Ada");
    await eve.say({ type: "remember", wanted: true });
    host.call.remember(tile, ada.fingerprint, true);
    await quiet(hub);
    expect(eve.messages.filter(({ type }) => type === "remember")).toEqual([]);
    for (const { fingerprint } of [ada, eve])
      expect(host.contacts.standing(fingerprint).state).toBe("unknown");
  });

  test("who was there comes back to their place", async () => {
    const { ada } = await takeOver();
    const before = host.idOf("Ada");
    ada.room.handleConnectionLost();
    await hub.enter(ada.room);
    await eventually(() => expect(host.peers).toMatchObject([{ id: before, presence: "here" }]));
  });
});

test("a crowd that a relay has invented costs no more than a full room", async () => {
  const invite = inviteOf(host);
  await host.enter(await invited(invite));
  const { room } = host;
  const crowd = Array.from({ length: 10_000 }, (_, index) => (1_000 + index) as MemberId);
  for (const member of crowd) room.handleSignaling({ type: "peer-joined", room: room.name, member });
  expect(room.links).toHaveLength(limits.membersPerRoom);
  await pass(20_000, hub, host);
  expect(room.links).toHaveLength(limits.membersPerRoom);
  for (const member of crowd)
    room.handleSignaling({ type: "peer-left", room: room.name, member, reason: "left" });
  room.handleSignaling({ type: "joined", id: 2, room: room.name, member: host.member, members: crowd });
  expect(room.links).toHaveLength(limits.membersPerRoom);
  expect(host.peers).toEqual([]);
});

describe("media", () => {
  /** Decoders that were made. */
  let decoders: number;
  let sender: SframeSender;

  beforeEach(async () => {
    decoders = 0;
    class FakeDecoder {
      state = "configured";
      decodeQueueSize = 0;
      constructor() {
        decoders++;
      }
      configure(): void {}
      decode(): void {}
      close(): void {}
    }
    for (const kind of ["Audio", "Video"]) {
      vi.stubGlobal(`${kind}Decoder`, FakeDecoder);
      vi.stubGlobal(`Encoded${kind}Chunk`, class {});
    }
    sender = await SframeSender.create(0);
  });

  /** The guest gives the host its key: nothing but the gate is between its frames and a decoder. */
  async function giveKey(guest: Guest): Promise<void> {
    const { keyId, baseKey } = sender.grant;
    await guest.say({ type: "media-key", epoch: keyId, key: baseKey });
    await eventually(() => expect(guest.messages.map(({ type }) => type)).toContain("media-key-ack"));
  }

  /** Sound and a picture, as that member sends them and the relay delivers them. */
  async function send(from: MemberId | undefined): Promise<void> {
    if (from === undefined) throw new Error("nobody");
    const sound = {
      ...packet,
      payloadType: PayloadType.opus,
      marking: undefined,
      ssrc: ssrcOf(from, Track.audio),
    };
    const picture = { ...packet, ssrc: ssrcOf(from, Track.video) };
    for (const [flow, fields] of [
      [Flow.audio, sound],
      [Flow.video, picture],
    ] as const) {
      const header = encodeMediaHeader(fields) as Bytes;
      const bytes = await sender.seal(Uint8Array.of(1, 2, 3), header, header.length);
      bytes.set(header);
      host.call.media.handlePacket(flow, bytes);
    }
    await quiet(hub);
  }

  /** Asks the host for a key frame, as that member. */
  function complain(from: MemberId | undefined): void {
    if (from === undefined) throw new Error("nobody");
    const feedback = { sender: ssrcOf(from, Track.video), media: ssrcOf(host.member, Track.video) };
    host.call.media.handlePacket(Flow.feedback, encodeFeedback({ type: "picture-loss", ...feedback }));
  }

  test("of a guest who may talk are decoded, and its complaints heard", async () => {
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    const gus = await welcome(invite, "Gus");
    await giveKey(gus);
    await send(gus.room.self);
    await eventually(() => expect(decoders).toBe(2));
    const asked = vi.spyOn(VideoSender.prototype, "requestKeyFrame");
    complain(gus.room.self);
    expect(asked).toHaveBeenCalledOnce();
  });

  test("of a guest who may only watch are dropped; its complaints are heard", async () => {
    const invite = inviteOf(host, { guestsTalk: false });
    await host.enter(await invited(invite));
    const gus = await welcome(invite, "Gus");
    await giveKey(gus);
    await send(gus.room.self);
    expect(decoders).toBe(0);
    const asked = vi.spyOn(VideoSender.prototype, "requestKeyFrame");
    complain(gus.room.self);
    expect(asked).toHaveBeenCalledOnce();
  });

  test.each<[string, (gus: Guest, invite: Invite) => Promise<MemberId | undefined>]>([
    ["a number that nobody has", async () => 777 as MemberId],
    [
      "a member that has not proved anything",
      async () => {
        const quietOne = await visitor(inviteOf(host), "other");
        await hub.enter(quietOne.room);
        return quietOne.room.self;
      },
    ],
    [
      "a guest who has left",
      async (gus) => {
        const { self } = gus.room;
        gus.room.leave();
        await eventually(() => expect(host.shown).toEqual([]));
        return self;
      },
    ],
    [
      "a guest who was revoked a moment ago",
      async (gus) => {
        await host.store.revokePeer(gus.fingerprint, Date.now());
        return gus.room.self;
      },
    ],
  ])("of %s are dropped before there is a decoder, and so are complaints", async (_, become) => {
    const invite = inviteOf(host);
    await host.enter(await invited(invite));
    const gus = await welcome(invite, "Gus");
    await giveKey(gus);
    const from = await become(gus, invite);
    const asked = vi.spyOn(VideoSender.prototype, "requestKeyFrame");
    await send(from);
    complain(from);
    expect(decoders).toBe(0);
    expect(asked).not.toHaveBeenCalled();
  });

  test("of a guest who waits for the inviter's word are dropped, and so are complaints", async () => {
    const inviter = await caller("Inviter");
    // The host of these tests is a guest here, and the inviter is away.
    const invite = inviteOf(inviter, { uses: 2 });
    await host.enter(await invited(invite));
    const gus = await visitor(invite);
    await hub.enter(gus.room);
    await eventually(() => expect(gus.ups).toHaveLength(1));
    const { keyId, baseKey } = sender.grant;
    await gus.say(profile("Gus"));
    await gus.say({ type: "media-key", epoch: keyId, key: baseKey });
    await quiet(hub);
    const asked = vi.spyOn(VideoSender.prototype, "requestKeyFrame");
    await send(gus.room.self);
    complain(gus.room.self);
    expect(decoders).toBe(0);
    expect(asked).not.toHaveBeenCalled();
    expect(host.peers).toEqual([]);
  });
});
