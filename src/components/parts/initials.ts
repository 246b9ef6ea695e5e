import { displayName } from "./person-name.ts";

/** What takes a name apart. Made when it is needed: a browser reads dictionaries for it, which takes a phone 50 ms. */
let segmenters: { readonly words: Intl.Segmenter; readonly characters: Intl.Segmenter } | undefined;

/** Up to two characters that stand for a person without a picture; empty when the name has no letters. */
export function initials(name: string): string {
  segmenters ??= {
    words: new Intl.Segmenter(undefined, { granularity: "word" }),
    characters: new Intl.Segmenter(undefined, { granularity: "grapheme" }),
  };
  const { words, characters } = segmenters;
  const starts = [...words.segment(displayName(name))]
    .filter((word) => word.isWordLike)
    .map((word) => characters.segment(word.segment)[Symbol.iterator]().next().value?.segment ?? "");
  const first = starts.at(0) ?? "";
  const last = starts.length > 1 ? (starts.at(-1) ?? "") : "";
  return `${first}${last}`.toLocaleUpperCase();
}
