import type { LeaveReason } from "../../transport/wire/signaling.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { LinkEnd } from "../../trust/peer-link.ts";
import type { PeerId } from "./messages.ts";
import type { Roster } from "./roster.ts";

interface DeparturesParts {
  readonly now: () => number;
  readonly roster: Roster;
  /** Whether somebody's other device is on the way to that place. */
  readonly isAwaitedAt: (place: PeerId) => boolean;
  /** Somebody will not come back. */
  readonly onGone: (id: PeerId) => void;
  /** Somebody has hung up. */
  readonly onHungUp: () => void;
}

/** Who leaves is heard to break off a moment before the relay says why. Milliseconds. */
const GOODBYE = 200;

/** What becomes of those whose link is over: lost for a while, gone for good, or on another device. */
export class Departures {
  readonly #parts: DeparturesParts;
  /** Those of whom the relay has not said yet what became of them. */
  readonly #departing = new Map<MemberId, PeerId | undefined>();

  constructor(parts: DeparturesParts) {
    this.#parts = parts;
  }

  /** The link to somebody who was in the call is over. */
  handleDown(member: MemberId, end: LinkEnd): void {
    const { roster, now, onGone } = this.#parts;
    const id = roster.detach(member);
    this.#departing.set(member, id);
    if (id === undefined) return;
    if (end === "revoked" || end === "misbehaved" || end === "violated") {
      this.#departing.delete(member);
      roster.handleLeft(id, "removed", now());
      onGone(id);
      return;
    }
    setTimeout(() => roster.handleLeft(id, "lost", now()), GOODBYE);
  }

  /** The relay says why a member has gone. */
  handleGone(member: MemberId, reason: LeaveReason): void {
    const { roster, now, isAwaitedAt, onGone, onHungUp } = this.#parts;
    const id = this.#departing.get(member);
    if (!this.#departing.delete(member)) return;
    const isReplaced = id !== undefined && isAwaitedAt(id);
    if (id !== undefined) roster.handleLeft(id, isReplaced ? "replaced" : reason, now());
    if (isReplaced) return;
    if (id !== undefined && (reason === "left" || reason === "removed")) onGone(id);
    if (reason === "left") onHungUp();
  }

  /** The member is here, or somebody has its place already: that nobody is there any more ends nothing. */
  forget(member: MemberId): void {
    this.#departing.delete(member);
  }
}
