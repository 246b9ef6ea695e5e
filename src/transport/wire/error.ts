/** Why bytes from a peer were refused. Everything in `wire/` throws this and nothing else. */
export class WireError extends Error {
  readonly reason: WireErrorReason;

  constructor(reason: WireErrorReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options);
    this.name = "WireError";
    this.reason = reason;
  }
}

export type WireErrorReason =
  /** Not the structure that was promised: truncated, garbled, or of the wrong shape. */
  | "malformed"
  /** Larger than the limit for its kind. Refused before anything is allocated for it. */
  | "too-large"
  /** A flow identifier this version does not know. Concerns that stream or datagram only. */
  | "unknown-flow"
  /** A well-formed message of a type this version does not know. Answered, not fatal. */
  | "unknown-type";
