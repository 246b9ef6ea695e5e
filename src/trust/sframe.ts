import type { Bytes } from "./bytes.ts";
import { ReplayWindow } from "./replay-window.ts";
import { deriveSframeKey, openFrame, type SframeKey, SframeSuite, sealFrame } from "./sframe-cipher.ts";
import { SframeError } from "./sframe-error.ts";
import { decodeSframeHeader } from "./sframe-header.ts";

/** What opens a sender's frames. For trusted peers only, over the channel between the two. */
export interface SframeGrant {
  readonly suite: SframeSuite;
  readonly keyId: number;
  /** 32 bytes. */
  readonly baseKey: Bytes;
}

/** Frames under one key. Of 16 kB each, they leave odds of 2⁻⁵⁷ against AES-GCM; a call takes over a week to get there. */
const MAX_FRAMES = 2 ** 26;

/** Keys of one sender that are good at a time: its present epoch, and earlier ones while frames are on their way. */
export const MAX_KEYS = 4;

const BASE_KEY_LENGTH = 32;

/**
 * Seals the frames of one sender in one epoch. Makes its own key, so no other run of this program has ever counted under
 * it, and counts from zero.
 */
export class SframeSender {
  readonly grant: SframeGrant;
  readonly #key: SframeKey;
  readonly #limit: number;
  #counter = 0;

  private constructor(grant: SframeGrant, key: SframeKey, limit: number) {
    this.grant = grant;
    this.#key = key;
    this.#limit = limit;
  }

  /** `keyId` must not have named another key of this sender's that a receiver may still hold. */
  static async create(
    keyId: number,
    suite: SframeSuite = SframeSuite.aes128,
    limit: number = MAX_FRAMES,
  ): Promise<SframeSender> {
    const baseKey = crypto.getRandomValues(new Uint8Array(BASE_KEY_LENGTH));
    const key = await deriveSframeKey(suite, keyId, baseKey, "encrypt");
    return new SframeSender({ suite, keyId, baseKey }, key, limit);
  }

  /** Frames until this key is exhausted: have the next epoch ready before it is zero. */
  get remaining(): number {
    return this.#limit - this.#counter;
  }

  /**
   * The sealed frame behind `headroom` bytes left free for the caller's own header. The receiver opens it with the same
   * `metadata`, which says what the frame belongs to. Frames sealed at the same time may come out in another order.
   */
  async seal(frame: Bytes, metadata: Bytes, headroom = 0): Promise<Bytes> {
    if (this.#counter >= this.#limit) throw new SframeError("exhausted");
    // Taken before anything is awaited: no two frames share a counter.
    const counter = this.#counter++;
    return sealFrame(this.#key, counter, frame, metadata, headroom);
  }
}

interface ReceivingKey {
  readonly key: SframeKey;
  readonly window: ReplayWindow;
  /** Settles when all that went into the cipher so far has come out. */
  last: Promise<void>;
}

/** Opens the frames of one sender, under the keys that it has granted. */
export class SframeReceiver {
  readonly #keys = new Map<number, ReceivingKey>();

  /** Takes a key from the sender itself. The oldest goes when there are `MAX_KEYS`. */
  async add({ suite, keyId, baseKey }: SframeGrant): Promise<void> {
    const key = await deriveSframeKey(suite, keyId, baseKey, "decrypt");
    // A second window for the same key would let every frame in again.
    if (this.#keys.has(keyId)) throw new SframeError("duplicate-key");
    const [oldest] = this.#keys.keys();
    if (oldest !== undefined && this.#keys.size >= MAX_KEYS) this.#keys.delete(oldest);
    this.#keys.set(keyId, { key, window: new ReplayWindow(), last: Promise.resolve() });
  }

  /** Nothing under that key is opened from here on, frames in progress included. */
  remove(keyId: number): void {
    this.#keys.delete(keyId);
  }

  /**
   * The frame, if this sender sealed it for `metadata` and it was not opened before. Frames of unknown keys and replays
   * cost no cryptography, and a frame that is not authentic changes nothing. Those under one key come out in the order in which they
   * went in, though a cipher takes several at a time.
   */
  async open(sealed: Bytes, metadata: Bytes): Promise<Bytes> {
    const { keyId, counter, size } = decodeSframeHeader(sealed);
    const receiving = this.#keys.get(keyId);
    if (receiving === undefined) throw new SframeError("unknown-key");
    if (!receiving.window.accepts(counter)) throw new SframeError("replayed");
    const opening = openFrame(receiving.key, counter, size, sealed, metadata);
    receiving.last = allOf(receiving.last, opening);
    await receiving.last;
    const frame = await opening;
    if (this.#keys.get(keyId) !== receiving) throw new SframeError("unknown-key");
    if (!receiving.window.note(counter)) throw new SframeError("replayed");
    return frame;
  }
}

/** Keeps nothing of what they come to. */
async function allOf(...promises: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(promises);
}
