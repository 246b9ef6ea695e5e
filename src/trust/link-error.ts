import type { ChannelEnd } from "./sealed-channel.ts";

/** Why a link is over. */
export type LinkEnd =
  | ChannelEnd
  /** The other side does not hold the key or secret that it must. */
  | "rejected"
  /** It did not come up in time. */
  | "unanswered"
  /** The other side went on with what it may not do. */
  | "misbehaved"
  /** Known, and not wanted any more. */
  | "revoked"
  /** The member has left the room. */
  | "left";

/** A message could not be sent on the link. */
export class LinkError extends Error {
  readonly reason: LinkErrorReason;

  constructor(reason: LinkErrorReason, detail: string) {
    super(`link ${reason}: ${detail}`);
    this.name = "LinkError";
    this.reason = reason;
  }
}

export type LinkErrorReason =
  | LinkEnd
  /** The peer has not proved itself yet. */
  | "not-up"
  /** This is not to be said to that peer, as it stands with us now. */
  | "not-allowed";
