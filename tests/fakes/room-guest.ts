import type { LeaveReason } from "../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../src/trust/bytes.ts";
import type { ControlMessage } from "../../src/trust/control-message.ts";
import type { Fingerprint } from "../../src/trust/fingerprint.ts";
import type { PeerStanding } from "../../src/trust/gate.ts";
import type { Credentials, Proof } from "../../src/trust/peer-handshake.ts";
import type { LinkEnd, PeerLink } from "../../src/trust/peer-link.ts";
import { type Opening, Room, type RoomPurpose } from "../../src/workers/engine/room.ts";
import { knowsSecret } from "./lying-relay.ts";

/** The room that all guests are in. */
export const roomName: Bytes = new Uint8Array(16).fill(3);

/** Somebody in the room, and everything that the room has told them. */
export class Guest implements RoomPurpose {
  readonly room: Room;
  readonly opening: Opening;
  /** What members have to prove; undefined while this guest would not know what. */
  proof: Proof | undefined = knowsSecret;
  state: PeerStanding = { state: "guest" };
  readonly told: string[] = [];
  readonly ups: PeerLink[] = [];
  readonly downs: LinkEnd[] = [];
  readonly heard: string[] = [];
  readonly messages: ControlMessage[] = [];
  readonly #identity: Credentials["identity"];

  constructor(identity: Credentials["identity"], opening: Opening = "newcomer") {
    this.#identity = identity;
    this.opening = opening;
    this.room = new Room(roomName, this);
  }

  /** Those that can be talked to. */
  get present(): number[] {
    return this.room.links.flatMap(({ peer, other }) => (peer === undefined ? [] : [other]));
  }

  get fingerprint(): Fingerprint {
    return this.#identity.fingerprint;
  }

  /** Says this to everybody it can be said to. */
  async say(message: ControlMessage): Promise<void> {
    await Promise.all(this.ups.map((link) => link.send(message)));
  }

  credentials(): Credentials | undefined {
    return this.proof && { identity: this.#identity, proof: this.proof };
  }

  standing(): PeerStanding {
    return this.state;
  }

  onEntered(self: MemberId): void {
    this.told.push(`entered as ${self}`);
  }

  onLost(): void {
    this.told.push("lost");
  }

  onRefused(code: string): void {
    this.told.push(`refused: ${code}`);
  }

  onGone(gone: MemberId, reason: LeaveReason): void {
    this.told.push(`${gone} gone: ${reason}`);
  }

  onStranger(stranger: MemberId, here: boolean): void {
    this.told.push(`stranger ${stranger} ${here ? "here" : "gone"}`);
  }

  onNotify(from: MemberId, data: Bytes): void {
    this.told.push(`from ${from}: ${data}`);
  }

  onUp(link: PeerLink): void {
    this.ups.push(link);
  }

  onMessage(_link: PeerLink, message: ControlMessage): void {
    this.messages.push(message);
    if (message.type === "error") this.heard.push(message.about);
  }

  onDown(_link: PeerLink, end: LinkEnd): void {
    this.downs.push(end);
  }
}
