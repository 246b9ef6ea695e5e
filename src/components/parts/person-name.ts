import { strings } from "../strings.ts";

/** Controls and direction marks: they have no place in a label, where nothing isolates them. */
const unseen = /[\p{Cc}\p{Cf}]/gu;
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a person is called on screen. Names come from strangers: this is text, never markup. */
export function displayName(name: string): string {
  return name.replace(unseen, "").trim() || strings.name.unnamed;
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
