import { decode, encode } from "@msgpack/msgpack";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import type { MemberId } from "../transport/wire/ssrc.ts";
import type { Bytes } from "./bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { HandshakeError } from "./handshake-error.ts";
import type { Identity } from "./identity.ts";
import { createHandshake, type Handshake, type HandshakeResult } from "./noise.ts";
import { KK, type NoisePattern, XXpsk3 } from "./noise-patterns.ts";
import { X25519_LENGTH } from "./x25519.ts";

/** What one shakes hands with. */
export interface Credentials {
  readonly identity: Identity;
  /** How the peer proves itself: by knowing the room's secret, or by a key that was pinned. */
  readonly proof:
    | { readonly kind: "secret"; readonly secret: Bytes }
    /** The public key of the one who is called. */
    | { readonly kind: "pinned"; readonly publicKey: Bytes }
    /** Finds the public key of the paired peer that calls, by its hint. */
    | { readonly kind: "callers"; readonly find: (hint: CallerHint) => Promise<Bytes | undefined> };
}

/** Lets the one who is called find out which paired peer calls, and tells nobody else anything. */
export interface CallerHint {
  readonly room: Bytes;
  readonly ephemeral: Bytes;
  readonly hint: Bytes;
}

interface PeerHandshakeParts {
  readonly room: Bytes;
  readonly self: MemberId;
  readonly other: MemberId;
  readonly credentials: Credentials;
  /** Sends opaque bytes to the other, by way of the relay. */
  readonly send: (message: Bytes) => void;
  readonly onDone: (result: HandshakeResult) => void;
  /** Called once; nothing follows. */
  readonly onFailed: (error: HandshakeError) => void;
}

const HINT_LENGTH = 8;
/** A handshake message holds an ephemeral and a static key with their tags, and nothing else. */
const MAX_MESSAGE = 512;

const envelope = v.object({
  /** Its place in the pattern, from 0. */
  step: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2)),
  noise: v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((bytes) => bytes.length <= MAX_MESSAGE),
  ),
  hint: v.optional(
    v.pipe(
      v.instance(Uint8Array<ArrayBuffer>),
      v.check((bytes) => bytes.length === HINT_LENGTH),
    ),
  ),
});
type Envelope = v.InferOutput<typeof envelope>;

/**
 * Shakes hands with one other member of a room: Noise KK where one side's key is pinned by the other, XXpsk3 where both
 * know a secret. Who starts is the caller's choice; when both do, the lesser first message stands. One run, one outcome.
 */
export class PeerHandshake {
  readonly #parts: PeerHandshakeParts;
  readonly #pattern: NoisePattern;
  #handshake: Handshake | undefined;
  #ownFirst: Bytes | undefined;
  #ended = false;
  /** Messages are handled one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: PeerHandshakeParts) {
    this.#parts = parts;
    this.#pattern = parts.credentials.proof.kind === "secret" ? XXpsk3 : KK;
  }

  /** Sends the first message. */
  start(): void {
    this.#next(async () => {
      if (this.#handshake !== undefined) return;
      this.#handshake = await this.#create(true, this.#pinnedKey());
      const noise = await this.#handshake.writeMessage(new Uint8Array(0));
      this.#ownFirst = noise;
      const hint = this.#pattern === KK ? await this.#ownHint(noise) : undefined;
      this.#send(hint === undefined ? { step: 0, noise } : { step: 0, noise, hint });
    });
  }

  /** Takes what the other sent. What is out of place is passed over; what does not verify ends the run. */
  receive(message: Bytes): void {
    this.#next(async () => {
      const received = parseEnvelope(message);
      if (received.step === 0) await this.#answer(received);
      else await this.#proceed(received);
    });
  }

  /** No answer will be of use any more. */
  cancel(): void {
    this.#ended = true;
  }

  async #answer({ noise, hint }: Envelope): Promise<void> {
    if (this.#ownFirst !== undefined) {
      // Equal: a reflection of ours. Greater: ours stands, and the other side is told so by getting it.
      if (compareBytes(noise, this.#ownFirst) >= 0) return;
      this.#ownFirst = undefined;
    } else if (this.#handshake !== undefined) return;
    const remoteStatic = this.#pattern === KK ? await this.#findCaller(noise, hint) : undefined;
    if (this.#pattern === KK && remoteStatic === undefined) throw new HandshakeError("rejected");
    this.#handshake = await this.#create(false, remoteStatic);
    await this.#handshake.readMessage(noise);
    this.#send({ step: 1, noise: await this.#handshake.writeMessage(new Uint8Array(0)) });
    await this.#finishIfComplete();
  }

  async #proceed({ step, noise }: Envelope): Promise<void> {
    const handshake = this.#handshake;
    const initiator = this.#ownFirst !== undefined;
    if (handshake === undefined || initiator !== (step === 1)) return;
    await handshake.readMessage(noise);
    if (initiator && !handshake.complete) {
      this.#send({ step: 2, noise: await handshake.writeMessage(new Uint8Array(0)) });
    }
    await this.#finishIfComplete();
  }

  async #finishIfComplete(): Promise<void> {
    if (this.#handshake?.complete !== true) return;
    const result = await this.#handshake.split();
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.onDone(result);
  }

  #create(initiator: boolean, remoteStatic: Bytes | undefined): Promise<Handshake> {
    const { room, self, other, credentials } = this.#parts;
    const { proof } = credentials;
    return createHandshake({
      pattern: this.#pattern,
      initiator,
      staticKey: credentials.identity.keyPair,
      prologue: prologueOf(this.#pattern, room, initiator ? [self, other] : [other, self]),
      ...(remoteStatic === undefined ? {} : { remoteStatic }),
      ...(proof.kind === "secret" ? { psk: proof.secret } : {}),
    });
  }

  #pinnedKey(): Bytes | undefined {
    const { proof } = this.#parts.credentials;
    return proof.kind === "pinned" ? proof.publicKey : undefined;
  }

  async #findCaller(noise: Bytes, hint: Bytes | undefined): Promise<Bytes | undefined> {
    const { proof } = this.#parts.credentials;
    if (proof.kind !== "callers" || hint === undefined) return undefined;
    return await proof.find({ room: this.#parts.room, ephemeral: noise.slice(0, X25519_LENGTH), hint });
  }

  #ownHint(noise: Bytes): Promise<Bytes> {
    const { room, credentials } = this.#parts;
    return callerHint(credentials.identity.fingerprint, room, noise.slice(0, X25519_LENGTH));
  }

  #send(message: Envelope): void {
    if (!this.#ended) this.#parts.send(encode(message));
  }

  #next(step: () => Promise<void>): void {
    this.#turn = this.#turn.then(async () => {
      if (this.#ended) return;
      try {
        await step();
      } catch (cause) {
        if (this.#ended) return;
        this.#ended = true;
        this.#parts.onFailed(
          cause instanceof HandshakeError ? cause : new HandshakeError("rejected", { cause }),
        );
      }
    });
  }
}

/** The hint by which a paired peer recognises the device with this fingerprint in this one run. */
export async function callerHint(fingerprint: Fingerprint, room: Bytes, ephemeral: Bytes): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fingerprint, algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, concatBytes(ephemeral, room));
  return new Uint8Array(mac).slice(0, HINT_LENGTH);
}

/** What both sides must agree on: version, pattern, room, and which member has which role. */
function prologueOf(pattern: NoisePattern, room: Bytes, [initiator, responder]: [MemberId, MemberId]): Bytes {
  const members = new DataView(new ArrayBuffer(8));
  members.setUint32(0, initiator);
  members.setUint32(4, responder);
  return concatBytes(utf8ToBytes(`kith/1 ${pattern.name} `), room, new Uint8Array(members.buffer));
}

function parseEnvelope(message: Bytes): Envelope {
  const value = decode(message, {
    maxBinLength: MAX_MESSAGE,
    maxMapLength: 8,
    maxStrLength: 16,
    maxExtLength: 0,
  });
  return v.parse(envelope, value);
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
