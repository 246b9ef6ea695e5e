import { expect, test } from "vitest";
import { counted } from "../../../src/strings/counted.ts";

const tries = { one: "One try is left.", other: "{count} tries are left." };

test("a number has the form that the language gives it, with or without the number itself", () => {
  expect([0, 1, 2].map((count) => counted(tries, count, "en-GB"))).toEqual([
    "0 tries are left.",
    "One try is left.",
    "2 tries are left.",
  ]);
});

test("languages with more forms than two have them all, and need no more than they have", () => {
  const files = { one: "{count} plik", few: "{count} pliki", many: "{count} plików", other: "{count} pliku" };
  expect([1, 3, 5, 22].map((count) => counted(files, count, "pl"))).toEqual([
    "1 plik",
    "3 pliki",
    "5 plików",
    "22 pliki",
  ]);
  expect(counted({ other: "{count} 件" }, 1, "ja")).toBe("1 件");
});
