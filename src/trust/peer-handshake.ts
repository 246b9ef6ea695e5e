import { concatBytes } from "../transport/wire/concat-bytes.ts";
import type { MemberId } from "../transport/wire/ssrc.ts";
import { encodeUtf8 } from "../transport/wire/utf8.ts";
import type { Bytes } from "./bytes.ts";
import { callerHint, findCaller } from "./caller-hint.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { type HandshakeEnvelope, openHandshake, sealHandshake } from "./handshake-envelope.ts";
import { HandshakeError } from "./handshake-error.ts";
import {
  decodeHandshakeMessage,
  encodeHandshakeMessage,
  type HandshakeMessage,
} from "./handshake-message.ts";
import type { Identity } from "./identity.ts";
import { createHandshake, type Handshake, type HandshakeResult } from "./noise.ts";
import { KK, type NoisePattern, XXpsk3 } from "./noise-patterns.ts";
import { X25519_LENGTH } from "./x25519.ts";

/** What one shakes hands with. */
export interface Credentials {
  readonly identity: Identity;
  readonly proof: Proof;
}

/** How the peer is to prove itself. */
export type Proof =
  /** By knowing the room's secret. 32 bytes. */
  | { readonly kind: "secret"; readonly secret: Bytes }
  /** By a key that was pinned: we know whom we call. Raw. */
  | { readonly kind: "pinned"; readonly publicKey: Bytes }
  /** By the key of one of these: we are called, and look them up when that happens. */
  | { readonly kind: "callers"; readonly known: () => readonly KnownPeer[] };

/** A device whose key was pinned. */
export interface KnownPeer {
  readonly fingerprint: Fingerprint;
  /** Raw. */
  readonly publicKey: Bytes;
}

interface PeerHandshakeParts {
  readonly room: Bytes;
  readonly self: MemberId;
  readonly other: MemberId;
  readonly credentials: Credentials;
  /** Sends opaque bytes to the other, by way of the relay. */
  readonly send: (message: Bytes) => void;
  readonly onDone: (result: HandshakeResult) => void;
  /** Called once, instead of `onDone`; nothing follows. */
  readonly onFailed: (error: HandshakeError) => void;
}

/** Messages that wait for the one before them. In an honest run there are never more than two. */
const MAX_WAITING = 4;
const NOTHING: Bytes = new Uint8Array(0);

/**
 * Shakes hands with one other member of a room: Noise KK where keys are pinned; XXpsk3 where both know a secret, each message
 * in an envelope that it takes the secret to open. Who starts is the caller's choice; when both do, the lesser first message
 * stands. One run, one outcome.
 */
export class PeerHandshake {
  readonly #parts: PeerHandshakeParts;
  readonly #pattern: NoisePattern;
  #handshake: Handshake | undefined;
  /** Our own first message, while it is our run that counts. */
  #ownFirst: Bytes | undefined;
  #ended = false;
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: PeerHandshakeParts) {
    this.#parts = parts;
    this.#pattern = parts.credentials.proof.kind === "secret" ? XXpsk3 : KK;
  }

  /** Sends the first message, unless the other's is here already. */
  start(): void {
    this.#next(() => this.#open());
  }

  /** Takes what the other sent. What is out of place is passed over; what does not verify ends the run. */
  receive(bytes: Bytes): void {
    if (this.#waiting >= MAX_WAITING) return;
    this.#next(async () => {
      const message = await this.#opened(decodeHandshakeMessage(bytes));
      if (message.step === 0) await this.#answer(message);
      else await this.#proceed(message);
    });
  }

  /** No outcome is wanted any more. */
  cancel(): void {
    this.#ended = true;
  }

  async #open(): Promise<void> {
    if (this.#handshake !== undefined) return;
    const { proof, identity } = this.#parts.credentials;
    this.#handshake = await this.#create("initiator", proof.kind === "pinned" ? proof.publicKey : undefined);
    const noise = await this.#handshake.writeMessage(NOTHING);
    this.#ownFirst = noise;
    const hint = await callerHint(identity.fingerprint, this.#parts.room, ephemeralIn(noise));
    await this.#send(proof.kind === "secret" ? { step: 0, noise } : { step: 0, noise, hint });
  }

  async #answer({ noise, hint }: HandshakeMessage): Promise<void> {
    if (this.#ownFirst !== undefined) {
      // Equal: a reflection of ours. Greater: ours stands, and the other side gives way when it gets it.
      if (compareBytes(noise, this.#ownFirst) >= 0) return;
      this.#ownFirst = undefined;
    } else if (this.#handshake !== undefined) return;
    this.#handshake = await this.#create("responder", await this.#keyOfCaller(ephemeralIn(noise), hint));
    await this.#handshake.readMessage(noise);
    await this.#send({ step: 1, noise: await this.#handshake.writeMessage(NOTHING) });
    await this.#finishIfComplete();
  }

  async #proceed({ step, noise }: HandshakeMessage): Promise<void> {
    const initiator = this.#ownFirst !== undefined;
    if (this.#handshake === undefined || initiator !== (step === 1)) return;
    await this.#handshake.readMessage(noise);
    if (initiator && !this.#handshake.complete)
      await this.#send({ step: 2, noise: await this.#handshake.writeMessage(NOTHING) });
    await this.#finishIfComplete();
  }

  async #finishIfComplete(): Promise<void> {
    if (this.#handshake?.complete !== true) return;
    const result = await this.#handshake.split();
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.onDone(result);
  }

  #create(role: "initiator" | "responder", remoteStatic: Bytes | undefined): Promise<Handshake> {
    const { room, self, other, credentials } = this.#parts;
    const { identity, proof } = credentials;
    const initiator = role === "initiator";
    return createHandshake({
      pattern: this.#pattern,
      initiator,
      staticKey: identity.keyPair,
      prologue: prologueOf(this.#pattern, room, initiator ? [self, other] : [other, self]),
      remoteStatic,
      psk: proof.kind === "secret" ? proof.secret : undefined,
    });
  }

  /** Undefined where any key will do that comes with the secret. */
  async #keyOfCaller(ephemeral: Bytes, hint: Bytes | undefined): Promise<Bytes | undefined> {
    const { proof } = this.#parts.credentials;
    if (proof.kind === "secret") return undefined;
    if (proof.kind === "pinned") return proof.publicKey;
    const caller = hint && (await findCaller(proof.known(), hint, this.#parts.room, ephemeral));
    if (caller === undefined) throw new HandshakeError("rejected");
    return caller.publicKey;
  }

  async #send(message: HandshakeMessage): Promise<void> {
    const { self, other } = this.#parts;
    const envelope = this.#envelope(self, other);
    const noise = envelope === undefined ? message.noise : await sealHandshake(envelope, message.noise);
    if (!this.#ended) this.#parts.send(encodeHandshakeMessage({ ...message, noise }));
  }

  async #opened(message: HandshakeMessage): Promise<HandshakeMessage> {
    const { self, other } = this.#parts;
    const envelope = this.#envelope(other, self);
    return envelope === undefined
      ? message
      : { ...message, noise: await openHandshake(envelope, message.noise) };
  }

  /** Where both know a secret; where keys are pinned, no message has a static key in it. */
  #envelope(from: MemberId, to: MemberId): HandshakeEnvelope | undefined {
    const { room, credentials } = this.#parts;
    const { proof } = credentials;
    return proof.kind === "secret" ? { secret: proof.secret, room, from, to } : undefined;
  }

  /** One step after the other; none once there is an outcome. */
  #next(step: () => Promise<void>): void {
    this.#waiting++;
    this.#turn = this.#turn
      .then(() => (this.#ended ? undefined : step()))
      .catch((cause: unknown) => this.#fail(cause))
      .finally(() => this.#waiting--);
  }

  #fail(cause: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.onFailed(cause instanceof HandshakeError ? cause : new HandshakeError("rejected", { cause }));
  }
}

/** What both sides must agree on: version, pattern, room, and which member has which role. */
function prologueOf(pattern: NoisePattern, room: Bytes, [initiator, responder]: [MemberId, MemberId]): Bytes {
  const members = new DataView(new ArrayBuffer(8));
  members.setUint32(0, initiator);
  members.setUint32(4, responder);
  return concatBytes(encodeUtf8(`kith/1 ${pattern.name} `), room, new Uint8Array(members.buffer));
}

/** In both patterns, the first message begins with it. */
function ephemeralIn(noise: Bytes): Bytes {
  return noise.slice(0, X25519_LENGTH);
}

function compareBytes(one: Bytes, other: Bytes): number {
  for (const [i, byte] of one.entries()) {
    const difference = byte - (other[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
