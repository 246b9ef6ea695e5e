import { equalBytes } from "@noble/curves/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { Bytes } from "./bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";

/** Bytes of a hint. Two devices have the same one by chance: then the handshake fails, and the next one will not. */
export const HINT_LENGTH = 8;

/**
 * Tells the one who is called which of its paired devices calls, and tells nobody anything who does not know the caller's
 * fingerprint. It is another one for every first message (`ephemeral` is the key in it).
 */
export function callerHint(caller: Fingerprint, room: Bytes, ephemeral: Bytes): Bytes {
  return hmac(sha256, caller, concatBytes(ephemeral, room)).slice(0, HINT_LENGTH);
}

/** The one of these devices that made the hint. */
export function findCaller<Peer extends { readonly fingerprint: Fingerprint }>(
  peers: readonly Peer[],
  hint: Bytes,
  room: Bytes,
  ephemeral: Bytes,
): Peer | undefined {
  return peers.find(({ fingerprint }) => equalBytes(callerHint(fingerprint, room, ephemeral), hint));
}
