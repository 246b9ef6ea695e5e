import type { Bytes } from "./bytes.ts";
import { hkdfAesKey, hkdfBytes } from "./hkdf.ts";
import { SframeError } from "./sframe-error.ts";
import { encodeSframeHeader } from "./sframe-header.ts";

// RFC 9605 §4.4 without state: who may use which counter when is decided in sframe.ts.

/** The suites in use, by their registered numbers; both have 16-byte tags. */
export const SframeSuite = { aes128: 4, aes256: 5 } as const;
export type SframeSuite = (typeof SframeSuite)[keyof typeof SframeSuite];

/** A derived key, good for one direction. */
export interface SframeKey {
  readonly id: number;
  readonly aes: CryptoKey;
  /** 12 bytes. */
  readonly salt: Bytes;
}

/** Bytes that authenticate a frame, at its end. */
const TAG_LENGTH = 16;

const NONCE_LENGTH = 12;
const EMPTY = new Uint8Array(0);
const suites = {
  [SframeSuite.aes128]: { hash: "SHA-256", keyLength: 16 },
  [SframeSuite.aes256]: { hash: "SHA-512", keyLength: 32 },
} as const;

export async function deriveSframeKey(
  suite: SframeSuite,
  id: number,
  baseKey: Bytes,
  usage: "encrypt" | "decrypt",
): Promise<SframeKey> {
  const { hash, keyLength } = suites[suite];
  const input = (label: string) => ({ hash, secret: baseKey, salt: EMPTY, info: infoOf(label, id, suite) });
  const aes = await hkdfAesKey(input("SFrame 1.0 Secret key "), keyLength, usage);
  const salt = await hkdfBytes(input("SFrame 1.0 Secret salt "), NONCE_LENGTH);
  return { id, aes, salt };
}

/** `headroom` free bytes, the header, the ciphertext with its tag. `metadata` is authenticated, not sent. */
export async function sealFrame(
  key: SframeKey,
  counter: number,
  frame: Bytes,
  metadata: Bytes,
  headroom: number,
): Promise<Bytes> {
  const header = encodeSframeHeader({ keyId: key.id, counter });
  const params = paramsFor(key, counter, header, metadata);
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(params, key.aes, frame));
  const sealed = new Uint8Array(headroom + header.length + ciphertext.length);
  sealed.set(header, headroom);
  sealed.set(ciphertext, headroom + header.length);
  return sealed;
}

/** The frame, once its tag has been checked. `headerSize` and `counter` are what its header says. */
export async function openFrame(
  key: SframeKey,
  counter: number,
  headerSize: number,
  sealed: Bytes,
  metadata: Bytes,
): Promise<Bytes> {
  const params = paramsFor(key, counter, sealed.subarray(0, headerSize), metadata);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(params, key.aes, sealed.subarray(headerSize)));
  } catch (cause) {
    throw new SframeError("unauthentic", { cause });
  }
}

function paramsFor(key: SframeKey, counter: number, header: Bytes, metadata: Bytes): AesGcmParams {
  const additionalData = new Uint8Array(header.length + metadata.length);
  additionalData.set(header);
  additionalData.set(metadata, header.length);
  return {
    name: "AES-GCM",
    iv: nonceFor(key.salt, counter),
    additionalData,
    tagLength: TAG_LENGTH * 8,
  };
}

/** The salt with the counter, in network order, added to its end without carry. */
function nonceFor(salt: Bytes, counter: number): Bytes {
  const nonce = salt.slice();
  let rest = counter;
  for (let i = nonce.length - 1; rest > 0; i--) {
    nonce[i] = (nonce[i] ?? 0) ^ (rest % 0x100);
    rest = Math.floor(rest / 0x100);
  }
  return nonce;
}

function infoOf(label: string, id: number, suite: SframeSuite): Bytes {
  const text = new TextEncoder().encode(label);
  const info = new Uint8Array(text.length + 10);
  info.set(text);
  const view = new DataView(info.buffer, text.length);
  view.setBigUint64(0, BigInt(id));
  view.setUint16(8, suite);
  return info;
}
