import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, randomBytes } from "@noble/hashes/utils.js";
import { type Bytes, equalBytes } from "./bytes.ts";

// CPACE-RISTR255-SHA512 in its initiator-responder setting (draft-irtf-cfrg-cpace-21), as pure functions; the names in
// brackets are the draft's. Synchronous, since WebCrypto knows neither the group nor its hashing.

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

const { Point } = ristretto255;
const DSI = ascii("CPaceRistretto255");
const DSI_ISK = ascii("CPaceRistretto255_ISK");
const MAC_LABEL = ascii("CPaceMac");
const SHA512_BLOCK = 128;

/** A secret scalar for one run: uniform, never zero. */
export function cpaceScalar(): bigint {
  // 512 bits reduced by an order of 252: what remains of a bias is out of anyone's reach.
  return (bytesToNumberLE(randomBytes(64)) % (Point.Fn.ORDER - 1n)) + 1n;
}

/** Our share for `scalar`: a point that says nothing about the password to whoever does not know the scalar (Ya, Yb). */
export function cpaceShare(context: CpaceContext, scalar: bigint): Bytes {
  return generator(context).multiply(scalar).toBytes();
}

/**
 * The key that both sides share if their passwords and messages were the same (ISK, 64 bytes). Nothing proves that yet,
 * and it is not to be used as it is: see `cpaceTag`. Throws `rejected` for a share that is no point or the identity, and
 * for our own message come back.
 */
export function cpaceKey(
  session: Bytes,
  role: CpaceRole,
  scalar: bigint,
  own: CpaceMessage,
  peer: CpaceMessage,
): Bytes {
  const [ownBytes, peerBytes] = [encodeMessage(own), encodeMessage(peer)];
  if (equalBytes(ownBytes, peerBytes)) throw new CpaceError("rejected");
  const transcript = role === "initiator" ? [ownBytes, peerBytes] : [peerBytes, ownBytes];
  const secret = sharedPoint(scalar, peer.share);
  const key = sha512(concatBytes(lengthValue(DSI_ISK, session, secret), ...transcript));
  secret.fill(0);
  return key;
}

/**
 * Proves that whoever sent `sent` has the key. Each side sends the tag of its own message and expects that of the
 * other's; as the two messages differ, a tag sent back to its maker proves nothing.
 */
export function cpaceTag(session: Bytes, key: Bytes, sent: CpaceMessage): Bytes {
  const macKey = sha512(concatBytes(MAC_LABEL, session, key));
  return hmac(sha512, macKey, encodeMessage(sent));
}

/** The base point that password and context lead to (calculate_generator). */
function generator({ password, channel, session }: CpaceContext) {
  // Fills the hash's first block, so that its time does not tell the password's length.
  const head = lengthValue(DSI, password);
  const padding = new Uint8Array(Math.max(0, SHA512_BLOCK - 1 - head.length));
  return deriveElement(sha512(concatBytes(head, lengthValue(padding, channel, session))));
}

/** 64 uniform bytes to a point whose logarithm nobody knows (RFC 9496 §4.3.4). */
function deriveElement(uniform: Bytes) {
  const element = ristretto255_hasher.deriveToCurve?.(uniform);
  if (element === undefined) throw new Error("the library has lost ristretto255's element derivation");
  return element;
}

/** (scalar_mult_vfy) */
function sharedPoint(scalar: bigint, share: Bytes): Bytes {
  const point = decodePoint(share);
  // The group's order is prime, so no other point of the peer's leads to the identity.
  if (point.is0()) throw new CpaceError("rejected");
  return point.multiply(scalar).toBytes();
}

function decodePoint(share: Bytes) {
  try {
    return Point.fromBytes(share);
  } catch (cause) {
    throw new CpaceError("rejected", { cause });
  }
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

function ascii(text: string): Bytes {
  return new TextEncoder().encode(text);
}
