import * as v from "valibot";
import { WireError } from "../transport/wire/error.ts";
import { limits } from "../transport/wire/limits.ts";
import { pack, unpack } from "../transport/wire/msgpack.ts";
import { cleanName } from "./names.ts";

/** Names a device to its peers for the length of a session. Opaque. */
export type PeerId = string & { readonly brand: "PeerId" };

const source = v.picklist(["on", "off", "none"]);

/** What a person shows the others of a room; sent whole with every change. */
const profile = v.object({
  type: v.literal("profile"),
  peer: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{16,64}$/),
    v.transform((value) => value as PeerId),
  ),
  name: v.pipe(v.string(), v.maxLength(4 * limits.name), v.transform(cleanName)),
  microphone: source,
  camera: source,
});

const peerMessage = v.variant("type", [profile]);

/** What one member says to another, past the relay. */
export type PeerMessage = v.InferOutput<typeof peerMessage>;
export type Profile = Extract<PeerMessage, { type: "profile" }>;

export function encodePeerMessage(message: PeerMessage): Uint8Array<ArrayBuffer> {
  return pack(message);
}

/** Throws a WireError for anything that is not a message of this version. */
export function decodePeerMessage(bytes: Uint8Array): PeerMessage {
  const result = v.safeParse(peerMessage, unpack(bytes));
  if (result.success) return result.output;
  throw new WireError("malformed", v.getDotPath(result.issues[0]) ?? "not a peer message");
}

/**
 * What nobody sees, or what changes how the rest is seen: controls, directions, lone surrogates, letters without a shape.
 * Joiners stay where they have something to join, as scripts and emoji need them.
 */
const HIDDEN =
  /(?!(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d][\p{L}\p{M}\p{Extended_Pictographic}])[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** A name as it may be shown: one line, only what can be seen, no more than 64 characters. */
export function cleanName(name: string): string {
  const line = name.replace(HIDDEN, " ").normalize("NFC").replace(/\s+/g, " ").trim();
  return [...line].slice(0, limits.name).join("").replace(HIDDEN, "").trim();
}
