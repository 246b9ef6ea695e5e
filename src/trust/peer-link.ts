import { withTimeout } from "../transport/timeout.ts";
import { Channel } from "../transport/wire/data-head.ts";
import { type Flow, flowName } from "../transport/wire/flows.ts";
import { limits } from "../transport/wire/limits.ts";
import type { MemberId } from "../transport/wire/ssrc.ts";
import type { Bytes } from "./bytes.ts";
import { ChatChannel } from "./chat-channel.ts";
import type { ChatMessage } from "./chat-message.ts";
import { ControlChannel } from "./control-channel.ts";
import type { ControlMessage } from "./control-message.ts";
import { type Fingerprint, fingerprintOf } from "./fingerprint.ts";
import { judge, type PeerStanding, type Subject } from "./gate.ts";
import { handshakeRefusal, isHandshakeRefusal } from "./handshake-message.ts";
import { type LinkEnd, LinkError } from "./link-error.ts";
import type { HandshakeResult } from "./noise.ts";
import { type Credentials, PeerHandshake } from "./peer-handshake.ts";
import { defaultPermissions, type Permissions } from "./permissions.ts";
import type { RecordPipe } from "./sealed-channel.ts";

export type { LinkEnd } from "./link-error.ts";

/** Who the other side has proved to be. */
export interface ProvenPeer {
  /** Raw. */
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
  /** Sends a handshake message to the other, by way of the relay. */
  readonly notify: (data: Bytes) => void;
  /** The way for our records on that channel; called once for each at most, when both sides have keys. */
  readonly openPipe: (channel: number) => RecordPipe;
  /** What is known of the peer now; asked at every use, so that a change holds at once. */
  readonly standing: (peer: ProvenPeer) => PeerStanding;
  /** Milliseconds: monotonic, and since 1970. */
  readonly now: () => number;
  readonly wallClock: () => number;
  /** The peer has proved itself, and answers. */
  readonly onUp: (peer: ProvenPeer) => void;
  /** What the peer says and may say. */
  readonly onMessage: (message: ControlMessage) => void;
  /** What it says in the chat, likewise. Until this resolves nothing more of that is read. */
  readonly onChat: (message: ChatMessage) => Promise<void>;
  /** Called once; nothing follows. */
  readonly onDown: (end: LinkEnd) => void;
}

/** From the first handshake message to the first record. Milliseconds. */
const PATIENCE = 5_000;
/** What an error is about that ends in not being let in. */
export const ADMISSION = "admission";
/** For the last word to one who is not let in. Milliseconds. */
const FAREWELL = 500;
/** Records that overtook the last handshake message: the peer's first words, and nobody knows yet whether they are its. */
const MAX_EARLY = 16;
const MAX_EARLY_BYTES = limits.signalingMessage;
/** Refusals until the link is closed: a peer of another version may err, one that goes on means it. */
const MAX_REFUSED = 8;
/** Packets come many at a time, and some are on their way when permission ends: refused in this time, they count once. */
const FLOW_REFUSAL_INTERVAL = 1_000;

/**
 * Everything between this device and one other member of a room: handshake, then control channel, with the gate in front
 * of both directions. Its owner calls `poll` about once a second and `close` when the member is gone.
 */
export class PeerLink {
  readonly #parts: PeerLinkParts;
  readonly #handshake: PeerHandshake;
  #early: Bytes[] = [];
  #began = false;
  #begunAt: number | undefined;
  #peer: ProvenPeer | undefined;
  #channel: ControlChannel | undefined;
  #chat: ChatChannel | undefined;
  /** What the peer lets us do at its side, as it last said. */
  #grantedToUs: Permissions = defaultPermissions;
  #up = false;
  #refused = 0;
  #flowRefusedAt: number | undefined;
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
      onFailed: () => this.#reject(),
    });
  }

  get other(): MemberId {
    return this.#parts.other;
  }

  /** Who the other side is, once it has proved it. */
  get peer(): ProvenPeer | undefined {
    return this.#up ? this.#peer : undefined;
  }

  /** Whether it was this side that began the handshake. */
  get began(): boolean {
    return this.#began;
  }

  get ended(): LinkEnd | undefined {
    return this.#end;
  }

  /** Begins the handshake; otherwise the other side is waited for. */
  start(): void {
    this.#began = true;
    this.#begin();
    this.#handshake.start();
  }

  /** Takes a handshake message. */
  handleNotify(data: Bytes): void {
    if (this.#end !== undefined) return;
    if (isHandshakeRefusal(data)) {
      if (!this.#up && this.#begunAt !== undefined) this.#finish("rejected");
      return;
    }
    this.#begin();
    this.#handshake.receive(data);
  }

  /** Takes a record. Resolves once it is dealt with: until then, read no further. */
  async handleRecord(record: Bytes): Promise<void> {
    if (this.#end !== undefined) return;
    this.#begin();
    if (this.#channel !== undefined) await this.#channel.receive(record);
    else this.#keepForLater(record);
  }

  handlePipeEnded(): void {
    this.#channel?.handlePipeEnded();
  }

  /** Takes a record of the chat's channel, likewise: nobody sends one to a side that has not proved itself. */
  async handleChatRecord(record: Bytes): Promise<void> {
    if (this.#up && this.#end === undefined) await this.#chat?.receive(record);
  }

  handleChatPipeEnded(): void {
    this.#chat?.handlePipeEnded();
  }

  /** Whether a packet of the peer on this flow may come in now. To go on with what is refused counts against the peer. */
  admits(flow: Flow): boolean {
    const verdict = judge(this.#standing(), flow, this.#parts.wallClock());
    if (verdict === "refuse") this.#refuseFlow(flow);
    return verdict === "pass";
  }

  /** Resolves once the message is on its way; rejects with a LinkError, or with what the channel rejects with. */
  async send(message: ControlMessage): Promise<void> {
    await this.#sayable(message.type, this.#channel).send(message);
  }

  /** Says it if it can be said: what ends the link is told by `onDown`, and what is not allowed need not be said. */
  tell(message: ControlMessage): void {
    this.send(message).catch(() => undefined);
  }

  /** As `send`, in the chat: what is said waits for the network behind all else. */
  async sendChat(message: ChatMessage): Promise<void> {
    await this.#sayable(message.type, this.#chat).send(message);
  }

  poll(): void {
    if (this.#end !== undefined) return;
    this.#channel?.poll();
    if (this.#standing().state === "revoked") this.#finish("revoked");
    else if (!this.#up && this.#begunAt !== undefined && this.#parts.now() - this.#begunAt > PATIENCE)
      this.#finish("unanswered");
  }

  close(end: LinkEnd = "closed"): void {
    this.#finish(end);
  }

  /** Tells a peer that is not let in why, and closes. */
  async dismiss(code: string): Promise<void> {
    const word = this.#channel?.send({ type: "error", code, about: ADMISSION });
    await withTimeout(Promise.resolve(word), FAREWELL, "farewell").catch(() => undefined);
    this.#finish("revoked");
  }

  /** The channel, if that may be said on it now. */
  #sayable<Of>(subject: Subject, channel: Of | undefined): Of {
    if (this.#end !== undefined) throw new LinkError(this.#end, `${subject}`);
    if (channel === undefined || !this.#up) throw new LinkError("not-up", `${subject}`);
    // The same table as for what comes in, with what the peer grants us: the rest it would refuse. Whether we may talk it knows.
    const standing = { ...this.#standing(), permissions: this.#grantedToUs, mayTalk: true };
    if (judge(standing, subject, this.#parts.wallClock()) !== "pass")
      throw new LinkError("not-allowed", `${subject}`);
    return channel;
  }

  #reject(): void {
    if (this.#end !== undefined) return;
    this.#parts.notify(handshakeRefusal);
    this.#finish("rejected");
  }

  #begin(): void {
    this.#begunAt ??= this.#parts.now();
  }

  #keepForLater(record: Bytes): void {
    this.#early.push(record);
    const bytes = this.#early.reduce((sum, { length }) => sum + length, 0);
    if (this.#early.length > MAX_EARLY || bytes > MAX_EARLY_BYTES) this.#finish("misbehaved");
  }

  async #handleShaken(result: HandshakeResult): Promise<void> {
    const { send, receive, chat, remoteStatic, handshakeHash } = result;
    const fingerprint = await fingerprintOf(remoteStatic);
    if (this.#end !== undefined) return;
    this.#peer = { publicKey: remoteStatic, fingerprint, handshakeHash };
    if (this.#parts.standing(this.#peer).state === "revoked") {
      this.#parts.notify(handshakeRefusal);
      this.#finish("revoked");
      return;
    }
    this.#channel = new ControlChannel({
      send,
      receive,
      openPipe: () => this.#parts.openPipe(Channel.control),
      now: this.#parts.now,
      onConfirmed: () => this.#handleConfirmed(),
      onMessage: (message) => this.#handleMessage(message),
      onEnd: (end) => this.#finish(end),
    });
    this.#chat = new ChatChannel({
      ...chat,
      openPipe: () => this.#parts.openPipe(Channel.chat),
      onMessage: async (message) => {
        if (this.#passes(message.type)) await this.#parts.onChat(message);
      },
      onEnd: (end) => this.#finish(end),
    });
    for (const record of this.#early) void this.#channel.receive(record);
    this.#early = [];
  }

  /** Whoever has replayed somebody's handshake never gets here. */
  #handleConfirmed(): void {
    if (this.#peer === undefined || this.#end !== undefined) return;
    this.#up = true;
    this.#parts.onUp(this.#peer);
  }

  #handleMessage(message: ControlMessage): void {
    if (!this.#passes(message.type)) return;
    if (message.type === "permissions") this.#grantedToUs = message.permissions;
    this.#parts.onMessage(message);
  }

  /** Whether the peer may say that now. To go on with what is refused counts against it. */
  #passes(subject: ControlMessage["type"] | ChatMessage["type"]): boolean {
    const standing = this.#standing();
    const verdict = judge(standing, subject, this.#parts.wallClock());
    if (standing.state === "revoked") this.#finish("revoked");
    else if (verdict === "refuse") this.#refuse(subject);
    return verdict === "pass";
  }

  #refuseFlow(flow: Flow): void {
    const now = this.#parts.now();
    if (this.#flowRefusedAt !== undefined && now - this.#flowRefusedAt < FLOW_REFUSAL_INTERVAL) return;
    this.#flowRefusedAt = now;
    this.#refuse(flowName(flow));
  }

  #refuse(about: string): void {
    this.#refused++;
    if (this.#refused > MAX_REFUSED) this.#finish("misbehaved");
    else this.#channel?.send({ type: "error", code: "not-allowed", about }).catch(() => undefined);
  }

  /** Nobody is anybody before the first record, or after the end. */
  #standing(): PeerStanding {
    const live = this.#up && this.#end === undefined;
    return live && this.#peer !== undefined ? this.#parts.standing(this.#peer) : { state: "unknown" };
  }

  #finish(end: LinkEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#handshake.cancel();
    this.#channel?.close();
    this.#chat?.close();
    this.#early = [];
    this.#parts.onDown(end);
  }
}
