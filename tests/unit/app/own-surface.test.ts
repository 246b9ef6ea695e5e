import { expect, test } from "vitest";
import { looksLike } from "../../../src/app/own-surface.ts";

const own = { width: 2560, height: 1440 };

test("a window of just one's own size is most likely one's own", () => {
  expect(looksLike({ kind: "window", width: 2560, height: 1440 }, own)).toBe(true);
  expect(looksLike({ kind: "window", width: 2544, height: 1424 }, own)).toBe(true);
});

test("any other is not", () => {
  expect(looksLike({ kind: "window", width: 1280, height: 1440 }, own)).toBe(false);
  expect(looksLike({ kind: "monitor", ...own }, own)).toBe(false);
  expect(looksLike({ kind: "browser", ...own }, own)).toBe(false);
  expect(looksLike({ kind: undefined, width: undefined, height: undefined }, own)).toBe(false);
});
