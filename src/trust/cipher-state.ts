import type { Bytes } from "./bytes.ts";
import { HandshakeError } from "./handshake-error.ts";

/** Bytes that authenticate a message, at its end. */
export const TAG_LENGTH = 16;

/** Far below Noise's own limit, and within what AES-GCM is trusted with under one key. */
const MAX_MESSAGES = 2 ** 32;

const NONCE_LENGTH = 12;

/**
 * A key and the count of messages under it (Noise §5.1). Messages must arrive complete and in order, so the first that
 * does not verify ends it for good.
 */
export class CipherState {
  readonly #key: CryptoKey;
  readonly #limit: number;
  #count = 0;
  #ended = false;

  private constructor(key: CryptoKey, limit: number) {
    this.#key = key;
    this.#limit = limit;
  }

  /** Takes 32 bytes, which the caller should wipe. `limit` is the number of messages it is good for. */
  static async create(
    key: Bytes,
    usages: readonly ("encrypt" | "decrypt")[],
    limit: number = MAX_MESSAGES,
  ): Promise<CipherState> {
    const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, [...usages]);
    return new CipherState(aes, limit);
  }

  /** The ciphertext with its tag. */
  async encrypt(associatedData: Bytes, plaintext: Bytes): Promise<Bytes> {
    const params = this.#nextParams(associatedData);
    return this.#run(() => crypto.subtle.encrypt(params, this.#key, plaintext));
  }

  /** The plaintext, once its tag has been checked. */
  async decrypt(associatedData: Bytes, ciphertext: Bytes): Promise<Bytes> {
    const params = this.#nextParams(associatedData);
    return this.#run(() => crypto.subtle.decrypt(params, this.#key, ciphertext));
  }

  /** Counts at once, before anything is awaited: no two messages can share a nonce. */
  #nextParams(additionalData: Bytes): AesGcmParams {
    if (this.#ended) throw new HandshakeError("misused");
    if (this.#count >= this.#limit) throw new HandshakeError("exhausted");
    const iv = new Uint8Array(NONCE_LENGTH);
    new DataView(iv.buffer).setBigUint64(4, BigInt(this.#count++));
    return { name: "AES-GCM", iv, additionalData, tagLength: TAG_LENGTH * 8 };
  }

  async #run(operation: () => Promise<ArrayBuffer>): Promise<Bytes> {
    try {
      const result = await operation();
      if (!this.#ended) return new Uint8Array(result);
    } catch (cause) {
      this.#ended = true;
      throw new HandshakeError("rejected", { cause });
    }
    // An earlier message has failed meanwhile: what follows it is not to be believed either.
    throw new HandshakeError("rejected");
  }
}
