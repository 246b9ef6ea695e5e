import { x25519 } from "@noble/curves/ed25519.js";
import { concatBytes, hexToBytes } from "@noble/hashes/utils.js";

/** What stands in front of an X25519 private key in PKCS #8: version, algorithm 1.3.101.110, two octet strings. */
const PKCS8_HEAD = hexToBytes("302e020100300506032b656e04220420");

/** A pair whose private key is known, as published vectors need it. */
export async function rawKeyPair(privateHex: string): Promise<CryptoKeyPair> {
  const raw = hexToBytes(privateHex);
  const algorithm = { name: "X25519" };
  const pkcs8 = concatBytes(PKCS8_HEAD, raw);
  return {
    privateKey: await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("raw", x25519.getPublicKey(raw), algorithm, true, []),
  };
}
