import { type Bytes, bytesToHex, equalBytes } from "./bytes.ts";

/** SHA-256 of a raw public key: what is shown, compared and pinned, always whole. 32 bytes. */
export type Fingerprint = Bytes & { readonly brand: "Fingerprint" };

export async function fingerprintOf(publicKey: Bytes): Promise<Fingerprint> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey)) as Fingerprint;
}

/** For people: sixteen groups of four hexadecimal digits. */
export function formatFingerprint(fingerprint: Fingerprint): string {
  const groups = bytesToHex(fingerprint).toUpperCase().match(/.{4}/g);
  return (groups ?? []).join(" ");
}

/** Takes the same time wherever the two differ. */
export function sameFingerprint(one: Fingerprint, other: Fingerprint): boolean {
  return equalBytes(one, other);
}
