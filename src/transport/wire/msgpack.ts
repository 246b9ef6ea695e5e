import { decode, encode } from "@msgpack/msgpack";
import { WireError } from "./error.ts";
import { limits } from "./limits.ts";

/** The value as msgpack; fields that are undefined are left out. */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  return encode(value, { ignoreUndefined: true });
}

/**
 * The one value that `bytes` hold. Throws for anything else, for a `__proto__` key, and for a part that says to be larger
 * than any message has: the decoder would believe it and allocate.
 */
export function unpack(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, {
      maxStrLength: limits.token,
      maxBinLength: limits.notifyData,
      maxArrayLength: 256,
      maxMapLength: 64,
      maxExtLength: 0,
    });
  } catch (cause) {
    throw new WireError("malformed", "not msgpack", { cause });
  }
}
