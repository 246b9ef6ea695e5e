import { limits } from "../transport/wire/limits.ts";
import { unpack } from "../transport/wire/msgpack.ts";
import type { Schema } from "../transport/wire/schema.ts";

/** Leaves room for what later versions may say: an unknown type is to be told from garbage. */
const roomForMore = { text: limits.signalingMessage, binary: limits.signalingMessage, items: 256 };

/** Reads the msgpack map that members send each other. Throws a WireError: what the schema throws, "malformed" for anything else. */
export function decodeMessage<T>(packet: Uint8Array, schema: Schema<T>): T {
  return schema(unpack(packet, roomForMore), "message");
}
