import { TransportError } from "../../src/transport/error.ts";
import type { Connection } from "../../src/transport/session.ts";
import type { DataHead } from "../../src/transport/wire/data-head.ts";
import type { ClientMessage, LeaveReason, RelayMessage } from "../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../src/trust/bytes.ts";
import type { Room } from "../../src/workers/engine/room.ts";

type Notify = Extract<RelayMessage, { type: "notify" }>;

/** A relay as rooms know it, without a network: it says who is there, and passes on at once what they send. */
export class FakeHub {
  /** Whether what members send each other gets through. */
  passes = true;
  /** Nobody takes records any more: whoever sends one waits until the pipe is closed. */
  stalls = false;
  /** With what the relay refuses to let anybody in, if it does. */
  refusal: string | undefined;
  /** Everything that members wanted to be passed on. */
  readonly notified: Notify[] = [];
  readonly #places = new Set<Place>();
  #nextMember = 1;

  /** Lets this room's owner in, over a connection of its own. */
  async enter(room: Room): Promise<Place> {
    const place = new Place(this, room);
    await room.enter(place.connection);
    return place;
  }

  join(place: Place): Extract<RelayMessage, { type: "joined" }> {
    if (this.refusal !== undefined) throw new TransportError("refused", this.refusal);
    const { room } = place;
    const member = this.#nextMember++ as MemberId;
    const others = this.#othersOf(place);
    for (const other of others) other.room.handleSignaling({ type: "peer-joined", room: room.name, member });
    place.member = member;
    this.#places.add(place);
    const members = others.flatMap((other) => other.member ?? []);
    const joined = { type: "joined", id: 1, room: room.name, member, members } as const;
    room.handleSignaling(joined);
    return joined;
  }

  leave(place: Place, reason: LeaveReason): void {
    const { member, room } = place;
    if (member === undefined || !this.#places.delete(place)) return;
    for (const other of this.#othersOf(place))
      other.room.handleSignaling({ type: "peer-left", room: room.name, member, reason });
  }

  notify(message: Notify): void {
    this.notified.push(message);
    if (this.passes) this.#placeOf(message.to)?.room.handleSignaling(message);
  }

  async record(head: DataHead, record: Bytes): Promise<void> {
    if (this.passes) await this.#placeOf(head.to)?.room.handleRecord(head, record);
  }

  pipeEnded(head: DataHead): void {
    if (this.passes) this.#placeOf(head.to)?.room.handlePipeEnded(head);
  }

  #othersOf(place: Place): Place[] {
    return [...this.#places].filter(({ room }) => room !== place.room && same(room.name, place.room.name));
  }

  #placeOf(member: MemberId): Place | undefined {
    return [...this.#places].find((place) => place.member === member);
  }
}

/** Somebody's membership of a room, for as long as the connection lasts. */
export class Place {
  readonly room: Room;
  readonly connection: Connection;
  member: MemberId | undefined;
  readonly #hub: FakeHub;

  constructor(hub: FakeHub, room: Room) {
    this.#hub = hub;
    this.room = room;
    this.connection = {
      signaling: {
        join: async () => hub.join(this),
        send: (message: ClientMessage) => this.#handle(message),
        closed: undefined,
      },
      data: { open: (head: DataHead) => this.#openPipe(head) },
    } as unknown as Connection;
  }

  /** The connection breaks; the others hear of it by this word of the relay. */
  cut(reason: LeaveReason = "lost"): void {
    this.#hub.leave(this, reason);
    this.room.handleConnectionLost();
  }

  #handle(message: ClientMessage): void {
    const from = this.member;
    if (message.type === "leave") this.#hub.leave(this, "left");
    if (message.type === "notify" && from !== undefined) this.#hub.notify({ ...message, from });
  }

  #openPipe(head: DataHead) {
    const closing = new AbortController();
    const { signal } = closing;
    return {
      send: async (record: Bytes) => {
        if (this.#hub.stalls) await new Promise((resolve) => signal.addEventListener("abort", resolve));
        if (signal.aborted) throw new TransportError("closed", "data stream");
        await this.#hub.record(head, record);
      },
      close: () => {
        if (!signal.aborted) this.#hub.pipeEnded(head);
        closing.abort();
      },
    };
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.toString() === other.toString();
}
