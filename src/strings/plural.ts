type Words = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** Chooses, by the rules of a language, the words for a number of things. */
export function plural(language: string): (count: number, words: Words) => string {
  const rules = new Intl.PluralRules(language);
  return (count, words) => words[rules.select(count)] ?? words.other;
}
