import * as v from "valibot";
import { pack, unpack } from "../transport/wire/msgpack.ts";

/** What an invite link says. All of it stands in the URL's fragment, which no server ever gets to see. */
export interface Invite {
  /** The room to enter: 128 bits that nobody guesses. */
  readonly room: Uint8Array<ArrayBuffer>;
}

/** The path of invite links. */
export const INVITE_PATH = "/join";

const VERSION = 1;
/** Longer than any link that was made here, short enough to cost nothing. */
const MAX_FRAGMENT = 2048;
const MAX_LINK = 2 * MAX_FRAGMENT;

const invite = v.object({
  v: v.literal(VERSION),
  r: v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((room) => room.length === 16),
  ),
});

/** A new invite to a new room. */
export function createInvite(): Invite {
  return { room: crypto.getRandomValues(new Uint8Array(16)) };
}

/** The link to hand out; `origin` is where this app is served from. */
export function inviteLink(origin: string, { room }: Invite): string {
  const url = new URL(INVITE_PATH, origin);
  url.hash = toBase64Url(pack({ v: VERSION, r: room }));
  return url.href;
}

/** What a link invites to, or undefined when it is no invite of this app. Anything may be handed in. */
export function parseInviteLink(link: string, origin: string): Invite | undefined {
  if (link.length > MAX_LINK || !URL.canParse(link)) return undefined;
  const { origin: from, pathname, hash } = new URL(link);
  if (from !== origin || pathname !== INVITE_PATH || hash.length > MAX_FRAGMENT) return undefined;
  try {
    const result = v.safeParse(invite, unpack(fromBase64Url(hash.slice(1))));
    return result.success ? { room: result.output.r } : undefined;
  } catch {
    return undefined;
  }
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = String.fromCharCode(...bytes);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
