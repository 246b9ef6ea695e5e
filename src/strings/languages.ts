import { en } from "./en/en.ts";

/** The words of one language. English says which there are: one that another language lacks does not compile. */
export type Strings = typeof en;

/** Each language by its own name, for a list to choose from. */
export const languages = { de: "Deutsch", en: "English" } as const;

export type Language = keyof typeof languages;

/** A language, and how it is written where this person lives: `de` and `de-AT`. */
export interface Choice {
  readonly language: Language;
  readonly locale: string;
}

/** What somebody chose, else the first of the browser's languages that Kith speaks, else English. */
export function chooseLanguage(chosen: string, ofBrowser: readonly string[]): Choice {
  const tags = ofBrowser.filter((tag) => wellFormed.test(tag));
  const language = [chosen, ...tags].map(languageOf).find(isSpoken) ?? "en";
  return { language, locale: tags.find((tag) => languageOf(tag) === language) ?? language };
}

/** English is always there; another language is fetched. */
export async function wordsOf(language: Language): Promise<Strings> {
  return language === "de" ? (await import("./de/de.ts")).de : en;
}

/** Some systems name a language in ways at which `Intl` throws. */
const wellFormed = /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i;

function languageOf(tag: string): string {
  return tag.replace(/-.*/, "").toLowerCase();
}

function isSpoken(language: string): language is Language {
  return Object.hasOwn(languages, language);
}
