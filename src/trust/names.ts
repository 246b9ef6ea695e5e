import { limits } from "../transport/wire/limits.ts";

/** What nobody sees, or what changes how the rest is seen: controls, directions, lone surrogates, letters without a shape. */
const HIDDEN = /(?![\p{Join_Control}\p{VS}])[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]/gu;
// Scripts and emoji need joiners and variation selectors, but only where there is something to join or to vary.
const IDLE_SELECTOR = /(?<![\p{L}\p{Emoji}])\p{VS}/gu;
const IDLE_JOINER =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])\p{Join_Control}|\p{Join_Control}(?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;

/** Only what can be seen of a text, in one line. */
export function visibleLine(text: string): string {
  return text.replace(HIDDEN, " ").replace(IDLE_SELECTOR, "").replace(IDLE_JOINER, "").normalize("NFC");
}

/** A name as it may be shown: one line, only what can be seen, no more than 64 characters. May be empty. */
export function cleanName(name: string): string {
  const line = visibleLine(name).replace(/\s+/g, " ").trim();
  return [...line].slice(0, limits.name).join("").replace(IDLE_JOINER, "").trim();
}
