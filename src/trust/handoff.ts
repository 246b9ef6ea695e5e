import { encodeUtf8 } from "../transport/wire/utf8.ts";
import type { Bytes } from "./bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { hkdfBytes } from "./hkdf.ts";
import { MAX_EXPIRY } from "./invite.ts";
import { fragmentLink, isBytes, isCount, readFragment } from "./link-fragment.ts";
import { HANDOFF_PATH } from "./link-paths.ts";
import { cleanName } from "./names.ts";

/** Leads another device of the same person to the one that is in a call, once and for a short time. */
export interface Handoff {
  /** Where the two meet: a room of their own, not the call's. 16 bytes. */
  readonly room: Bytes;
  /** 16 bytes that the relay never sees. */
  readonly secret: Bytes;
  /** Of the device that is in the call. */
  readonly from: Fingerprint;
  /** Milliseconds since 1970, in whole seconds. */
  readonly expiresAt: number;
}

const VERSION = 1;
/** Time to fetch the other device and point it at the code; little for a picture of it to go round. Milliseconds. */
const LIFETIME = 2 * 60_000;

/** `now` in milliseconds since 1970. */
export function createHandoff(from: Fingerprint, now: number): Handoff {
  const expiresAt = Math.ceil((now + LIFETIME) / 1000) * 1000;
  return { room: random16(), secret: random16(), from, expiresAt };
}

/** The link to open on the other device. */
export function handoffLink(origin: string, handoff: Handoff, name: string): string {
  const { room, secret, from, expiresAt } = handoff;
  const fields = { v: VERSION, r: room, s: secret, f: from, e: expiresAt / 1000, n: name };
  return fragmentLink(origin, HANDOFF_PATH, fields);
}

/** What a link leads to, or undefined when it hands no call of this app over. Anything may be handed in. */
export function parseHandoffLink(
  link: string,
  origin: string,
): { readonly handoff: Handoff; readonly name: string } | undefined {
  const { v: version, r, s, f, e, n: name } = readFragment(link, origin, HANDOFF_PATH) ?? {};
  if (version !== VERSION || !isBytes(r, 16) || !isBytes(s, 16) || !isBytes(f, 32)) return undefined;
  if (!isCount(e, MAX_EXPIRY / 1000) || typeof name !== "string") return undefined;
  const handoff = { room: r.slice(), secret: s.slice(), from: f.slice() as Fingerprint, expiresAt: e * 1000 };
  return { handoff, name: cleanName(name) };
}

/** What both devices prove to know. 32 bytes. */
export function handoffKey({ room, secret }: Handoff): Promise<Bytes> {
  return hkdfBytes({ hash: "SHA-256", secret, salt: room, info: encodeUtf8("kith/1 handoff") }, 32);
}

function random16(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}
