import type { Flow } from "../transport/wire/flows.ts";
import type { MemberId } from "../transport/wire/ssrc.ts";
import type { Bytes } from "./bytes.ts";
import { type ChannelEnd, ControlChannel, type RecordPipe } from "./control-channel.ts";
import type { ControlMessage } from "./control-message.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";
import { judge, type PeerStanding, type Subject, type Verdict } from "./gate.ts";
import type { HandshakeResult } from "./noise.ts";
import { type Credentials, PeerHandshake } from "./peer-handshake.ts";
import { defaultPermissions, type Permissions } from "./permissions.ts";

/** Why a link is over. */
export type LinkEnd =
  | ChannelEnd
  /** The other side does not hold the key or secret that it must. */
  | "rejected"
  /** Nothing came back in time. */
  | "unanswered"
  /** It went on with what it may not do. */
  | "misbehaved"
  /** Known, and not wanted any more. */
  | "revoked";

/** Who the other side has proved to be. */
export interface ProvenPeer {
  readonly publicKey: Bytes;
  readonly fingerprint: Fingerprint;
  /** The same on both sides and in no other handshake. */
  readonly handshakeHash: Bytes;
}

interface PeerLinkParts {
  readonly room: Bytes;
  readonly self: MemberId;
  readonly other: MemberId;
  readonly credentials: Credentials;
  readonly notify: (data: Bytes) => void;
  readonly openPipe: () => RecordPipe;
  /** What is known of the peer now; asked at every use, so that a change holds at once. */
  readonly standing: (peer: ProvenPeer) => PeerStanding;
  /** Milliseconds: monotonic, and since 1970. */
  readonly now: () => number;
  readonly wallClock: () => number;
  /** The peer has proved itself, and answers. */
  readonly onUp: (peer: ProvenPeer) => void;
  readonly onMessage: (message: ControlMessage) => void;
  /** Called once; nothing follows. */
  readonly onDown: (end: LinkEnd) => void;
}

/** From the first handshake message to the first record. Milliseconds. */
const PATIENCE = 5_000;
/** Records that overtook the last handshake message. */
const MAX_EARLY = 16;
/** Refused messages until the link is closed: a peer of another version may err, one that goes on means it. */
const MAX_REFUSED = 8;

/**
 * Everything between this device and one other member of a room: handshake, then control channel, with the gate in front
 * of both directions. Its owner calls `poll` about once a second and `close` when the member is gone.
 */
export class PeerLink {
  readonly #parts: PeerLinkParts;
  readonly #handshake: PeerHandshake;
  #early: Bytes[] = [];
  #begunAt: number | undefined;
  #peer: ProvenPeer | undefined;
  #channel: ControlChannel | undefined;
  /** What the peer lets us do at its side, as it last said. */
  #grantedToUs: Permissions = defaultPermissions;
  #up = false;
  #refused = 0;
  #end: LinkEnd | undefined;

  constructor(parts: PeerLinkParts) {
    this.#parts = parts;
    this.#handshake = new PeerHandshake({
      room: parts.room,
      self: parts.self,
      other: parts.other,
      credentials: parts.credentials,
      send: parts.notify,
      onDone: (result) => void this.#handleShaken(result),
      onFailed: () => this.#finish("rejected"),
    });
  }

  get other(): MemberId {
    return this.#parts.other;
  }

  /** Who the other side is, once it has proved it. */
  get peer(): ProvenPeer | undefined {
    return this.#up ? this.#peer : undefined;
  }

  get ended(): LinkEnd | undefined {
    return this.#end;
  }

  /** When the peer was last heard on this link, by the monotonic clock. */
  get lastHeard(): number | undefined {
    return this.#channel?.lastHeard;
  }

  /** Begins the handshake; otherwise the other side is waited for. */
  start(): void {
    this.#begin();
    this.#handshake.start();
  }

  handleNotify(data: Bytes): void {
    if (this.#end !== undefined) return;
    this.#begin();
    this.#handshake.receive(data);
  }

  handleRecord(record: Bytes): void {
    if (this.#end !== undefined) return;
    if (this.#channel !== undefined) this.#channel.receive(record);
    else if (this.#early.length < MAX_EARLY) this.#early.push(record);
    else this.#finish("misbehaved");
  }

  handlePipeEnded(): void {
    this.#channel?.handlePipeEnded();
  }

  /** Whether a packet of the peer on this flow may come in now. */
  admits(flow: Flow): boolean {
    return this.#verdict(flow) === "pass";
  }

  /** Resolves once the message is on its way; rejects when it cannot be, or may not be said to this peer. */
  async send(message: ControlMessage): Promise<void> {
    if (this.#channel === undefined || this.#peer === undefined) throw new Error("The link is not up");
    if (this.#verdict(message.type, "sending") !== "pass")
      throw new Error(`${message.type} is not for this peer`);
    await this.#channel.send(message);
  }

  poll(): void {
    this.#channel?.poll();
    const waiting = !this.#up && this.#begunAt !== undefined;
    if (waiting && this.#parts.now() - (this.#begunAt ?? 0) > PATIENCE) this.#finish("unanswered");
  }

  close(end: LinkEnd = "closed"): void {
    this.#finish(end);
  }

  #begin(): void {
    this.#begunAt ??= this.#parts.now();
  }

  async #handleShaken({ send, receive, remoteStatic, handshakeHash }: HandshakeResult): Promise<void> {
    const fingerprint = await fingerprintOf(remoteStatic);
    if (this.#end !== undefined) return;
    this.#peer = { publicKey: remoteStatic, fingerprint, handshakeHash };
    if (this.#standing().state === "revoked") {
      this.#finish("revoked");
      return;
    }
    this.#channel = new ControlChannel({
      send,
      receive,
      pipe: this.#parts.openPipe(),
      now: this.#parts.now,
      onConfirmed: () => this.#handleConfirmed(),
      onMessage: (message) => this.#handleMessage(message),
      onEnd: (end) => this.#finish(end),
    });
    for (const record of this.#early) this.#channel.receive(record);
    this.#early = [];
  }

  #handleConfirmed(): void {
    if (this.#peer === undefined || this.#end !== undefined) return;
    this.#up = true;
    this.#parts.onUp(this.#peer);
  }

  #handleMessage(message: ControlMessage): void {
    switch (this.#verdict(message.type)) {
      case "pass":
        if (message.type === "permissions") this.#grantedToUs = message.permissions;
        this.#parts.onMessage(message);
        break;
      case "refuse":
        this.#refuse(message);
        break;
      case "drop":
        break;
    }
  }

  #refuse(message: ControlMessage): void {
    this.#refused++;
    const code = this.#refused > MAX_REFUSED ? "closed" : "not-allowed";
    this.#channel?.send({ type: "error", code, about: message.type }).catch(() => undefined);
    if (this.#refused > MAX_REFUSED) this.#finish("misbehaved");
  }

  /** The same table both ways; what the peer grants us it enforces itself. */
  #verdict(subject: Subject, direction: "receiving" | "sending" = "receiving"): Verdict {
    const standing = this.#standing();
    if (direction === "receiving") return judge(standing, subject, this.#parts.wallClock());
    const assumed = { ...standing, permissions: this.#grantedToUs, mayTalk: true };
    return judge(assumed, subject, this.#parts.wallClock());
  }

  #standing(): PeerStanding {
    return this.#peer === undefined ? { state: "unknown" } : this.#parts.standing(this.#peer);
  }

  #finish(end: LinkEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#handshake.cancel();
    this.#channel?.close();
    this.#early = [];
    this.#parts.onDown(end);
  }
}
