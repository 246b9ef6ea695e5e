import * as v from "valibot";
import { WireError } from "../transport/wire/error.ts";
import { limits } from "../transport/wire/limits.ts";
import { unpack } from "../transport/wire/msgpack.ts";

/** Leaves room for what later versions may say: an unknown type is to be told from garbage. */
const roomForMore = { text: limits.signalingMessage, binary: limits.signalingMessage, items: 256 };

/**
 * Reads the msgpack map that members send each other, by a schema of all `types` there are. Throws a WireError: "unknown-type"
 * for a message of a later version, "malformed" for anything else.
 */
export function decodeMessage<T>(
  packet: Uint8Array,
  schema: v.GenericSchema<unknown, T>,
  types: ReadonlySet<string>,
): T {
  const value = unpack(packet, roomForMore);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const type = (value as { type?: unknown } | null)?.type;
  if (typeof type === "string" && !types.has(type)) throw new WireError("unknown-type", type.slice(0, 64));
  throw new WireError("malformed", v.getDotPath(result.issues[0]) ?? "not a message");
}
