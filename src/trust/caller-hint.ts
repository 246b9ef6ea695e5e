import { concatBytes } from "../transport/wire/concat-bytes.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { hmac } from "./hmac.ts";

/** Bytes of a hint. Two devices have the same one by chance: then the handshake fails, and the next one will not. */
export const HINT_LENGTH = 8;

/**
 * Tells the one who is called which of its paired devices calls, and tells nobody anything who does not know the caller's
 * fingerprint. It is another one for every first message (`ephemeral` is the key in it).
 */
export async function callerHint(caller: Fingerprint, room: Bytes, ephemeral: Bytes): Promise<Bytes> {
  const mac = await hmac("SHA-256", caller, concatBytes(ephemeral, room));
  return mac.slice(0, HINT_LENGTH);
}

/** The one of these devices that made the hint. */
export async function findCaller<Peer extends { readonly fingerprint: Fingerprint }>(
  peers: readonly Peer[],
  hint: Bytes,
  room: Bytes,
  ephemeral: Bytes,
): Promise<Peer | undefined> {
  const hints = await Promise.all(peers.map(({ fingerprint }) => callerHint(fingerprint, room, ephemeral)));
  return peers.find((_, i) => equalBytes(hints[i] ?? new Uint8Array(0), hint));
}
