import { TransportError } from "../../transport/error.ts";
import type { Connection } from "../../transport/session.ts";
import { Channel, type DataHead } from "../../transport/wire/data-head.ts";
import { limits } from "../../transport/wire/limits.ts";
import type { LeaveReason, RelayMessage } from "../../transport/wire/signaling.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import { type Bytes, equalBytes } from "../../trust/bytes.ts";
import type { ChatMessage } from "../../trust/chat-message.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { PeerStanding } from "../../trust/gate.ts";
import { isHandshakeRefusal } from "../../trust/handshake-message.ts";
import type { Credentials } from "../../trust/peer-handshake.ts";
import { type LinkEnd, PeerLink, type ProvenPeer } from "../../trust/peer-link.ts";

/** Who begins the handshake between two members: the one who came later, or always this side, or always the other. */
export type Opening = "newcomer" | "self" | "other";

/** What a room is for, as far as the room has to know. */
export interface RoomPurpose {
  readonly opening: Opening;
  /** What that member has to prove; undefined while there is nothing to prove it with. */
  credentials(member: MemberId): Credentials | undefined;
  /** What is known of a proven peer now. */
  standing(peer: ProvenPeer): PeerStanding;
  /** One's own membership began, or began anew after a reconnection. */
  onEntered?(self: MemberId): void;
  /** The connection is gone, and the membership with it. */
  onLost?(): void;
  /** The relay does not let us in. */
  onRefused?(code: string): void;
  /** A member has proved itself and can be talked to. */
  onUp(link: PeerLink, peer: ProvenPeer): void;
  onMessage(link: PeerLink, message: ControlMessage): void;
  /** Of a room with a chat: until this resolves nothing more of it is read. */
  onChat?(link: PeerLink, message: ChatMessage): Promise<void>;
  /** A link is over, whether it was up or not. */
  onDown(link: PeerLink, end: LinkEnd): void;
  /** The relay says that a member has gone, whatever had become of the link to it. */
  onGone?(member: MemberId, reason: LeaveReason): void;
  /** Opaque bytes of a member that there are no credentials for: what a PIN is proved with. */
  onNotify?(member: MemberId, data: Bytes): void;
  /** A member came or went that there are no credentials for. */
  onStranger?(member: MemberId, here: boolean): void;
}

/** What ends a link through nobody's fault: as long as the member is there, it is tried again. */
const mishaps: ReadonlySet<LinkEnd> = new Set<LinkEnd>(["unanswered", "silent", "lost", "stalled"]);
const isMishap = (end: LinkEnd | undefined) => end !== undefined && mishaps.has(end);
/** From a mishap to the next try; twice as long after each, up to the most. Milliseconds. */
const RETRY_AFTER = 1_000;
const MAX_RETRY_AFTER = 30_000;

/**
 * One room of the relay and the links to its other members. It lives across reconnections, each of which is a new membership
 * with new links. The network enters it; its owner takes it off the network.
 */
export class Room {
  readonly name: Bytes;
  readonly #purpose: RoomPurpose;
  readonly #links = new Map<MemberId, PeerLink>();
  /** The pause after the next mishap, and when it is over if it has begun. Until the link was up. */
  readonly #retries = new Map<MemberId, { readonly pause: number; readonly until?: number }>();
  #connection: Connection | undefined;
  #self: MemberId | undefined;

  constructor(name: Bytes, purpose: RoomPurpose) {
    this.name = name;
    this.#purpose = purpose;
  }

  /** One's own number here, while connected. */
  get self(): MemberId | undefined {
    return this.#self;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  get links(): readonly PeerLink[] {
    return [...this.#links.values()];
  }

  link(member: MemberId): PeerLink | undefined {
    return this.#links.get(member);
  }

  /** Asks to be let in on a new connection. Rejects when that connection is over before there is an answer. */
  async enter(connection: Connection): Promise<void> {
    this.#connection = connection;
    try {
      await connection.signaling.join(this.name);
    } catch (error) {
      const refused = error instanceof TransportError && error.reason === "refused";
      if (!refused || connection.signaling.closed !== undefined) throw error;
      this.#purpose.onRefused?.(error.detail);
    }
  }

  /** Sends opaque bytes to a member that no link is made with. */
  notify(member: MemberId, data: Bytes): void {
    this.#connection?.signaling.send({ type: "notify", to: member, data });
  }

  /** Makes the link to a member that there were no credentials for before. */
  openLink(member: MemberId, start: boolean): void {
    this.#addMember(member, start);
  }

  /** What had to be proved has changed: whoever has not proved it yet has to prove what is asked now. */
  renewPending(): void {
    for (const link of this.links) {
      if (link.peer !== undefined || link.ended !== undefined) continue;
      this.#links.delete(link.other);
      link.close();
      this.#addMember(link.other, link.began);
    }
  }

  handleSignaling(message: RelayMessage): void {
    switch (message.type) {
      case "joined":
        // At once, not when the request's promise gets its turn: what the others say may stand right behind it.
        if (this.#isHere(message.room)) this.#handleJoined(message.member, message.members);
        break;
      case "peer-joined":
        if (this.#isHere(message.room)) this.#addMember(message.member, this.#purpose.opening === "self");
        break;
      case "peer-left":
        if (this.#isHere(message.room)) this.#removeMember(message.member, message.reason);
        break;
      case "notify":
        if (message.to === this.#self) this.#handleNotify(message.from, message.data);
        break;
    }
  }

  /** Resolves once the record is dealt with. */
  async handleRecord({ from, to, channel }: DataHead, record: Bytes): Promise<void> {
    const link = to === this.#self ? this.#links.get(from) : undefined;
    if (channel === Channel.control) await link?.handleRecord(record);
    else if (channel === Channel.chat) await link?.handleChatRecord(record);
  }

  handlePipeEnded({ from, to, channel }: DataHead): void {
    const link = to === this.#self ? this.#links.get(from) : undefined;
    if (channel === Channel.control) link?.handlePipeEnded();
    else if (channel === Channel.chat) link?.handleChatPipeEnded();
  }

  /** The connection is gone, and with it the membership and all links. */
  handleConnectionLost(): void {
    this.#connection = undefined;
    this.#self = undefined;
    for (const member of [...this.#links.keys()]) this.#removeMember(member, "lost");
    this.#purpose.onLost?.();
  }

  /** About twice a second. */
  poll(): void {
    for (const link of this.links) {
      link.poll();
      if (link.ended !== undefined) this.#retry(link);
    }
  }

  leave(): void {
    this.#connection?.signaling.send({ type: "leave", room: this.name });
    this.#connection = undefined;
    this.#self = undefined;
    for (const link of this.links) link.close();
    this.#links.clear();
  }

  #isHere(room: Bytes): boolean {
    return equalBytes(room, this.name);
  }

  #handleJoined(self: MemberId, members: readonly MemberId[]): void {
    this.#self = self;
    this.#purpose.onEntered?.(self);
    for (const member of members) this.#addMember(member, this.#purpose.opening !== "other");
  }

  #handleNotify(member: MemberId, data: Bytes): void {
    const link = this.#links.get(member);
    if (link === undefined) {
      this.#purpose.onNotify?.(member, data);
      return;
    }
    // The other side tries again a moment before we do: a link that is over would not hear it.
    if (isMishap(link.ended) && !isHandshakeRefusal(data)) this.#renew(link, false);
    this.#links.get(member)?.handleNotify(data);
  }

  #addMember(member: MemberId, start: boolean): void {
    const self = this.#self;
    const connection = this.#connection;
    if (self === undefined || connection === undefined || member === self || this.#links.has(member)) return;
    // A room has no more members, whatever a relay says.
    if (this.#links.size >= limits.membersPerRoom) return;
    const credentials = this.#purpose.credentials(member);
    if (credentials === undefined) {
      this.#purpose.onStranger?.(member, true);
      return;
    }
    const link: PeerLink = new PeerLink({
      room: this.name,
      self,
      other: member,
      credentials,
      notify: (data) => connection.signaling.send({ type: "notify", to: member, data }),
      openPipe: (channel) => connection.data.open({ from: self, to: member, channel }),
      standing: (peer) => this.#purpose.standing(peer),
      now: () => performance.now(),
      wallClock: () => Date.now(),
      onUp: (peer) => {
        this.#retries.delete(member);
        this.#purpose.onUp(link, peer);
      },
      onMessage: (message) => this.#purpose.onMessage(link, message),
      onChat: async (message) => await this.#purpose.onChat?.(link, message),
      onDown: (end) => this.#purpose.onDown(link, end),
    });
    this.#links.set(member, link);
    if (start) link.start();
  }

  #retry(link: PeerLink): void {
    if (!isMishap(link.ended)) return;
    const { pause, until } = this.#retries.get(link.other) ?? { pause: RETRY_AFTER };
    const now = performance.now();
    if (until === undefined) this.#retries.set(link.other, { pause, until: now + pause });
    else if (now >= until) this.#renew(link, this.#purpose.opening !== "other");
  }

  /** Makes another link in the place of one that is over. */
  #renew({ other }: PeerLink, start: boolean): void {
    const { pause } = this.#retries.get(other) ?? { pause: RETRY_AFTER };
    this.#retries.set(other, { pause: Math.min(2 * pause, MAX_RETRY_AFTER) });
    this.#links.delete(other);
    this.#addMember(other, start);
  }

  #removeMember(member: MemberId, reason: LeaveReason): void {
    const link = this.#links.get(member);
    this.#links.delete(member);
    this.#retries.delete(member);
    if (link === undefined) this.#purpose.onStranger?.(member, false);
    else link.close(reason === "left" || reason === "removed" ? "left" : "lost");
    if (this.#self !== undefined) this.#purpose.onGone?.(member, reason);
  }
}
