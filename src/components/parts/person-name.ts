import { strings } from "../strings.ts";

/** They have no place in a label, where no element isolates the direction of text. */
const controls = /[\p{Cc}\p{Bidi_Control}]/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a person is called on screen. Names come from strangers: this is text, never markup. */
export function displayName(name: string, unnamed: string = strings.name.unnamed): string {
  const shown = name.replace(controls, "").trim();
  return visible.test(shown) ? shown : unnamed;
}

/** Likewise of a paired device. */
export function deviceName(name: string): string {
  return displayName(name, strings.device.unnamed);
}

/** Up to two characters that stand for a person without a picture; empty when the name has no letters. */
export function initials(name: string): string {
  const starts = [...words.segment(displayName(name))]
    .filter((word) => word.isWordLike)
    .map((word) => characters.segment(word.segment)[Symbol.iterator]().next().value?.segment ?? "");
  const first = starts.at(0) ?? "";
  const last = starts.length > 1 ? (starts.at(-1) ?? "") : "";
  return `${first}${last}`.toLocaleUpperCase();
}
