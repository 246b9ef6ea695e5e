import * as v from "valibot";
import { WireError } from "../transport/wire/error.ts";
import { pack, unpack } from "../transport/wire/msgpack.ts";
import type { Bytes } from "./bytes.ts";

const bytesUpTo = (length: number) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((value) => value.length <= length),
  );

/** Half of the exchange that turns six digits into a strong key. */
const share = v.object({ type: v.literal("pin-share"), share: bytesUpTo(32), associatedData: bytesUpTo(64) });
/** The proof that the sender came to the same key. */
const confirm = v.object({ type: v.literal("pin-confirm"), tag: bytesUpTo(64) });
const refused = v.object({
  type: v.literal("pin-refused"),
  /** wrong: not the digits · burnt: too many guesses, or too late · busy: somebody else is being answered. */
  reason: v.picklist(["wrong", "burnt", "busy"]),
});

const pinMessage = v.variant("type", [share, confirm, refused]);

/** What two devices say to each other while a PIN is all they share. */
export type PinMessage = v.InferOutput<typeof pinMessage>;
export type PinRefusal = Extract<PinMessage, { type: "pin-refused" }>["reason"];

export function encodePinMessage(message: PinMessage): Bytes {
  return pack(message);
}

/** Throws a WireError for anything that is not a message of this version. */
export function decodePinMessage(bytes: Bytes): PinMessage {
  const result = v.safeParse(pinMessage, unpack(bytes));
  if (result.success) return result.output;
  throw new WireError("malformed", v.getDotPath(result.issues[0]) ?? "not a PIN message");
}
