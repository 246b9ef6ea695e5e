/** Why the relay cannot start or go on, in a sentence fit for the person who runs it. */
export class RelayError extends Error {
  readonly reason: RelayErrorReason;

  constructor(reason: RelayErrorReason, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = "RelayError";
    this.reason = reason;
  }
}

export type RelayErrorReason =
  /** A setting that makes no sense. */
  | "config"
  /** The port or address cannot be bound. */
  | "bind"
  /** A file that a setting names cannot be read or used. */
  | "file"
  /** A client did not do what it should in time. */
  | "timeout"
  /** A client broke the protocol of its carrier. */
  | "protocol";
