import type { Bytes } from "./bytes.ts";

/** The hashes HKDF is used with here. */
type HkdfHash = "SHA-256" | "SHA-512";

/** What HKDF (RFC 5869) is fed. An empty salt stands for one of zeros. */
export interface HkdfInput {
  readonly hash: HkdfHash;
  readonly secret: Bytes;
  readonly salt: Bytes;
  readonly info: Bytes;
}

/** Extracts and expands to `length` bytes. */
export async function hkdfBytes(input: HkdfInput, length: number): Promise<Bytes> {
  const secret = await crypto.subtle.importKey("raw", input.secret, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits(paramsOf(input), secret, length * 8));
}

/** Extracts and expands to an AES-GCM key of `length` bytes that script can use for `usage` but never read. */
export async function hkdfAesKey(
  input: HkdfInput,
  length: 16 | 32,
  usage: "encrypt" | "decrypt",
): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", input.secret, "HKDF", false, ["deriveKey"]);
  const algorithm = { name: "AES-GCM", length: length * 8 };
  return crypto.subtle.deriveKey(paramsOf(input), secret, algorithm, false, [usage]);
}

function paramsOf({ hash, salt, info }: HkdfInput): HkdfParams {
  return { name: "HKDF", hash, salt, info };
}
