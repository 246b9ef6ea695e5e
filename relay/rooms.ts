import type { MediaFlow } from "../src/transport/wire/flows.ts";
import { limits } from "../src/transport/wire/limits.ts";
import type { LeaveReason, RelayMessage } from "../src/transport/wire/signaling.ts";
import type { MemberId } from "../src/transport/wire/ssrc.ts";
import type { Downlink } from "./downlink.ts";
import { Subscription } from "./subscription.ts";

/** What a room needs of a connection that is in it. */
export interface Occupant {
  readonly downlink: Downlink;
  /** What it must know: a client that cannot take it is disconnected. */
  tell(message: RelayMessage): void;
  /** What others want it to have: false when it does not keep up. */
  offer(message: RelayMessage): boolean;
}

/** A connection's place in a room. Its number is in every packet that the connection sends there. */
export interface Member {
  readonly id: MemberId;
  readonly room: Room;
  readonly occupant: Occupant;
  readonly subscribers: Map<Occupant, Subscription>;
  /** What ends when the member leaves. */
  readonly ties: Set<Tie>;
}

/** Something between two members that outlives neither. */
export interface Tie {
  cut(): void;
}

export interface Room {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly members: Map<Occupant, Member>;
}

/** The low 16 bits of member numbers belong to this relay; the high 8 name it, and a lone relay is number 0. */
const MEMBER_NUMBERS = 0x1_0000;

/** Who is where. A room exists while somebody is in it. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #members = new Map<MemberId, Member>();
  #lastNumber = 0;

  get roomCount(): number {
    return this.#rooms.size;
  }

  get memberCount(): number {
    return this.#members.size;
  }

  member(id: MemberId): Member | undefined {
    return this.#members.get(id);
  }

  /** The place that a connection has in a room, if it is there. */
  place(occupant: Occupant, name: Uint8Array): Member | undefined {
    return this.#rooms.get(name.toHex())?.members.get(occupant);
  }

  /** Takes a place in a room, which comes to be if need be, and tells those in it; undefined when there is none left. */
  join(occupant: Occupant, name: Uint8Array<ArrayBuffer>): Member | undefined {
    const key = name.toHex();
    const room = this.#rooms.get(key) ?? { name, members: new Map<Occupant, Member>() };
    const id = this.#nextNumber();
    if (room.members.size >= limits.membersPerRoom || id === undefined) return undefined;
    const member: Member = { id, room, occupant, subscribers: new Map(), ties: new Set() };
    for (const other of room.members.keys()) other.tell({ type: "peer-joined", room: name, member: id });
    room.members.set(occupant, member);
    this.#rooms.set(key, room);
    this.#members.set(id, member);
    return member;
  }

  /** Gives up the place, tells those who stay why, and ends what ties them to it: subscriptions and data streams. */
  leave(member: Member, reason: LeaveReason): void {
    const { room, occupant, id } = member;
    if (this.#members.get(id) !== member) return;
    this.#members.delete(id);
    room.members.delete(occupant);
    for (const tie of member.ties) tie.cut();
    if (room.members.size === 0) this.#rooms.delete(room.name.toHex());
    for (const [other, otherMember] of room.members) {
      otherMember.subscribers.delete(occupant);
      other.tell({ type: "peer-left", room: room.name, member: id, reason });
    }
  }

  /** Replaces what a connection had subscribed of `member`; false when they share no room. */
  subscribe(occupant: Occupant, member: Member, flows: readonly MediaFlow[], maxLayer: number): boolean {
    if (member.occupant === occupant || !member.room.members.has(occupant)) return false;
    const current = member.subscribers.get(occupant);
    if (flows.length === 0) member.subscribers.delete(occupant);
    else if (current !== undefined) current.change(flows, maxLayer);
    else member.subscribers.set(occupant, new Subscription(flows, maxLayer));
    return true;
  }

  /** A number that nobody has. Counting on before reusing keeps a gone member's late packets from meeting a new one. */
  #nextNumber(): MemberId | undefined {
    for (let tries = 0; tries < MEMBER_NUMBERS; tries++) {
      this.#lastNumber = (this.#lastNumber + 1) % MEMBER_NUMBERS;
      const id = this.#lastNumber as MemberId;
      if (id !== 0 && !this.#members.has(id)) return id;
    }
    return undefined;
  }
}
