import { limits } from "../src/transport/wire/limits.ts";
import { type ClientMessage, ErrorCode, type LeaveReason } from "../src/transport/wire/signaling.ts";
import type { Mailboxes } from "./mailboxes.ts";
import { TokenBucket } from "./rate-limit.ts";
import { relayLimits } from "./relay-limits.ts";
import type { Member, Occupant, Rooms } from "./rooms.ts";
import type { TokenCheck } from "./tokens.ts";

type Asked<Type extends ClientMessage["type"]> = Extract<ClientMessage, { type: Type }>;

/** The connection whose requests these are. */
export interface Asker extends Occupant {
  /** Says no; `re` is the request it answers. */
  refuse(code: ErrorCode, message: string, re?: number): void;
  /** Says no to everything: the connection ends. */
  expel(re: number): void;
  /** Whether it may open or look for a mailbox now. */
  takesMailboxRequest(): boolean;
}

/** What a client may ask once it has said hello, and the places in rooms that it holds because of that. */
export class Requests {
  readonly #asker: Asker;
  readonly #rooms: Rooms;
  readonly #mailboxes: Mailboxes<Occupant>;
  readonly #allows: TokenCheck;
  readonly #now: () => number;
  readonly #joins: TokenBucket;
  readonly #places = new Set<Member>();
  #pendingJoins = 0;
  #over = false;

  constructor(
    asker: Asker,
    rooms: Rooms,
    mailboxes: Mailboxes<Occupant>,
    allows: TokenCheck,
    now: () => number,
  ) {
    this.#asker = asker;
    this.#rooms = rooms;
    this.#mailboxes = mailboxes;
    this.#allows = allows;
    this.#now = now;
    this.#joins = new TokenBucket(relayLimits.joinsPerSecond, relayLimits.joins, now());
  }

  /** Enters a room and answers with who is there. Entering twice is entering once. */
  async join({ id, room, token }: Asked<"join">): Promise<void> {
    if (this.#places.size + this.#pendingJoins >= limits.roomsPerConnection)
      return this.#asker.refuse(ErrorCode.tooManyRooms, "You are in as many rooms as one may be.", id);
    if (!this.#joins.take(this.#now()))
      return this.#asker.refuse(ErrorCode.rateLimited, "Too many rooms in too short a time.", id);
    this.#pendingJoins++;
    const allowed = await this.#allows(token, room).finally(() => {
      this.#pendingJoins--;
    });
    if (this.#over) return;
    if (!allowed) return this.#asker.expel(id);
    const member = this.#rooms.place(this.#asker, room) ?? this.#rooms.join(this.#asker, room);
    if (member === undefined) return this.#asker.refuse(ErrorCode.roomFull, "The room is full.", id);
    this.#places.add(member);
    const others = [...member.room.members.values()].filter((other) => other !== member);
    const members = others.map((other) => other.id);
    this.#asker.tell({ type: "joined", id, room, member: member.id, members });
  }

  leave({ room }: Asked<"leave">): void {
    const member = this.#rooms.place(this.#asker, room);
    if (member === undefined) return;
    this.#places.delete(member);
    this.#mailboxes.close(this.#asker, room);
    this.#rooms.leave(member, "left");
  }

  openMailbox({ id }: Asked<"open-mailbox">): void {
    if (!this.#takesMailboxRequest(id)) return;
    const mailbox = this.#mailboxes.open(this.#asker);
    if (mailbox === undefined) this.#asker.refuse(ErrorCode.rateLimited, "Too many mailboxes are open.", id);
    else this.#asker.tell({ type: "mailbox", id, ...mailbox });
  }

  findMailbox({ id, code }: Asked<"find-mailbox">): void {
    if (!this.#takesMailboxRequest(id)) return;
    const mailbox = this.#mailboxes.find(code);
    if (mailbox === undefined)
      this.#asker.refuse(ErrorCode.noSuchMailbox, "There is no mailbox of that code.", id);
    else this.#asker.tell({ type: "mailbox", id, ...mailbox });
  }

  subscribe({ member: id, flows, maxLayer }: Asked<"subscribe">): void {
    const member = this.#rooms.member(id);
    if (member === undefined || !this.#rooms.subscribe(this.#asker, member, flows, maxLayer))
      this.#asker.refuse(ErrorCode.noSuchMember, "There is no such member in your rooms.");
  }

  notify({ to, data }: Asked<"notify">): void {
    const target = this.#rooms.member(to);
    const own = target?.room.members.get(this.#asker);
    if (target === undefined || own === undefined)
      this.#asker.refuse(ErrorCode.noSuchMember, "There is no such member in your rooms.");
    else if (!target.occupant.offer({ type: "notify", from: own.id, to, data }))
      this.#asker.refuse(ErrorCode.rateLimited, "That member does not keep up.");
  }

  /** Gives up every place; nothing is answered any more. */
  end(reason: LeaveReason): void {
    this.#over = true;
    this.#mailboxes.close(this.#asker);
    for (const member of this.#places) this.#rooms.leave(member, reason);
    this.#places.clear();
  }

  #takesMailboxRequest(id: number): boolean {
    const takes = this.#asker.takesMailboxRequest();
    if (!takes) this.#asker.refuse(ErrorCode.rateLimited, "Too many mailboxes in too short a time.", id);
    return takes;
  }
}
