import { withTimeout } from "../../transport/timeout.ts";
import { type Bytes, bytesToHex, equalBytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { PeerStanding } from "../../trust/gate.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import type { Permissions } from "../../trust/permissions.ts";
import type { PeerRecord } from "../../trust/store/database.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import type { ContactView } from "./messages.ts";
import type { Network } from "./network.ts";
import { Presence } from "./presence.ts";

interface ContactsParts {
  readonly network: Network;
  readonly store: TrustStore;
  readonly onChange: (contacts: readonly ContactView[]) => void;
  /** A paired device says something that is not about knowing each other. */
  readonly onMessage: (link: PeerLink, message: ControlMessage) => void;
  /** A device came online. */
  readonly onOnline: (fingerprint: Fingerprint, link: PeerLink) => void;
  readonly onDown: (link: PeerLink) => void;
}

/** For words that others are to hear before something ends. Milliseconds. */
const FAREWELL = 500;
/** Between two moves of a peer: each costs a room left and a room entered. Milliseconds. */
const MOVE_INTERVAL = 10_000;
/** In the place of a window's, where it makes no difference. */
const NO_INSTANCE: Bytes = new Uint8Array(8);
const wallClock = () => Date.now();

/** The paired devices: who they are, what they may do, whether they are there. */
export class Contacts {
  readonly #parts: ContactsParts;
  readonly #presence: Presence;
  /** By fingerprint in hexadecimal. Milliseconds since 1970. */
  readonly #missed = new Map<string, number>();
  /** When each peer said last where it is at home. Milliseconds since 1970. */
  readonly #moved = new Map<string, number>();
  #ownName = "";

  constructor(parts: ContactsParts) {
    this.#parts = parts;
    this.#presence = new Presence({
      network: parts.network,
      store: parts.store,
      standing: (fingerprint) => this.standing(fingerprint),
      onUp: (link, peer) => this.#handleUp(link, peer),
      onMessage: (link, message) => {
        if (!this.handleMessage(link, message)) parts.onMessage(link, message);
      },
      onDown: (link) => {
        parts.onDown(link);
        this.tell();
      },
    });
    this.#presence.sync();
  }

  /** The links to this device that are up. */
  linksTo(fingerprint: Fingerprint): readonly PeerLink[] {
    return this.#presence.linksTo(fingerprint);
  }

  /** What is known of a device now. */
  standing(fingerprint: Fingerprint): PeerStanding {
    const { store } = this.#parts;
    if (store.isRevoked(fingerprint)) return { state: "revoked" };
    const peer = store.peer(fingerprint);
    return peer === undefined ? { state: "unknown" } : { state: "paired", permissions: peer.permissions };
  }

  nameOf(fingerprint: Fingerprint): string {
    const peer = this.#parts.store.peer(fingerprint);
    return peer?.nickname || peer?.name || "";
  }

  setOwnName(name: string): void {
    if (name === this.#ownName) return;
    this.#ownName = name;
    for (const link of this.#presence.links) this.sayName(link);
  }

  /** Tells how this device calls itself, outside of calls. */
  sayName(link: PeerLink): void {
    const profile = {
      type: "profile",
      instance: NO_INSTANCE,
      name: this.#ownName,
      microphone: "none",
      camera: "none",
    } as const;
    link.tell(profile);
  }

  /** From now on that device is trusted; the link to it is told what it needs to know. */
  pair(link: PeerLink, peer: ProvenPeer, name: string, permissions: Permissions): void {
    const { publicKey, fingerprint } = peer;
    // Another window of this device.
    if (sameFingerprint(fingerprint, this.#parts.store.identity.fingerprint)) return;
    const known = this.#parts.store.peer(fingerprint);
    const nickname = known?.nickname ?? "";
    const homeRoom = known?.homeRoom;
    const pairedAt = wallClock();
    this.#save(
      this.#parts.store.putPeer({
        fingerprint,
        publicKey,
        name,
        nickname,
        permissions,
        homeRoom,
        pairedAt,
      }),
    );
    this.#parts.store.noteSeen(fingerprint, pairedAt);
    this.#presence.sync();
    this.introduce(link);
    this.tell();
  }

  /** Tells a paired device where we are to be found, and what it may do here. */
  introduce(link: PeerLink): void {
    const { peer } = link;
    const record = peer && this.#parts.store.peer(peer.fingerprint);
    if (record === undefined) return;
    link.tell({ type: "home", room: this.#parts.store.homeRoom });
    link.tell({ type: "permissions", permissions: record.permissions });
  }

  rename(fingerprint: Fingerprint, nickname: string): void {
    const { store } = this.#parts;
    const peer = store.peer(fingerprint);
    if (peer === undefined) return;
    this.#save(store.editPeer(fingerprint, { nickname: nickname === peer.name ? "" : nickname }));
    this.tell();
  }

  /** Takes effect in whatever runs at the moment. */
  permit(fingerprint: Fingerprint, permissions: Permissions): void {
    const { store } = this.#parts;
    const peer = store.peer(fingerprint);
    if (peer === undefined) return;
    this.#save(store.editPeer(fingerprint, { permissions }));
    for (const link of this.linksTo(fingerprint)) link.tell({ type: "permissions", permissions });
    this.tell();
  }

  /** Forgets a device, refuses it from now on, and moves to where it does not find us. */
  async revoke(fingerprint: Fingerprint): Promise<void> {
    const farewells = this.linksTo(fingerprint).map((link) => link.send({ type: "unpair" }));
    await allSaid(farewells);
    const saving = this.#parts.store.revokePeer(fingerprint, wallClock());
    this.#missed.delete(bytesToHex(fingerprint));
    this.tell();
    // Told only when it is on the disk: a reload must not bring us back to where the others do not look any more.
    await saving.catch(() => undefined);
    const moved = this.#presence.links.map((link) =>
      link.send({ type: "home", room: this.#parts.store.homeRoom }),
    );
    await allSaid(moved);
    this.#presence.sync();
    this.tell();
  }

  noteMissed(fingerprint: Fingerprint): void {
    this.#missed.set(bytesToHex(fingerprint), wallClock());
    this.tell();
  }

  seeMissed(fingerprint: Fingerprint): void {
    if (this.#missed.delete(bytesToHex(fingerprint))) this.tell();
  }

  /** Becomes somebody else; rejects, and nothing has changed, where the store cannot. */
  async reset(): Promise<void> {
    const farewells = this.#presence.links.map((link) => link.send({ type: "unpair" }));
    await allSaid(farewells);
    await this.#parts.store.reset();
    this.handleNewIdentity();
  }

  /** Another window has changed what this device knows. */
  handleStoreChange(): void {
    const { store } = this.#parts;
    for (const link of this.#presence.links)
      if (link.peer !== undefined && store.peer(link.peer.fingerprint) === undefined) link.close("revoked");
    this.#presence.sync();
    this.tell();
  }

  /** Another window has become somebody else, and this one with it. */
  handleNewIdentity(): void {
    this.#missed.clear();
    this.#presence.clear();
    this.#presence.sync();
    this.tell();
  }

  /** What paired devices say about knowing each other, on whatever link; false for anything else. */
  handleMessage(link: PeerLink, message: ControlMessage): boolean {
    const { store } = this.#parts;
    const fingerprint = link.peer?.fingerprint;
    const record = fingerprint && store.peer(fingerprint);
    if (record === undefined) return false;
    switch (message.type) {
      case "home":
        this.#handleHome(record, message.room);
        return true;
      case "unpair":
        this.#save(store.forgetPeer(record.fingerprint));
        for (const one of this.linksTo(record.fingerprint)) one.close("revoked");
        this.#presence.sync();
        this.tell();
        return true;
      case "profile":
        if (message.name !== "" && message.name !== record.name && !this.isNameTaken(message.name, record)) {
          this.#save(store.editPeer(record.fingerprint, { name: message.name }));
          this.tell();
        }
        return false;
      case "permissions":
        return true;
      default:
        return false;
    }
  }

  /** Whether another paired device goes by that name here. */
  isNameTaken(name: string, self: { readonly fingerprint: Fingerprint }): boolean {
    if (name === "") return false;
    return this.#parts.store.peers.some(
      ({ fingerprint }) =>
        !sameFingerprint(fingerprint, self.fingerprint) && sameName(this.nameOf(fingerprint), name),
    );
  }

  /** Where a peer is at home is for it to say, but not often, and not where somebody else is. */
  #handleHome({ fingerprint, homeRoom }: PeerRecord, room: Bytes): void {
    const { store, network } = this.#parts;
    const key = bytesToHex(fingerprint);
    const now = wallClock();
    const isHere = homeRoom !== undefined && equalBytes(homeRoom, room);
    const isHasty = now - (this.#moved.get(key) ?? Number.NEGATIVE_INFINITY) < MOVE_INTERVAL;
    if (isHere || isHasty || equalBytes(room, store.homeRoom) || network.has(room)) return;
    this.#moved.set(key, now);
    this.#save(store.editPeer(fingerprint, { homeRoom: room }));
    this.#presence.sync();
  }

  /** About twice a second, while connected. */
  poll(): void {
    const { store } = this.#parts;
    for (const { fingerprint } of store.peers)
      if (this.linksTo(fingerprint).length > 0) store.noteSeen(fingerprint, wallClock());
  }

  tell(): void {
    const { store, onChange } = this.#parts;
    onChange(
      store.peers.map((peer) => ({
        fingerprint: peer.fingerprint,
        name: this.nameOf(peer.fingerprint),
        online: this.linksTo(peer.fingerprint).length > 0,
        lastSeen: store.lastSeen(peer.fingerprint),
        missedAt: this.#missed.get(bytesToHex(peer.fingerprint)),
        permissions: peer.permissions,
        pairedAt: peer.pairedAt,
      })),
    );
  }

  #handleUp(link: PeerLink, { fingerprint }: ProvenPeer): void {
    this.#parts.store.noteSeen(fingerprint, wallClock());
    this.introduce(link);
    this.sayName(link);
    this.#parts.onOnline(fingerprint, link);
    this.tell();
  }

  /** What the disk does not take holds for this session all the same; `persistent` tells. */
  #save(saving: Promise<void>): void {
    saving.catch(() => undefined);
  }
}

/** As a person reads them. */
function sameName(one: string, other: string): boolean {
  return one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;
}

/** Whoever does not listen, or does not pass it on, holds up nothing: least of all that it is revoked. */
async function allSaid(words: readonly Promise<void>[]): Promise<void> {
  await withTimeout(Promise.allSettled(words), FAREWELL, "farewell").catch(() => undefined);
}
