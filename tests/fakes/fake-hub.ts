import { TransportError } from "../../src/transport/error.ts";
import type { Connection } from "../../src/transport/session.ts";
import type { DataHead } from "../../src/transport/wire/data-head.ts";
import type { ClientMessage, LeaveReason, RelayMessage } from "../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../src/trust/bytes.ts";
import type { Network } from "../../src/workers/engine/network.ts";
import type { Room } from "../../src/workers/engine/room.ts";

type Notify = Extract<RelayMessage, { type: "notify" }>;

/** A relay as rooms know it, without a network: it says who is there, and passes on what they send. */
export class FakeHub {
  /** Whether what members send each other gets through. */
  passes = true;
  /** Nobody takes records any more: whoever sends one waits until the pipe is closed. */
  stalls = false;
  /** Records of which this is true wait until `release`. */
  holds: (head: DataHead) => boolean = () => false;
  /** With what the relay refuses to let anybody in, if it does. */
  refusal: string | undefined;
  /** The rooms behind codes. */
  readonly mailboxes = new Map<string, Bytes>();
  /** Everything that members wanted to be passed on. */
  readonly notified: Notify[] = [];
  /** Who has asked for whose media. */
  readonly subscriptions: { readonly from: MemberId; readonly to: MemberId }[] = [];
  readonly #places = new Set<Place>();
  #held: (() => void)[] = [];
  #nextMember = 1;
  #parcels = 0;

  /** How much members have sent each other so far. */
  get parcels(): number {
    return this.#parcels;
  }

  /** Lets this room's owner in, over a connection of its own. A relay that lies gives it the number of one who is there, and tells nobody. */
  async enter(room: Room, stolen?: MemberId): Promise<Place> {
    const place = new Place(this, room, stolen);
    await room.enter(place.connection);
    return place;
  }

  /** Lets go of what was held back. */
  release(): void {
    this.holds = () => false;
    for (const pass of this.#held.splice(0)) pass();
  }

  join(place: Place): Extract<RelayMessage, { type: "joined" }> {
    if (this.refusal !== undefined) throw new TransportError("refused", this.refusal);
    const { room } = place;
    const { stolen } = place;
    const robbed = stolen && this.#placeOf(stolen);
    if (robbed) this.#places.delete(robbed);
    const member = stolen ?? (this.#nextMember++ as MemberId);
    const others = this.#othersOf(place);
    if (stolen === undefined)
      for (const other of others)
        other.room.handleSignaling({ type: "peer-joined", room: room.name, member });
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
    this.#parcels++;
    // Never before whoever sends it is done with that.
    if (this.passes) queueMicrotask(() => this.#placeOf(message.to)?.room.handleSignaling(message));
  }

  async record(head: DataHead, record: Bytes): Promise<void> {
    this.#parcels++;
    if (this.holds(head)) await new Promise<void>((resolve) => this.#held.push(resolve));
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

/** The network of one device as the parts of the engine use it, with that hub at its other end. */
export class HubNetwork {
  readonly network: Network;
  /** Its places in the rooms that it has entered. */
  readonly places = new Map<Room, Place>();
  /** Holds that nobody has let go of. */
  holds = 0;
  /** Why there is no connection to be had, or why the relay refuses what is asked of it. */
  error: Error | undefined;
  readonly #hub: FakeHub;

  constructor(hub: FakeHub) {
    this.#hub = hub;
    this.network = {
      hold: () => this.#hold(),
      connected: async () => ({ signaling: this.#mailboxes }),
      add: (room: Room) => void hub.enter(room).then((place) => this.places.set(room, place)),
      remove: (room: Room) => {
        room.leave();
        this.places.delete(room);
      },
      has: (name: Bytes) => [...this.places.keys()].some((room) => same(room.name, name)),
    } as unknown as Network;
  }

  #hold(): () => void {
    let held = 1;
    this.holds++;
    return () => {
      this.holds -= held;
      held = 0;
    };
  }

  readonly #mailboxes = {
    openMailbox: async () => {
      if (this.error !== undefined) throw this.error;
      const code = String(1000 + this.#hub.mailboxes.size);
      const room = crypto.getRandomValues(new Uint8Array(16));
      this.#hub.mailboxes.set(code, room);
      return { code, room };
    },
    findMailbox: async (code: string) => {
      const room = this.#hub.mailboxes.get(code);
      if (this.error !== undefined) throw this.error;
      if (room === undefined) throw new TransportError("refused", "no-such-mailbox");
      return { code, room };
    },
  };
}

/** Somebody's membership of a room, for as long as the connection lasts. */
export class Place {
  readonly room: Room;
  readonly connection: Connection;
  /** Another member's number, if that is what it gets. */
  readonly stolen: MemberId | undefined;
  member: MemberId | undefined;
  readonly #hub: FakeHub;

  constructor(hub: FakeHub, room: Room, stolen?: MemberId) {
    this.#hub = hub;
    this.stolen = stolen;
    this.room = room;
    this.connection = {
      signaling: {
        join: async () => hub.join(this),
        send: (message: ClientMessage) => this.#handle(message),
        closed: undefined,
      },
      data: { open: (head: DataHead) => this.#openPipe(head) },
      media: { isCrowded: () => false, stats: {}, sendDatagram: () => true, setPacing: () => undefined },
    } as unknown as Connection;
  }

  /** The connection breaks; the others hear of it by this word of the relay. */
  cut(reason: LeaveReason = "lost"): void {
    this.#hub.leave(this, reason);
    this.room.handleConnectionLost();
  }

  #handle(message: ClientMessage): void {
    const from = this.member;
    // Behind what was sent before.
    if (message.type === "leave") queueMicrotask(() => this.#hub.leave(this, "left"));
    if (message.type === "subscribe" && from !== undefined)
      this.#hub.subscriptions.push({ from, to: message.member });
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
