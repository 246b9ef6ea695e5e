import { expect } from "vitest";
import { TransportError, type TransportErrorReason } from "../../src/transport/error.ts";
import { WireError, type WireErrorReason } from "../../src/transport/wire/error.ts";

/** Matches what the codecs throw for this reason. */
export function wireError(reason: WireErrorReason): unknown {
  return expect.objectContaining({ constructor: WireError, reason });
}

/** Matches what the transport throws for this reason, with a message that holds `detail`. */
export function transportError(reason: TransportErrorReason, detail = ""): unknown {
  return expect.objectContaining({
    constructor: TransportError,
    reason,
    message: expect.stringContaining(detail),
  });
}

/** What `decode` makes of bytes that may be anything; throws whatever it throws but a WireError. */
export function decodedOrRefused<T>(decode: () => T): T | WireError {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}
