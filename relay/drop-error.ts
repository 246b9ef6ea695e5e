import { WireError } from "../src/transport/wire/error.ts";
import type { DropReason } from "./metrics.ts";

/** A packet or frame that goes no further, and why. */
export class DropError extends Error {
  readonly reason: DropReason;

  constructor(reason: DropReason) {
    super(reason);
    this.name = "DropError";
    this.reason = reason;
  }
}

/** What to count a failed packet or stream as. One that breaks off throws whatever its carrier throws. */
export function dropReason(error: unknown): DropReason {
  if (error instanceof DropError) return error.reason;
  if (!(error instanceof WireError)) return "incomplete";
  return error.reason === "unknown-type" ? "unexpected" : error.reason;
}
