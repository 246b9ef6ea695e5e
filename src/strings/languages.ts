import { first } from "./en/first.ts";
import type { later } from "./en/later.ts";

/** The words of one language, typed as the English ones: by them the compiler knows which texts there are, and the gaps of each. */
export type FirstWords = typeof first;
export type LaterWords = typeof later;
export type Strings = FirstWords & LaterWords;

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

/** What the first screen says. In English that is always there. */
export async function firstWords(language: Language): Promise<FirstWords> {
  return language === "de" ? ((await import("./de/first.ts")).first as FirstWords) : first;
}

export async function laterWords(language: Language): Promise<LaterWords> {
  const { later } = language === "de" ? await import("./de/later.ts") : await import("./en/later.ts");
  return later as LaterWords;
}

/** Some systems name a language in ways at which `Intl` throws. */
const wellFormed = /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i;

function languageOf(tag: string): string {
  return tag.replace(/-.*/, "").toLowerCase();
}

function isSpoken(language: string): language is Language {
  return Object.hasOwn(languages, language);
}
