import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import {
  firstWords,
  type Language,
  languages,
  laterWords,
  type Strings,
} from "../../../src/strings/languages.ts";

/** Every text of a catalogue by its path. Which forms there are of a text that speaks of a number, its language says. */
function texts(words: unknown, path = ""): Map<string, string> {
  if (typeof words === "string") return new Map([[path, words]]);
  return new Map(
    Object.entries(words as object).flatMap(([key, part]) => [...texts(part, path ? `${path}.${key}` : key)]),
  );
}

/** The gaps of a text, by their names. */
function gaps(text: string): readonly string[] {
  return (text.match(/\{[^{}]*\}/g) ?? []).sort();
}

const form = /\.(zero|one|two|few|many)$/;
const withoutForms = (words: ReadonlyMap<string, string>) =>
  [...words.keys()].filter((path) => !form.test(path)).sort();

async function wordsOf(language: Language): Promise<Strings> {
  return { ...(await firstWords(language)), ...(await laterWords(language)) };
}

const english = texts(await wordsOf("en"));
const german = texts(await wordsOf("de"));
const catalogues = [
  ["English", "en", english],
  ["German", "de", german],
] as const;

test("each language has words for the same things", () => {
  expect(withoutForms(german)).toEqual(withoutForms(english));
});

test.each(catalogues)("no words of %s are missing, and none have space around them", (_, _tag, words) => {
  const bad = [...words].filter(([, text]) => text === "" || text.trim() !== text);
  expect(bad).toEqual([]);
});

test.each(catalogues)("every brace in %s is one of a gap that can be filled", (_, _tag, words) => {
  const bad = [...words].filter(([, text]) => /[{}]/.test(text.replace(/\{\w+\}/g, "")));
  expect(bad).toEqual([]);
});

test.each(catalogues)("what speaks of a number is there in every form of %s", (_, tag, words) => {
  const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
  const counted = [...words.keys()].filter((path) => path.endsWith(".other"));
  expect(counted.length).toBeGreaterThan(1);
  for (const path of counted) {
    const start = path.slice(0, -"other".length);
    const forms = [...words.keys()].filter((other) => other.startsWith(start));
    expect(forms.sort()).toEqual(pluralCategories.map((name) => start + name).sort());
    for (const form of forms) expect(["", "{count}"]).toContain(`${gaps(words.get(form) ?? "")}`);
  }
});

test("what is filled in stands in the words of each language", () => {
  const different = [...english].filter(
    ([path, text]) => `${gaps(german.get(path) ?? "")}` !== `${gaps(text)}`,
  );
  expect(different).toEqual([]);
});

test("each language says which way it runs", () => {
  for (const [, , words] of catalogues) expect(["ltr", "rtl"]).toContain(words.get("direction"));
});

test("German is German: what is the same in both languages is the same on purpose", () => {
  const same = new Set(
    [...english].filter(([path, text]) => german.get(path) === text).map(([, text]) => text),
  );
  for (const word of ["Kith", "ltr", "Online", "Offline", "PIN", "Chat"]) same.delete(word);
  expect([...same].filter((text) => /\p{L}{3}/u.test(text.replace(/\{\w+\}/g, "")))).toEqual([]);
});

test("no section of one area takes the place of another's, and each area is in the catalogue", async () => {
  for (const language of Object.keys(languages) as Language[]) {
    const areas = import.meta.glob<Record<string, object>>("../../../src/strings/{en,de}/*.ts", {
      eager: true,
    });
    const sections = Object.entries(areas)
      .filter(([path]) => path.includes(`/${language}/`) && !/\/(first|later)\.ts$/.test(path))
      .flatMap(([, area]) => Object.values(area).flatMap((part) => Object.keys(part)));
    expect(sections.sort()).toEqual(Object.keys(await wordsOf(language)).sort());
  }
});

test("each language of the list has its words, and each folder of words is in the list", async () => {
  const folders = readdirSync("src/strings", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(languages).sort());
  expect((await firstWords("de")).home.start).not.toBe((await firstWords("en")).home.start);
});
