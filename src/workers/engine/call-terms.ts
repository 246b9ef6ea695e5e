import type { Bytes } from "../../trust/bytes.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import { callKey, type Invite, inviteKey } from "../../trust/invite.ts";

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
