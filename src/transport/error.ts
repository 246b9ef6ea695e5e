/** Why a connection could not be made or broke. The platform's own error, where there is one, is the `cause`. */
export class TransportError extends Error {
  readonly reason: TransportErrorReason;
  /** Of a refusal, the relay's code. */
  readonly detail: string;

  constructor(reason: TransportErrorReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options);
    this.name = "TransportError";
    this.reason = reason;
    this.detail = detail;
  }
}

export type TransportErrorReason =
  /** Neither carrier reached the relay. */
  | "unreachable"
  /** The other end did not answer in time. */
  | "timeout"
  /** The connection ended. */
  | "closed"
  /** The relay said no, and why. Trying again would not help. */
  | "refused"
  /** The other end broke the protocol. */
  | "protocol"
  /** This end gave up on purpose. */
  | "cancelled";
