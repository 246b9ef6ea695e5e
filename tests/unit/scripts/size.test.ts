import { expect, test } from "vitest";
import { firstFiles, sum } from "../../../scripts/size.mjs";

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

test("weights add up", () => {
  const weights = [
    { file: "a.js", bytes: 3 },
    { file: "b.js", bytes: 4 },
  ];
  expect(sum(weights)).toBe(7);
});
