import * as v from "valibot";
import { WireError } from "../transport/wire/error.ts";
import { pack, unpack } from "../transport/wire/msgpack.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import { HINT_LENGTH } from "./caller-hint.ts";

/** Two keys with their tags, and what is around them; no handshake of ours has more to say. */
const MAX_MESSAGE = 512;

const handshakeMessage = v.object({
  /** Its place in the pattern, from 0. */
  step: v.picklist([0, 1, 2]),
  /** The Noise message; in its envelope where there is a secret. */
  noise: v.instance(Uint8Array<ArrayBuffer>),
  /** With the first message to somebody who does not know yet who calls. */
  hint: v.optional(
    v.pipe(
      v.instance(Uint8Array<ArrayBuffer>),
      v.check((hint) => hint.length === HINT_LENGTH),
    ),
  ),
});

/** What two members of a room send each other, by way of the relay, until they share keys. */
export type HandshakeMessage = v.InferOutput<typeof handshakeMessage>;

export function encodeHandshakeMessage(message: HandshakeMessage): Bytes {
  return pack(message);
}

/**
 * Says that a handshake failed, so that the other side need not wait. Nothing proves who says so: it ends an attempt in which
 * nothing has been proved yet, so that a relay can deny one with it, as it can by dropping; a link that is up it cannot touch.
 */
export const handshakeRefusal: Bytes = pack({ refused: true });

export function isHandshakeRefusal(bytes: Bytes): boolean {
  return equalBytes(bytes, handshakeRefusal);
}

/** Throws a WireError for anything that is no handshake message. */
export function decodeHandshakeMessage(bytes: Bytes): HandshakeMessage {
  if (bytes.length > MAX_MESSAGE) throw new WireError("too-large", `handshake message of ${bytes.length}`);
  const result = v.safeParse(handshakeMessage, unpack(bytes));
  if (result.success) return result.output;
  throw new WireError("malformed", v.getDotPath(result.issues[0]) ?? "not a handshake message");
}
