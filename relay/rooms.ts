import type { MediaFlow } from "../src/transport/wire/flows.ts";
import { limits } from "../src/transport/wire/limits.ts";
import type { LeaveReason, RelayMessage } from "../src/transport/wire/signaling.ts";
import type { MemberId } from "../src/transport/wire/ssrc.ts";
import type { Downlink } from "./downlink.ts";
import { FrameGate } from "./frame-gate.ts";

/** What a room needs of a connection that is in it. */
export interface Occupant {
  readonly downlink: Downlink;
  tell(message: RelayMessage): void;
}

/** What one connection wants of one member. */
export interface Subscription {
  readonly flows: ReadonlySet<MediaFlow>;
  readonly maxLayer: number;
  /** One per track of the member: what of it the subscriber can decode. */
  readonly gates: Map<number, FrameGate>;
}

/** A connection in a room. The number is in every packet it sends there. */
export interface Member {
  readonly id: MemberId;
  readonly room: Room;
  readonly occupant: Occupant;
  readonly subscribers: Map<Occupant, Subscription>;
}

export interface Room {
  readonly key: string;
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

  /** Enters the room, which comes to be if need be, and tells those in it; undefined when there is no place left. */
  join(occupant: Occupant, room: Uint8Array<ArrayBuffer>): Member | undefined {
    const key = room.toHex();
    const place = this.#rooms.get(key) ?? { key, members: new Map<Occupant, Member>() };
    const present = place.members.get(occupant);
    if (present !== undefined) return present;
    const id = this.#nextNumber();
    if (place.members.size >= limits.membersPerRoom || id === undefined) return undefined;
    const member: Member = { id, room: place, occupant, subscribers: new Map() };
    for (const other of place.members.keys()) other.tell({ type: "peer-joined", room, member: id });
    place.members.set(occupant, member);
    this.#rooms.set(key, place);
    this.#members.set(id, member);
    return member;
  }

  /** Takes the member out, tells those who stay why, and ends every subscription to it and of it. */
  leave(member: Member, reason: LeaveReason): void {
    const { room, occupant, id } = member;
    if (this.#members.get(id) !== member) return;
    this.#members.delete(id);
    room.members.delete(occupant);
    if (room.members.size === 0) this.#rooms.delete(room.key);
    const name = Uint8Array.fromHex(room.key);
    for (const [other, otherMember] of room.members) {
      otherMember.subscribers.delete(occupant);
      other.tell({ type: "peer-left", room: name, member: id, reason });
    }
  }

  /** Replaces what `occupant` had subscribed of `member`; false when they share no room. */
  subscribe(occupant: Occupant, member: Member, flows: readonly MediaFlow[], maxLayer: number): boolean {
    if (member.occupant === occupant || !member.room.members.has(occupant)) return false;
    const gates = member.subscribers.get(occupant)?.gates ?? new Map<number, FrameGate>();
    if (flows.length === 0) member.subscribers.delete(occupant);
    else member.subscribers.set(occupant, { flows: new Set(flows), maxLayer, gates });
    return true;
  }

  /** A number that nobody has. Counting on before reusing keeps late packets of a gone member from meeting a new one. */
  #nextNumber(): MemberId | undefined {
    for (let tries = 0; tries < MEMBER_NUMBERS; tries++) {
      this.#lastNumber = (this.#lastNumber + 1) % MEMBER_NUMBERS;
      const id = this.#lastNumber as MemberId;
      if (id !== 0 && !this.#members.has(id)) return id;
    }
    return undefined;
  }
}

/** The gate of one of the member's tracks, made when its first frame comes. */
export function gateOf(subscription: Subscription, track: number): FrameGate {
  const existing = subscription.gates.get(track);
  if (existing !== undefined) return existing;
  const gate = new FrameGate();
  subscription.gates.set(track, gate);
  return gate;
}
