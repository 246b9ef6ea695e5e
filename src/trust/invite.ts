import { concatBytes } from "../transport/wire/concat-bytes.ts";
import { pack } from "../transport/wire/msgpack.ts";
import { encodeUtf8 } from "../transport/wire/utf8.ts";
import type { Bytes } from "./bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { hkdfBytes } from "./hkdf.ts";
import { fragmentLink, isBytes, isCount, readFragment } from "./link-fragment.ts";
import { INVITE_PATH } from "./link-paths.ts";

/** What an invite allows. */
export interface InviteTerms {
  /** Milliseconds since 1970, in whole seconds, after which nobody new gets in; undefined: no end. */
  readonly expiresAt: number | undefined;
  /** How many devices may come in with it; 0: any number. */
  readonly uses: number;
  /** Whether guests may be seen and heard, or only watch and listen. */
  readonly guestsTalk: boolean;
}

/** What an invite link says. All of it stands in the URL's fragment, which no server ever gets to see. */
export interface Invite extends InviteTerms {
  /** The room to enter: 16 bytes that nobody guesses. The relay knows them. */
  readonly room: Bytes;
  /** 16 bytes that the relay never sees: whoever knows them was invited. */
  readonly secret: Bytes;
  /** Whose invite it is, and who counts its uses. */
  readonly inviter: Fingerprint;
}

const VERSION = 2;
/** The most that the uses of an invite are limited to. */
export const MAX_USES = 1000;
/** The last moment that a Date can tell. Milliseconds since 1970. */
export const MAX_EXPIRY = 8.64e15;

/** An invite to a new room, or to the same room under another secret. */
export function createInvite(inviter: Fingerprint, terms: InviteTerms, room: Bytes = random16()): Invite {
  const expiresAt = terms.expiresAt === undefined ? undefined : Math.ceil(terms.expiresAt / 1000) * 1000;
  return { ...terms, expiresAt, room, secret: random16(), inviter };
}

/** The link to hand out; `origin` is where this app is served from. */
export function inviteLink(origin: string, invite: Invite): string {
  return fragmentLink(origin, INVITE_PATH, toFragment(invite));
}

/** What a link invites to, or undefined when it is no invite of this app. Anything may be handed in. */
export function parseInviteLink(link: string, origin: string): Invite | undefined {
  const fields = readFragment(link, origin, INVITE_PATH);
  return fields && fromFragment(fields);
}

/** What everyone in the call proves to know. An invite whose terms were changed on the way leads to another one. 32 bytes. */
export function inviteKey(invite: Invite): Promise<Bytes> {
  const { s: secret, ...terms } = toFragment(invite);
  return callKey(secret, invite.room, pack(terms));
}

/** The same for a call that no link leads to. */
export function callKey(secret: Bytes, room: Bytes, terms: Bytes = new Uint8Array(0)): Promise<Bytes> {
  const info = concatBytes(encodeUtf8("kith/1 call "), terms);
  return hkdfBytes({ hash: "SHA-256", secret, salt: room, info }, 32);
}

/** Always with its fields in this order: the key depends on it. */
function toFragment({ room, secret, inviter, expiresAt, uses, guestsTalk }: Invite) {
  return {
    v: VERSION,
    r: room,
    s: secret,
    f: inviter,
    e: expiresAt === undefined ? undefined : expiresAt / 1000,
    u: uses === 0 ? undefined : uses,
    w: guestsTalk ? undefined : true,
  };
}

function fromFragment(fields: Readonly<Record<string, unknown>>): Invite | undefined {
  const { v: version, r, s, f, e, u, w } = fields;
  if (version !== VERSION || !isBytes(r, 16) || !isBytes(s, 16) || !isBytes(f, 32)) return undefined;
  if (e !== undefined && !isCount(e, MAX_EXPIRY / 1000)) return undefined;
  if (u !== undefined && !isCount(u, MAX_USES)) return undefined;
  if (w !== undefined && w !== true) return undefined;
  return {
    room: r.slice(),
    secret: s.slice(),
    inviter: f.slice() as Fingerprint,
    expiresAt: e === undefined ? undefined : e * 1000,
    uses: u ?? 0,
    guestsTalk: w === undefined,
  };
}

function random16(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}
