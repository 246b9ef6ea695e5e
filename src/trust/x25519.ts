import type { Bytes } from "./bytes.ts";

/** Bytes in a raw public key, and in what two keys agree on. */
export const X25519_LENGTH = 32;

/** A fresh pair whose private half never leaves the browser's key store; it can be kept in IndexedDB. */
export async function generateKeyPair(): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
  return pair as CryptoKeyPair;
}

export async function exportPublicKey(publicKey: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
}

/** Rejects for anything but the bytes of a key. */
export function importPublicKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, { name: "X25519" }, true, []);
}

/** What the two keys agree on. Rejects for a public key of small order, which would agree on zero with anyone. */
export async function diffieHellman(privateKey: CryptoKey, publicKey: CryptoKey): Promise<Bytes> {
  const algorithm = { name: "X25519", public: publicKey };
  const agreed = new Uint8Array(await crypto.subtle.deriveBits(algorithm, privateKey, X25519_LENGTH * 8));
  // Browsers are told to refuse this themselves; nothing may hang on whether they do.
  if (agreed.reduce((seen, byte) => seen | byte, 0) === 0) throw new RangeError("A key of small order");
  return agreed;
}
