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
