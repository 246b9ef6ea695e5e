import { limits } from "../../transport/wire/limits.ts";
import { type Bytes, bytesToHex } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import type { PeerStanding } from "../../trust/gate.ts";
import type { Proof } from "../../trust/peer-handshake.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import type { PeerRecord } from "../../trust/store/database.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import type { Network } from "./network.ts";
import { type Opening, Room } from "./room.ts";

/** Of the rooms that a connection may be in, a few are for calls. */
const MAX_HOMES = limits.roomsPerConnection - 4;

interface PresenceParts {
  readonly network: Network;
  readonly store: TrustStore;
  readonly standing: (fingerprint: Fingerprint) => PeerStanding;
  readonly onUp: (link: PeerLink, peer: ProvenPeer) => void;
  readonly onMessage: (link: PeerLink, message: ControlMessage) => void;
  readonly onDown: (link: PeerLink) => void;
}

/**
 * Where paired devices find each other: each waits in its own home room and visits those of the others. Both ways, so that one
 * that has missed a move is still found. Being there means that the link is up and answers; nothing else counts.
 */
export class Presence {
  readonly #parts: PresenceParts;
  /** By the room's name in hexadecimal. */
  readonly #rooms = new Map<string, Room>();
  /** Links that are up, by the peer's fingerprint in hexadecimal: a device may have several windows. */
  readonly #links = new Map<string, Set<PeerLink>>();

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  /** The links to this device that are up. */
  linksTo(fingerprint: Fingerprint): readonly PeerLink[] {
    return [...(this.#links.get(bytesToHex(fingerprint)) ?? [])];
  }

  get links(): readonly PeerLink[] {
    return [...this.#links.values()].flatMap((links) => [...links]);
  }

  /** Enters the rooms that the store says, and leaves the others. */
  sync(): void {
    const { network, store } = this.#parts;
    const wanted = new Map<string, () => Room>();
    for (const peer of store.peers) {
      const { homeRoom } = peer;
      if (homeRoom !== undefined) wanted.set(bytesToHex(homeRoom), () => this.#homeOf(peer, homeRoom));
    }
    // Last: whatever a peer says, nobody but we is at home here.
    if (store.peers.length > 0) wanted.set(bytesToHex(store.homeRoom), () => this.#ownHome());
    for (const [name, room] of this.#rooms) {
      if (wanted.has(name)) continue;
      this.#rooms.delete(name);
      network.remove(room);
    }
    for (const [name, create] of wanted) {
      if (this.#rooms.has(name) || this.#rooms.size >= MAX_HOMES) continue;
      const room = create();
      this.#rooms.set(name, room);
      network.add(room);
    }
  }

  /** Leaves all rooms; `sync` enters them anew. */
  clear(): void {
    for (const room of this.#rooms.values()) this.#parts.network.remove(room);
    this.#rooms.clear();
  }

  #ownHome(): Room {
    const { store } = this.#parts;
    return this.#room(store.homeRoom, "other", { kind: "callers", known: () => store.peers });
  }

  #homeOf({ publicKey }: PeerRecord, name: Bytes): Room {
    return this.#room(name, "self", { kind: "pinned", publicKey });
  }

  #room(name: Bytes, opening: Opening, proof: Proof): Room {
    const { store, standing, onMessage } = this.#parts;
    return new Room(name, {
      opening,
      credentials: () => ({ identity: store.identity, proof }),
      standing: ({ fingerprint }) => standing(fingerprint),
      onUp: (link, peer) => this.#handleUp(link, peer),
      onMessage,
      onDown: (link) => this.#handleDown(link),
    });
  }

  #handleUp(link: PeerLink, peer: ProvenPeer): void {
    const key = bytesToHex(peer.fingerprint);
    const links = this.#links.get(key) ?? new Set();
    this.#links.set(key, links.add(link));
    this.#parts.onUp(link, peer);
  }

  #handleDown(link: PeerLink): void {
    for (const [key, links] of this.#links) {
      if (!links.delete(link)) continue;
      if (links.size === 0) this.#links.delete(key);
      this.#parts.onDown(link);
    }
  }
}
