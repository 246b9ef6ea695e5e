/** A paired device that calls, until somebody has answered or it has given up. */
export interface IncomingRing {
  /** Names this ring and no other. */
  readonly id: string;
  /** Of the contact that calls. */
  readonly contactId: string;
  readonly name: string;
  readonly video: boolean;
}
