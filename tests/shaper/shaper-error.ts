/** Why the shaper refused; each is a mistake of the caller, found before any datagram moves. */
export const ShaperRefusal = {
  badOption: "bad-option",
  notLoopback: "not-loopback",
  noCandidate: "no-candidate",
} as const;
export type ShaperRefusal = (typeof ShaperRefusal)[keyof typeof ShaperRefusal];

export class ShaperError extends Error {
  override readonly name = "ShaperError";
  readonly reason: ShaperRefusal;

  constructor(reason: ShaperRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}
