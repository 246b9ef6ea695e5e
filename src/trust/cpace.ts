import { concatBytes } from "../transport/wire/concat-bytes.ts";
import { encodeUtf8 } from "../transport/wire/utf8.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import { elligator } from "./elligator.ts";
import { hmac } from "./hmac.ts";
import { diffieHellman, importPublicKey, X25519_LENGTH } from "./x25519.ts";

// CPACE-X25519-SHA512 in its initiator-responder setting (draft-irtf-cfrg-cpace-21), as functions without a memory; the
// names in brackets are the draft's. The secret scalar is a private key of the browser's, which no script gets to see.

/** Who speaks first. Part of what both sides agree on. */
export type CpaceRole = "initiator" | "responder";

/** What both sides must hold in common. Only `password` is secret. */
export interface CpaceContext {
  /** (PRS) */
  readonly password: Bytes;
  /** Names the kind of channel and the parties, initiator first (CI). */
  readonly channel: Bytes;
  /** Not used in any other run (sid). */
  readonly session: Bytes;
}

/** What one side sends: its share of the key, and what it wants authenticated along with it (Y, AD). */
export interface CpaceMessage {
  readonly share: Bytes;
  readonly associatedData: Bytes;
}

/** Why a run of CPace is over. */
export class CpaceError extends Error {
  readonly reason: CpaceErrorReason;

  constructor(reason: CpaceErrorReason, options?: ErrorOptions) {
    super(`cpace ${reason}`, options);
    this.name = "CpaceError";
    this.reason = reason;
  }
}

export type CpaceErrorReason =
  /** What the peer sent is no share, or does not prove that it knows the password. One reason for every cause. */
  | "rejected"
  /** Called out of turn or after the end. */
  | "misused";

const DSI = encodeUtf8("CPace255");
const DSI_ISK = encodeUtf8("CPace255_ISK");
const MAC_LABEL = encodeUtf8("CPaceMac");
const SHA512_BLOCK = 128;

/**
 * Our share for a key of X25519 that is good for one run (Ya, Yb). It says nothing about the password to whoever does not
 * hold that key.
 */
export async function cpaceShare(context: CpaceContext, privateKey: CryptoKey): Promise<Bytes> {
  return diffieHellman(privateKey, await importPublicKey(await generator(context)));
}

/**
 * The key that both sides share if their passwords and messages were the same (ISK, 64 bytes). Nothing proves that yet,
 * and it is not to be used as it is: see `cpaceTag`. Throws `rejected` for a share of a wrong length or of small order,
 * and for our own message come back.
 */
export async function cpaceKey(
  session: Bytes,
  role: CpaceRole,
  privateKey: CryptoKey,
  own: CpaceMessage,
  peer: CpaceMessage,
): Promise<Bytes> {
  const [ownBytes, peerBytes] = [encodeMessage(own), encodeMessage(peer)];
  if (equalBytes(ownBytes, peerBytes)) throw new CpaceError("rejected");
  const transcript = role === "initiator" ? [ownBytes, peerBytes] : [peerBytes, ownBytes];
  const secret = await sharedSecret(privateKey, peer.share);
  const key = await sha512(concatBytes(lengthValue(DSI_ISK, session, secret), ...transcript));
  secret.fill(0);
  return key;
}

/**
 * Proves that whoever sent `sent` has the key. Each side sends the tag of its own message and expects that of the
 * other's; as the two messages differ, a tag sent back to its maker proves nothing.
 */
export async function cpaceTag(session: Bytes, key: Bytes, sent: CpaceMessage): Promise<Bytes> {
  const macKey = await sha512(concatBytes(MAC_LABEL, session, key));
  return hmac("SHA-512", macKey, encodeMessage(sent));
}

/** The base point that password and context lead to (calculate_generator). */
async function generator({ password, channel, session }: CpaceContext): Promise<Bytes> {
  // Fills the hash's first block, so that its time does not tell the password's length.
  const head = lengthValue(DSI, password);
  const padding = new Uint8Array(Math.max(0, SHA512_BLOCK - 1 - head.length));
  const hash = await sha512(concatBytes(head, lengthValue(padding, channel, session)));
  return elligator(hash.slice(0, X25519_LENGTH));
}

/** (scalar_mult_vfy) */
async function sharedSecret(privateKey: CryptoKey, share: Bytes): Promise<Bytes> {
  try {
    return await diffieHellman(privateKey, await importPublicKey(share));
  } catch (cause) {
    throw new CpaceError("rejected", { cause });
  }
}

async function sha512(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", data));
}

function encodeMessage({ share, associatedData }: CpaceMessage): Bytes {
  return lengthValue(share, associatedData);
}

/** Each part behind its length in LEB128 (lv_cat). */
function lengthValue(...parts: Bytes[]): Bytes {
  return concatBytes(...parts.flatMap((part) => [leb128(part.length), part]));
}

function leb128(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Uint8Array.of(...bytes, rest);
}
