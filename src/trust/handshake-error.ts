/** Why a handshake, or a channel that came of one, is over. Everything in the Noise files throws this and nothing else. */
export class HandshakeError extends Error {
  readonly reason: HandshakeErrorReason;

  constructor(reason: HandshakeErrorReason, options?: ErrorOptions) {
    super(`handshake ${reason}`, options);
    this.name = "HandshakeError";
    this.reason = reason;
  }
}

export type HandshakeErrorReason =
  /** What the peer sent does not prove what it must. One reason for every cause, so that a peer learns nothing from it. */
  | "rejected"
  /** Called out of turn, twice at once, or after it had ended. */
  | "misused"
  /** As many messages under one key as its cipher allows. */
  | "exhausted"
  /** A message of our own past Noise's limit. */
  | "too-large";
