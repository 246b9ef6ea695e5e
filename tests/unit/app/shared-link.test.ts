import fc from "fast-check";
import { expect, test } from "vitest";
import { sharedLink } from "../../../src/app/shared-link.ts";

test.each([
  ["https://kith.example/join#abc", "https://kith.example/join#abc"],
  ["Come in: https://kith.example/join#abc_- see you", "https://kith.example/join#abc_-"],
  ["\nhttps://kith.example/pair#4821736152\nKith", "https://kith.example/pair#4821736152"],
  ["4821 736 152", "4821 736 152"],
])("in %j it is %j", (text, link) => {
  expect(sharedLink(`#${encodeURIComponent(text)}`)).toBe(link);
});

test("a fragment that is none of ours is no link, and no error", () => {
  expect(sharedLink("#%E0%A4%A")).toBe("");
  fc.assert(fc.property(fc.string(), (text) => typeof sharedLink(text) === "string"));
});
