import { WireError } from "./error.ts";
import { limits } from "./limits.ts";
import { type MsgpackLimits, MsgpackReader } from "./msgpack-reader.ts";
import { MsgpackWriter } from "./msgpack-writer.ts";

/** More in one list or map than any message has. */
const MAX_ITEMS = 256;

const signalingLimits: MsgpackLimits = { text: limits.token, binary: limits.notifyData, items: MAX_ITEMS };

/** The value as msgpack; fields that are undefined are left out. */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new MsgpackWriter();
  writer.write(value);
  return writer.bytes.slice();
}

/**
 * The one value that `bytes` hold. Throws for anything else, for a `__proto__` key, and for a part that says to be larger
 * than any message has.
 */
export function unpack(bytes: Uint8Array, most: MsgpackLimits = signalingLimits): unknown {
  try {
    const reader = new MsgpackReader(bytes, most);
    const value = reader.read();
    if (!reader.atEnd) throw new RangeError("more than one value");
    return value;
  } catch (cause) {
    throw new WireError("malformed", "not msgpack", { cause });
  }
}
