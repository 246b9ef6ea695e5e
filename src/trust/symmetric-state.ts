import { concatBytes } from "../transport/wire/concat-bytes.ts";
import { encodeUtf8 } from "../transport/wire/utf8.ts";
import type { Bytes } from "./bytes.ts";
import { CipherState, TAG_LENGTH } from "./cipher-state.ts";
import { hkdfBytes } from "./hkdf.ts";

const HASH_LENGTH = 32;
const KEY_LENGTH = 32;
const EMPTY = new Uint8Array(0);
const CHAT_KEYS = encodeUtf8("kith/1 channel 1");

/** What seals and what opens on one channel. */
export interface Directions {
  readonly send: CipherState;
  readonly receive: CipherState;
}

/** What both sides have seen and mixed so far, and the key that follows from it (Noise §5.2, with AES-GCM and SHA-256). */
export class SymmetricState {
  #chainingKey: Bytes;
  #hash: Bytes;
  #cipher: CipherState | undefined;

  /** Protocol names longer than a hash would have to be hashed; there are none here, and one would throw. */
  constructor(protocolName: string) {
    this.#hash = new Uint8Array(HASH_LENGTH);
    this.#hash.set(encodeUtf8(protocolName));
    this.#chainingKey = this.#hash;
  }

  /** Names this handshake and no other, once it is complete. */
  get hash(): Bytes {
    return this.#hash;
  }

  /** Bytes that `encryptAndHash` adds: none before the first key. */
  get overhead(): number {
    return this.#cipher === undefined ? 0 : TAG_LENGTH;
  }

  /** Wipes `secret`. */
  async mixKey(secret: Bytes): Promise<void> {
    const [chainingKey, key] = await this.#derive(secret, 2);
    this.#chainingKey = chainingKey;
    await this.#useKey(key);
    secret.fill(0);
  }

  async mixHash(data: Bytes): Promise<void> {
    this.#hash = new Uint8Array(await crypto.subtle.digest("SHA-256", concatBytes(this.#hash, data)));
  }

  async mixKeyAndHash(secret: Bytes): Promise<void> {
    const [chainingKey, hashed, key] = await this.#derive(secret, 3);
    this.#chainingKey = chainingKey;
    await this.mixHash(hashed);
    await this.#useKey(key);
  }

  async encryptAndHash(plaintext: Bytes): Promise<Bytes> {
    const ciphertext =
      this.#cipher === undefined ? plaintext : await this.#cipher.encrypt(this.#hash, plaintext);
    await this.mixHash(ciphertext);
    return ciphertext;
  }

  async decryptAndHash(ciphertext: Bytes): Promise<Bytes> {
    const plaintext =
      this.#cipher === undefined ? ciphertext : await this.#cipher.decrypt(this.#hash, ciphertext);
    await this.mixHash(ciphertext);
    return plaintext;
  }

  /** The two directions of the channel, and those of the one for chat. Forgets what they came from. */
  async split(initiator: boolean): Promise<Directions & { chat: Directions }> {
    // One more output than Noise has: it leaves the first two as they are, and tells nothing of them.
    const [fromInitiator, fromResponder, more] = await this.#derive(EMPTY, 3);
    this.#chainingKey.fill(0);
    this.#cipher = undefined;
    const chat = await hkdfBytes(
      { hash: "SHA-256", secret: more, salt: EMPTY, info: CHAT_KEYS },
      2 * KEY_LENGTH,
    );
    more.fill(0);
    return {
      ...(await directions(fromInitiator, fromResponder, initiator)),
      chat: await directions(chat.subarray(0, KEY_LENGTH), chat.subarray(KEY_LENGTH), initiator),
    };
  }

  async #useKey(key: Bytes): Promise<void> {
    this.#cipher = await CipherState.create(key, ["encrypt", "decrypt"]);
    key.fill(0);
  }

  /** Noise's HKDF is RFC 5869's with the chaining key as salt and no info. */
  async #derive(secret: Bytes, outputs: 2 | 3) {
    const input = { hash: "SHA-256", secret, salt: this.#chainingKey, info: EMPTY } as const;
    const bytes = await hkdfBytes(input, outputs * HASH_LENGTH);
    const output = (index: number) => bytes.subarray(index * HASH_LENGTH, (index + 1) * HASH_LENGTH);
    return [output(0), output(1), output(2)] as const;
  }
}

/** Wipes the keys. */
async function directions(
  fromInitiator: Bytes,
  fromResponder: Bytes,
  initiator: boolean,
): Promise<Directions> {
  const [outgoing, incoming] = initiator ? [fromInitiator, fromResponder] : [fromResponder, fromInitiator];
  const send = await CipherState.create(outgoing, ["encrypt"]);
  const receive = await CipherState.create(incoming, ["decrypt"]);
  outgoing.fill(0);
  incoming.fill(0);
  return { send, receive };
}
