import type { Bytes } from "./bytes.ts";

/** HMAC (RFC 2104). The key must not be empty. */
export async function hmac(hash: "SHA-256" | "SHA-512", key: Bytes, data: Bytes): Promise<Bytes> {
  const signing = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", signing, data));
}
