/** Why a frame was not sealed or not opened. Everything in the SFrame files throws this and nothing else. */
export class SframeError extends Error {
  readonly reason: SframeErrorReason;

  constructor(reason: SframeErrorReason, options?: ErrorOptions) {
    super(`sframe ${reason}`, options);
    this.name = "SframeError";
    this.reason = reason;
  }
}

export type SframeErrorReason =
  /** No SFrame header, or nothing behind it. */
  | "malformed"
  /** Under a key that was not given, or has been taken away. */
  | "unknown-key"
  /** Opened before, or too far behind what was. */
  | "replayed"
  /** Not what that sender sealed, or not sealed for that place. */
  | "unauthentic"
  /** As many frames as one key is good for: a new key is due. */
  | "exhausted"
  /** A second key under an identifier that has one. */
  | "duplicate-key";
