/** A paired device that calls, until somebody has answered or it has given up. */
export interface IncomingRing {
  /** Of the contact that calls. */
  readonly contactId: string;
  readonly name: string;
  readonly video: boolean;
}
