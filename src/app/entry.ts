import type { Handoff } from "../trust/handoff.ts";
import type { Invite } from "../trust/invite.ts";
import type { CallCommand, SelfProfile } from "../workers/engine/client.ts";
import type { InviteTerms } from "./call-state.ts";
import { fromId } from "./contacts.ts";

/** How one comes into a call. */
export type Entry =
  | { readonly kind: "start" }
  | { readonly kind: "join"; readonly invite: Invite }
  /** Takes the call over from another device of this person. */
  | { readonly kind: "continue"; readonly handoff: Handoff }
  /** Calls a paired device. */
  | { readonly kind: "ring"; readonly contactId: string; readonly name: string; readonly video: boolean }
  /** Takes the call of the device that rings. */
  | {
      readonly kind: "answer";
      readonly ring: string;
      readonly contactId: string;
      readonly name: string;
      readonly video: boolean;
    };

/** What a new invite allows, until its owner thinks otherwise: for today, for anybody who gets the link. */
const INVITE_LIFETIME = 24 * 60 * 60_000;

/** The phase in which the call begins. */
export const firstPhase = {
  start: "entering",
  join: "entering",
  continue: "entering",
  ring: "calling",
  answer: "rung",
} as const;

/** What the engine is asked for. */
export function commandFor(entry: Entry, call: number, self: SelfProfile): CallCommand {
  switch (entry.kind) {
    case "start":
      return { type: "start-call", call, self, terms: newInviteTerms() };
    case "join":
      return { type: "join-call", call, self, invite: entry.invite };
    case "continue":
      return { type: "continue-call", call, self, handoff: entry.handoff };
    case "ring":
      return { type: "ring-call", call, self, fingerprint: fromId(entry.contactId), video: entry.video };
    case "answer":
      return { type: "accept-ring", call, self, ring: entry.ring };
  }
}

function newInviteTerms(): InviteTerms {
  return { expiresAt: Date.now() + INVITE_LIFETIME, uses: 0, guestsTalk: true };
}
