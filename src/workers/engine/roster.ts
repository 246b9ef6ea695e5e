import type { LeaveReason } from "../../transport/wire/signaling.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { PeerId, PeerView, PictureSource } from "./messages.ts";

/** How long somebody whose connection broke keeps their place before they count as gone. Milliseconds. */
const AWAY_GRACE = 4_000;

/** What is shown of somebody, apart from what the roster knows by itself. */
export type Appearance = Omit<PeerView, "id" | "presence" | "speaking">;

interface Peer {
  appearance: Appearance;
  member: MemberId | undefined;
  awaySince: number | undefined;
  speaking: boolean;
}

/**
 * Who is in the room, by person rather than by connection: somebody who comes back as another member is the same peer.
 * Handlers in, one list out; no clock, no network.
 */
export class Roster {
  readonly #peers = new Map<PeerId, Peer>();
  readonly #onChange: (peers: readonly PeerView[]) => void;

  constructor(onChange: (peers: readonly PeerView[]) => void) {
    this.#onChange = onChange;
  }

  get isAnybodyHere(): boolean {
    return [...this.#peers.values()].some(({ awaySince }) => awaySince === undefined);
  }

  /** The member that a peer is at present, if there is one. */
  memberOf(peer: PeerId): MemberId | undefined {
    return this.#peers.get(peer)?.member;
  }

  peerOf(member: MemberId): PeerId | undefined {
    for (const [id, peer] of this.#peers) if (peer.member === member) return id;
    return undefined;
  }

  /** Whether the member sends these pictures, as far as they said. */
  shows(member: MemberId, source: PictureSource): boolean {
    return this.#peer(member)?.appearance[source] === "on";
  }

  /** Returns the member number that the same peer had before, if this one replaces it. A member is one peer at a time. */
  handleAppearance(member: MemberId, id: PeerId, appearance: Appearance): MemberId | undefined {
    const formerly = this.peerOf(member);
    if (formerly !== undefined && formerly !== id) this.#peers.delete(formerly);
    const known = this.#peers.get(id);
    const previous = known?.member;
    const speaking = known?.speaking ?? false;
    this.#peers.set(id, { appearance, member, awaySince: undefined, speaking });
    this.#tell();
    return previous === member ? undefined : previous;
  }

  /** Something about a member is known better by now. */
  change(member: MemberId, change: Partial<Pick<Appearance, "known" | "remember" | "sharing">>): void {
    const peer = this.#peer(member);
    if (peer === undefined) return;
    peer.appearance = { ...peer.appearance, ...change };
    this.#tell();
  }

  /**
   * The link to a member is over, and with it what the member's number means. Returns who it was: what has become of them is
   * told by `handleLeft`, unless they come back before.
   */
  detach(member: MemberId): PeerId | undefined {
    const id = this.peerOf(member);
    const peer = this.#peer(member);
    if (peer !== undefined) peer.member = undefined;
    return id;
  }

  /** Somebody without a link has gone, for good or for a while. */
  handleLeft(id: PeerId, reason: LeaveReason, now: number): void {
    const peer = this.#peers.get(id);
    if (peer === undefined || peer.member !== undefined) return;
    if (reason === "left" || reason === "removed") this.#peers.delete(id);
    else this.#setAway(peer, now);
    this.#tell();
  }

  handleSpeaking(member: MemberId, speaking: boolean): void {
    const peer = this.#peer(member);
    if (peer === undefined || peer.speaking === speaking) return;
    peer.speaking = speaking;
    this.#tell();
  }

  /** One's own connection is gone, and with it everybody else's presence. */
  handleConnectionLost(now: number): void {
    for (const peer of this.#peers.values()) this.#setAway(peer, now);
    this.#tell();
  }

  /** Lets go of those who stayed away too long. Not while one's own connection is down: then it is not they who left. */
  poll(now: number): void {
    let changed = false;
    for (const [id, { awaySince }] of this.#peers) {
      if (awaySince !== undefined && now - awaySince > AWAY_GRACE)
        changed = this.#peers.delete(id) || changed;
    }
    if (changed) this.#tell();
  }

  /** One's own connection is back: the grace of everybody who has not shown up yet begins now. */
  handleConnected(now: number): void {
    for (const peer of this.#peers.values()) if (peer.awaySince !== undefined) peer.awaySince = now;
  }

  #peer(member: MemberId): Peer | undefined {
    return [...this.#peers.values()].find((peer) => peer.member === member);
  }

  #setAway(peer: Peer, now: number): void {
    peer.member = undefined;
    peer.awaySince ??= now;
    peer.speaking = false;
  }

  #tell(): void {
    this.#onChange(
      [...this.#peers].map(([id, { appearance, awaySince, speaking }]) => ({
        ...appearance,
        id,
        presence: awaySince === undefined ? "here" : "away",
        speaking,
      })),
    );
  }
}
