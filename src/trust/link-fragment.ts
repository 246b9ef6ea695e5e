import { pack, unpack } from "../transport/wire/msgpack.ts";
import type { Bytes } from "./bytes.ts";

/** Longer than any link that was made here, short enough to cost nothing. */
const MAX_FRAGMENT = 2048;
const MAX_LINK = 2 * MAX_FRAGMENT;

/** A link that says all it has to say in its fragment, which no server ever gets to see. */
export function fragmentLink(origin: string, path: string, fields: object): string {
  const url = new URL(path, origin);
  url.hash = toBase64Url(pack(fields));
  return url.href;
}

/**
 * The fields of such a link, or undefined when it is none of this origin and path. Anything may be handed in. What they are is
 * checked by hand, for the page's sake: it reads nothing else that strangers write, and would need schemas for this.
 */
export function readFragment(
  link: string,
  origin: string,
  path: string,
): Readonly<Record<string, unknown>> | undefined {
  if (link.length > MAX_LINK || !URL.canParse(link)) return undefined;
  const { origin: from, pathname, hash } = new URL(link);
  if (from !== origin || pathname !== path || hash.length > MAX_FRAGMENT) return undefined;
  try {
    const value = unpack(fromBase64Url(hash.slice(1)));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function isBytes(value: unknown, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length;
}

/** A whole number from 1. */
export function isCount(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = String.fromCharCode(...bytes);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
