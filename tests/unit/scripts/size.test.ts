import { expect, test } from "vitest";
import { firstFiles, sum, wordFiles } from "../../../scripts/size.mjs";

test("the first screen needs what its script imports, however far that goes, and no more", () => {
  const manifest = {
    "index.html": { file: "assets/index.js", imports: ["_shared.js"], css: ["assets/index.css"] },
    "_shared.js": { file: "assets/shared.js", imports: ["_deep.js", "index.html"] },
    "_deep.js": { file: "assets/deep.js" },
    "src/later.ts": { file: "assets/later.js", imports: ["index.html"] },
  };
  expect(firstFiles(manifest)).toEqual([
    "assets/index.js",
    "assets/index.css",
    "assets/shared.js",
    "assets/deep.js",
  ]);
});

test("words that are data are found by the catalogue that they were made of", () => {
  const manifest = {
    "index.html": { file: "assets/index.js", src: "index.html" },
    "src/app/later.ts": { file: "assets/later.js", src: "src/app/later.ts" },
    "src/strings/de/first.ts": { file: "assets/de-first.json", src: "src/strings/de/first.ts" },
    "src/strings/en/later.ts": { file: "assets/en-later.json", src: "src/strings/en/later.ts" },
  };
  expect(wordFiles(manifest)).toEqual(["assets/de-first.json", "assets/en-later.json"]);
  expect(wordFiles(manifest, "first")).toEqual(["assets/de-first.json"]);
});

test("weights add up", () => {
  const weights = [
    { file: "a.js", bytes: 3 },
    { file: "b.js", bytes: 4 },
  ];
  expect(sum(weights)).toBe(7);
});
