import { Channel } from "../../src/transport/wire/data-head.ts";
import type { MemberId } from "../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../src/trust/bytes.ts";
import type { ChatMessage } from "../../src/trust/chat-message.ts";
import type { ControlMessage } from "../../src/trust/control-message.ts";
import { fingerprintOf } from "../../src/trust/fingerprint.ts";
import type { PeerStanding } from "../../src/trust/gate.ts";
import { isHandshakeRefusal } from "../../src/trust/handshake-message.ts";
import type { Identity } from "../../src/trust/identity.ts";
import type { Proof } from "../../src/trust/peer-handshake.ts";
import { type LinkEnd, PeerLink, type ProvenPeer } from "../../src/trust/peer-link.ts";
import { exportPublicKey, generateKeyPair } from "../../src/trust/x25519.ts";
import { FakePipe } from "./record-pipe.ts";

/** What one member sends another: a handshake message, word that it failed, or a record of either channel. */
export interface Parcel {
  readonly kind: "notify" | "refusal" | "record" | "chat";
  readonly from: number;
  readonly to: number;
  readonly data: Bytes;
}

/** Carries what links send each other, and is as honest about it as the test wants. */
export class LyingRelay {
  /** Everything that was handed in, in order. */
  readonly carried: Parcel[] = [];
  /** What is delivered in a parcel's place, in this order. */
  lie: (parcel: Parcel) => readonly Parcel[] = (parcel) => [parcel];
  /** Records that those who got them are done with. */
  recordsRead = 0;
  readonly #seats = new Set<Seat>();

  /** A link of its own for this device, as one member of the room to another. */
  seat(options: SeatOptions): Seat {
    const seat = new Seat(this, options);
    this.#seats.add(seat);
    return seat;
  }

  take(parcel: Parcel): void {
    this.carried.push(parcel);
    for (const delivered of this.lie(parcel)) this.deliver(delivered);
  }

  /** To whoever takes the receiver and the sender to be these members. */
  deliver({ kind, from, to, data }: Parcel): void {
    for (const { link, self } of this.#seats) {
      if (self !== to || link.other !== from) continue;
      if (kind === "chat") void link.handleChatRecord(data);
      else if (kind === "record") void link.handleRecord(data).then(() => this.recordsRead++);
      else link.handleNotify(data);
    }
  }

  /** Keeps everything back, to be delivered by the test. */
  hold(): Parcel[] {
    const held: Parcel[] = [];
    this.lie = (parcel) => {
      held.push(parcel);
      return [];
    };
    return held;
  }

  count(kind: Parcel["kind"]): number {
    return this.carried.filter((parcel) => parcel.kind === kind).length;
  }
}

interface SeatOptions {
  readonly identity: Identity;
  readonly self: number;
  readonly other: number;
  readonly proof: Proof;
  readonly room?: Bytes;
}

/** One end of a link, with clocks that only the test moves, and everything that the link has told. */
export class Seat {
  readonly self: number;
  readonly link: PeerLink;
  readonly pipe: FakePipe;
  readonly clock = { now: 0, wall: 1_800_000_000_000 };
  /** What this device thinks of whoever is at the other end. */
  standing: PeerStanding = { state: "guest", mayTalk: true };
  readonly ups: ProvenPeer[] = [];
  readonly heard: ControlMessage[] = [];
  readonly chat: ChatMessage[] = [];
  readonly downs: LinkEnd[] = [];

  constructor(relay: LyingRelay, { identity, self, other, proof, room = testRoom }: SeatOptions) {
    this.self = self;
    this.pipe = new FakePipe((data) => relay.take({ kind: "record", from: self, to: other, data }));
    this.link = new PeerLink({
      room,
      self: self as MemberId,
      other: other as MemberId,
      credentials: { identity, proof },
      notify: (data) => {
        const kind = isHandshakeRefusal(data) ? "refusal" : "notify";
        relay.take({ kind, from: self, to: other, data });
      },
      openPipe: (channel) => {
        if (channel === Channel.control) return this.pipe;
        return new FakePipe((data) => relay.take({ kind: "chat", from: self, to: other, data }));
      },
      standing: () => this.standing,
      now: () => this.clock.now,
      wallClock: () => this.clock.wall,
      onUp: (peer) => this.ups.push(peer),
      onMessage: (message) => this.heard.push(message),
      onChat: async (message) => void this.chat.push(message),
      onDown: (end) => this.downs.push(end),
    });
  }

  /** What has become of the link so far. */
  get state(): "waiting" | "up" | LinkEnd {
    return this.link.ended ?? (this.link.peer === undefined ? "waiting" : "up");
  }

  /** Lets this much time go by, polling as an owner would. */
  wait(milliseconds: number): void {
    const until = this.clock.now + milliseconds;
    while (this.clock.now < until) {
      this.clock.now = Math.min(until, this.clock.now + 500);
      this.link.poll();
    }
  }
}

const testRoom: Bytes = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const testSecret: Bytes = new Uint8Array(32).fill(7);
/** Members of a room know its secret. */
export const knowsSecret: Proof = { kind: "secret", secret: testSecret };

/** A device like any other, that nobody knows yet. */
export async function newIdentity(): Promise<Identity> {
  const keyPair = await generateKeyPair();
  const publicKey = await exportPublicKey(keyPair.publicKey);
  return { keyPair, publicKey, fingerprint: await fingerprintOf(publicKey) };
}
