import { WireError } from "../transport/wire/error.ts";
import { pack, unpack } from "../transport/wire/msgpack.ts";
import { bytes, type Output, object, oneOf, optional } from "../transport/wire/schema.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import { HINT_LENGTH } from "./caller-hint.ts";

/** Two keys with their tags, and what is around them; no handshake of ours has more to say. */
const MAX_MESSAGE = 512;

const handshakeMessage = object({
  /** Its place in the pattern, from 0. */
  step: oneOf([0, 1, 2]),
  /** The Noise message; in its envelope where there is a secret. */
  noise: bytes(0, MAX_MESSAGE),
  /** With the first message to somebody who does not know yet who calls. */
  hint: optional(bytes(HINT_LENGTH)),
});

/** What two members of a room send each other, by way of the relay, until they share keys. */
export type HandshakeMessage = Output<typeof handshakeMessage>;

export function encodeHandshakeMessage(message: HandshakeMessage): Bytes {
  return pack(message);
}

/**
 * Says that a handshake failed, so that the other side need not wait. Nothing proves who says so: it ends an attempt in which
 * nothing has been proved yet, so that a relay can deny one with it, as it can by dropping; a link that is up it cannot touch.
 */
export const handshakeRefusal: Bytes = pack({ refused: true });

export function isHandshakeRefusal(packet: Bytes): boolean {
  return equalBytes(packet, handshakeRefusal);
}

/** Throws a WireError for anything that is no handshake message. */
export function decodeHandshakeMessage(packet: Bytes): HandshakeMessage {
  if (packet.length > MAX_MESSAGE) throw new WireError("too-large", `handshake message of ${packet.length}`);
  return handshakeMessage(unpack(packet), "handshake");
}
