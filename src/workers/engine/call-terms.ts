import type { Bytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import { callKey, type Invite, inviteKey } from "../../trust/invite.ts";

type HandoffMessage = Extract<ControlMessage, { type: "handoff" }>;

/** What leads into a call: an invite, or a ring between two paired devices. */
export type CallTerms =
  | { readonly kind: "invite"; readonly invite: Invite; readonly key: Bytes }
  | {
      readonly kind: "ring";
      readonly room: Bytes;
      readonly key: Bytes;
      readonly expected: Fingerprint;
    };

/** The room of the call. */
export function roomOf(terms: CallTerms): Bytes {
  return terms.kind === "invite" ? terms.invite.room : terms.room;
}

export async function invited(invite: Invite): Promise<CallTerms> {
  return { kind: "invite", invite, key: await inviteKey(invite) };
}

export async function rung(
  { room, secret }: { readonly room: Bytes; readonly secret: Bytes },
  expected: Fingerprint,
): Promise<CallTerms> {
  return { kind: "ring", room, key: await callKey(secret, room), expected };
}

/** What another device of the same person has to know to continue in a call. */
export function handoffOf(terms: CallTerms, mayTalk: boolean): HandoffMessage {
  const message = { type: "handoff", room: roomOf(terms), mayTalk } as const;
  if (terms.kind === "ring") return { ...message, ring: { key: terms.key, expected: terms.expected } };
  const { secret, inviter, uses, guestsTalk, expiresAt } = terms.invite;
  return { ...message, invite: { secret, inviter, expiresAt, uses, guestsTalk } };
}

/** Where a handoff leads; undefined where it leads nowhere. */
export async function handedOff({ room, ring, invite }: HandoffMessage): Promise<CallTerms | undefined> {
  if (ring !== undefined)
    return { kind: "ring", room, key: ring.key, expected: ring.expected as Fingerprint };
  if (invite === undefined) return undefined;
  const { inviter, expiresAt, ...rest } = invite;
  return await invited({ ...rest, room, inviter: inviter as Fingerprint, expiresAt });
}
