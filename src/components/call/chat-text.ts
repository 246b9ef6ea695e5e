import { html, type TemplateResult } from "lit";

/** What looks like the address of a page. What stands at its end and belongs to the sentence is taken off below. */
const ADDRESS = /https?:\/\/[^\s<>"'\p{Cc}\p{Bidi_Control}]+/giu;
const TAIL = /[.,;:!?…]+$/u;
const pairs = [
  ["(", ")"],
  ["[", "]"],
] as const;

/** A piece of what somebody wrote. */
export type TextPiece = { readonly text: string; readonly href?: string };

/** The text in its order, with what is the address of a page, and of nothing else, told apart. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    const href = hrefOf(address);
    if (href === undefined) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** What somebody wrote, as text: never markup. Addresses open in a window of their own, which learns nothing of this one. */
export function chatText(text: string): readonly TemplateResult[] {
  return piecesOf(text).map((piece) =>
    piece.href === undefined
      ? html`${piece.text}`
      : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer">${piece.text}</a>`,
  );
}

function withoutTail(address: string): string {
  let rest = address.replace(TAIL, "");
  for (const [open, close] of pairs)
    while (rest.endsWith(close) && rest.split(close).length > rest.split(open).length)
      rest = rest.slice(0, -1).replace(TAIL, "");
  return rest;
}

/** Undefined for what is none, and for one that shows another place than it leads to. */
function hrefOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isPage = url.protocol === "https:" || url.protocol === "http:";
  return isPage && url.username === "" && url.password === "" ? url.href : undefined;
}
