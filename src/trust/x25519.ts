import type { Bytes } from "./bytes.ts";

/** Bytes in a raw public key, and in what two keys agree on. */
export const X25519_LENGTH = 32;

/** A key, or a pair of them, that cannot be used. Says no more on purpose: peers choose these keys. */
export class KeyAgreementError extends Error {
  constructor(options?: ErrorOptions) {
    super("key agreement refused", options);
    this.name = "KeyAgreementError";
  }
}

/** A fresh pair whose private half never leaves the browser's key store; it can be kept in IndexedDB. */
export async function generateKeyPair(): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
  return pair as CryptoKeyPair;
}

export async function exportPublicKey(publicKey: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
}

export async function importPublicKey(raw: Bytes): Promise<CryptoKey> {
  if (raw.length !== X25519_LENGTH) throw new KeyAgreementError();
  try {
    return await crypto.subtle.importKey("raw", raw, { name: "X25519" }, true, []);
  } catch (cause) {
    throw new KeyAgreementError({ cause });
  }
}

/** What the two keys agree on. Throws for a public key of small order, which would agree on zero with anyone. */
export async function diffieHellman(privateKey: CryptoKey, publicKey: CryptoKey): Promise<Bytes> {
  const agreed = await deriveBits(privateKey, publicKey);
  // Browsers are told to refuse this themselves; nothing may hang on whether they do.
  if (agreed.reduce((seen, byte) => seen | byte, 0) === 0) throw new KeyAgreementError();
  return agreed;
}

async function deriveBits(privateKey: CryptoKey, publicKey: CryptoKey): Promise<Bytes> {
  try {
    const algorithm = { name: "X25519", public: publicKey };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, privateKey, X25519_LENGTH * 8));
  } catch (cause) {
    throw new KeyAgreementError({ cause });
  }
}
