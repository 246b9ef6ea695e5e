import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import {
  firstWords,
  type Language,
  languages,
  laterWords,
  type Strings,
} from "../../../src/strings/languages.ts";

/** Every text of a catalogue by its path; of one with gaps, what it says of each kind of filling. */
function texts(words: unknown, path = ""): Map<string, string> {
  if (typeof words === "string") return new Map([[path, words]]);
  if (typeof words === "function") return spoken(words as (...gaps: never[]) => string, path);
  return new Map(
    Object.entries(words as object).flatMap(([key, part]) => [...texts(part, path ? `${path}.${key}` : key)]),
  );
}

/** Names and times are texts of their own, counts are numbers, and some gaps are one of few words. */
const fillings: readonly (readonly unknown[])[] = [
  ["‹one›", "‹two›", "‹three›"],
  [0, 7, 7],
  [1, 7, 7],
  [5, 7, 7],
  ["camera", "camera", "camera"],
  ["microphone", "camera", "camera"],
  ["both", "camera", "camera"],
];

function spoken(text: (...gaps: never[]) => string, path: string): Map<string, string> {
  return new Map(fillings.map((gaps) => [`${path}(${gaps[0]})`, `${text(...(gaps as never[]))}`]));
}

/** What of a text came in from outside. */
const filled = /‹\w+›|camera|microphone|both|undefined/gu;

async function wordsOf(language: Language): Promise<Strings> {
  return { ...(await firstWords(language)), ...(await laterWords(language)) };
}

const english = texts(await wordsOf("en"));
const german = texts(await wordsOf("de"));

test("each language has words for the same things", () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
});

test.each([
  ["English", english],
  ["German", german],
])("no words of %s are missing, and none have space around them", (_, words) => {
  const bad = [...words].filter(([, text]) => text === "" || text.trim() !== text);
  expect(bad).toEqual([]);
});

test("what is filled in stands in the words of each language", () => {
  const gaps = (text: string) => (text.match(/‹\w+›|\b[57]\b/gu) ?? []).sort();
  const different = [...english].filter(
    ([path, text]) => `${gaps(german.get(path) ?? "")}` !== `${gaps(text)}`,
  );
  expect(different).toEqual([]);
});

test("German is German: what is the same in both languages is the same on purpose", () => {
  const same = new Set(
    [...english].filter(([path, text]) => german.get(path) === text).map(([, text]) => text),
  );
  for (const word of ["Kith", "ltr", "Online", "Offline", "PIN", "Chat"]) same.delete(word);
  expect([...same].filter((text) => /\p{L}{3}/u.test(text.replace(filled, "")))).toEqual([]);
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
