import { expect, test } from "vitest";
import { fill } from "../../../src/strings/fill.ts";

test("each gap has its value, wherever the language has put it, and as often as it is there", () => {
  expect(fill("{name} has {count} of {count}", { name: "Noor", count: 2 })).toBe("Noor has 2 of 2");
});

test("what is filled in is not read as a text itself", () => {
  const names = ["{file}", "$&", "$1", "{constructor}"];
  expect(names.map((name) => fill("{name}: {file}", { name, file: "a.txt" }))).toEqual(
    names.map((name) => `${name}: a.txt`),
  );
});

test("of several texts that it may be, the values of all are given", () => {
  const texts = ["{name} is back", "{name} lost {amount}", "All is well"] as const;
  expect(texts.map((text) => fill(text, { name: "Ben", amount: "2 %" }))).toEqual([
    "Ben is back",
    "Ben lost 2 %",
    "All is well",
  ]);
});

test("a value too few or too many does not compile", () => {
  // @ts-expect-error: one is missing.
  fill("{name} writes: {text}", { name: "Noor" });
  // @ts-expect-error: one has no gap.
  fill("{name} is back", { name: "Noor", text: "Hello" });
  // @ts-expect-error: there is nothing to fill.
  fill("All is well", {});
  // @ts-expect-error: nobody knows what it has room for.
  fill("{name} is back" as string, { name: "Noor" });
});
