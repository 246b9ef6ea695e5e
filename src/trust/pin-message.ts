import { pack, unpack } from "../transport/wire/msgpack.ts";
import { bytes, message, type Output, oneOf } from "../transport/wire/schema.ts";
import type { Bytes } from "./bytes.ts";

const pinMessage = message({
  /** Half of the exchange that turns six digits into a strong key. */
  "pin-share": { share: bytes(0, 32), associatedData: bytes(0, 64) },
  /** The proof that the sender came to the same key. */
  "pin-confirm": { tag: bytes(0, 64) },
  /** wrong: not the digits · burnt: too many guesses, or too late · busy: somebody else is being answered. */
  "pin-refused": { reason: oneOf(["wrong", "burnt", "busy"]) },
});

/** What two devices say to each other while a PIN is all they share. */
export type PinMessage = Output<typeof pinMessage>;
export type PinRefusal = Extract<PinMessage, { type: "pin-refused" }>["reason"];

export function encodePinMessage(message: PinMessage): Bytes {
  return pack(message);
}

/** Throws a WireError for anything that is not a message of this version. */
export function decodePinMessage(packet: Bytes): PinMessage {
  return pinMessage(unpack(packet), "message");
}
