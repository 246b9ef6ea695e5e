import { equalBytes } from "@noble/curves/utils.js";
import { vi } from "vitest";
import type { MemberId } from "../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../src/trust/bytes.ts";
import type { ControlMessage } from "../../src/trust/control-message.ts";
import type { Fingerprint } from "../../src/trust/fingerprint.ts";
import { createInvite, type Invite, type InviteTerms, inviteKey } from "../../src/trust/invite.ts";
import { TrustStore } from "../../src/trust/store/trust-store.ts";
import { Call } from "../../src/workers/engine/call.ts";
import { type CallEnd, type CallPhase, CallProgress } from "../../src/workers/engine/call-progress.ts";
import { type CallTerms, roomOf } from "../../src/workers/engine/call-terms.ts";
import { Contacts } from "../../src/workers/engine/contacts.ts";
import type { FromEngine, PeerId, PeerView } from "../../src/workers/engine/messages.ts";
import type { Room } from "../../src/workers/engine/room.ts";
import { eventually } from "./eventually.ts";
import { type FakeHub, HubNetwork, type Place } from "./fake-hub.ts";
import { newIdentity } from "./lying-relay.ts";
import { Guest, roomName } from "./room-guest.ts";

const boundless: InviteTerms = { expiresAt: undefined, uses: 0, guestsTalk: true };
/** As often as the engine looks at its calls. Milliseconds. */
const TICK = 500;
/** So long without a parcel, and nothing is under way any more. Milliseconds, of a clock that nobody stops. */
const QUIET = 4;
const { setTimeout: realTimeout } = globalThis;

/** A device and the calls that it is in, one after the other: real links, keys and contacts, a store that is forgotten, no codecs. */
export class Caller {
  readonly name: string;
  readonly store: TrustStore;
  readonly contacts: Contacts;
  readonly wire: HubNetwork;
  /** All that the page was told. */
  readonly posted: FromEngine[] = [];
  readonly ends: CallEnd[] = [];
  #progress: CallProgress | undefined;
  #calls = 0;
  #call: Call | undefined;
  #room: Room | undefined;

  static async open(hub: FakeHub, name: string): Promise<Caller> {
    return new Caller(hub, name, await TrustStore.open());
  }

  private constructor(hub: FakeHub, name: string, store: TrustStore) {
    this.name = name;
    this.store = store;
    this.wire = new HubNetwork(hub);
    this.contacts = new Contacts({
      network: this.wire.network,
      store,
      onChange: () => undefined,
      onMessage: () => undefined,
      onOnline: () => undefined,
      onDown: () => undefined,
    });
  }

  get fingerprint(): Fingerprint {
    return this.store.identity.fingerprint;
  }

  get call(): Call {
    if (this.#call === undefined) throw new Error(`${this.name} is in no call`);
    return this.#call;
  }

  /** How far the call has come. */
  get phase(): CallPhase | undefined {
    return this.#progress?.phase;
  }

  /** The call's room. */
  get room(): Room {
    if (this.#room === undefined) throw new Error(`${this.name} is in no room`);
    return this.#room;
  }

  get place(): Place {
    return this.wire.places.get(this.room) as Place;
  }

  get member(): MemberId {
    return this.place.member as MemberId;
  }

  /** Enters a call, as one's only one; resolves when its place there is taken. */
  async enter(terms: CallTerms, predecessor?: { fingerprint: Fingerprint; mayTalk: boolean }): Promise<this> {
    this.#call?.close();
    const progress = new CallProgress(terms.kind === "invite" ? "entering" : "rung", () => performance.now());
    if (terms.kind === "ring") progress.moveTo("connecting");
    progress.onChange(({ end }) => {
      if (end !== undefined) this.call.close();
      if (end !== undefined) this.ends.push(end);
    });
    this.#progress = progress;
    this.#call = await Call.create({
      id: ++this.#calls,
      terms,
      self: { name: this.name, microphone: "on", camera: "on" },
      network: this.wire.network,
      store: this.store,
      contacts: this.contacts,
      encoders: { choose: () => undefined },
      decodes: [],
      post: (message) => this.posted.push(message),
      progress,
      predecessor,
    });
    await eventually(() => {
      this.#room = [...this.wire.places.keys()].find(({ name }) => equalBytes(name, roomOf(terms)));
      if (this.#room === undefined) throw new Error(`${this.name} is not in the room`);
    });
    return this;
  }

  /** Everybody who is shown. */
  get peers(): readonly PeerView[] {
    return this.#lastOf("peers")?.peers ?? [];
  }

  /** Their names, of those who are away as "Ada (away)". */
  get shown(): string[] {
    return this.peers.map(({ name, presence }) => (presence === "here" ? name : `${name} (away)`));
  }

  /** Whom the page was told of that they were kept out, as reasons. */
  get keptOut(): string[] {
    return this.posted.flatMap((told) => (told.type === "kept-out" ? [told.why] : []));
  }

  /** How often the invite was used, as the page was told. */
  get used(): number | undefined {
    return this.#lastOf("invite")?.used;
  }

  /** What may be sent at present, bits per second, as the page was told last. */
  get bitrate(): number | undefined {
    return this.#lastOf("statistics")?.statistics.sending?.targetBitrate;
  }

  idOf(name: string): PeerId {
    const peer = this.peers.find((one) => one.name === name);
    if (peer === undefined) throw new Error(`${this.name} sees nobody called ${name}`);
    return peer.id;
  }

  /** As the engine does twice a second. */
  poll(): void {
    for (const room of this.wire.places.keys()) room.poll();
    this.#progress?.poll();
    if (this.ends.length === 0) this.call.poll();
  }

  close(): void {
    this.#call?.close();
    for (const room of this.wire.places.keys()) room.leave();
    this.store.close();
  }

  #lastOf<Type extends FromEngine["type"]>(type: Type): Extract<FromEngine, { type: Type }> | undefined {
    return this.posted.findLast((told) => told.type === type) as
      | Extract<FromEngine, { type: Type }>
      | undefined;
  }
}

/** An invite of that device to the room where guests of `visitor` are. */
export function inviteOf(
  { fingerprint }: { fingerprint: Fingerprint },
  terms: Partial<InviteTerms> = {},
): Invite {
  return createInvite(fingerprint, { ...boundless, ...terms }, roomName);
}

/** Somebody who has the invite and says nothing but what the test has it say: not in the room yet. */
export async function visitor(invite: Invite, opening?: "newcomer" | "other"): Promise<Guest> {
  const guest = new Guest(await newIdentity(), opening);
  guest.proof = { kind: "secret", secret: await inviteKey(invite) };
  return guest;
}

/** What a window says of itself. */
export function profile(name: string, instance: Bytes = new Uint8Array(8)): ControlMessage {
  return {
    type: "profile",
    instance,
    name,
    microphone: "on",
    camera: "on",
  };
}

/** Fake time goes by in steps, in each of which everything that is said arrives. */
export async function pass(milliseconds: number, hub: FakeHub, ...callers: readonly Caller[]): Promise<void> {
  for (let rest = milliseconds; rest > 0; rest -= TICK) {
    vi.advanceTimersByTime(Math.min(TICK, rest));
    for (const caller of callers) caller.poll();
    await quiet(hub);
  }
}

/** Resolves when nothing is under way any more. */
export async function quiet(hub: FakeHub): Promise<void> {
  let parcels: number;
  do {
    parcels = hub.parcels;
    await new Promise((resolve) => realTimeout(resolve, QUIET));
  } while (hub.parcels !== parcels);
}
