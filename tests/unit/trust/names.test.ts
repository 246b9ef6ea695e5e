import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../../../src/transport/wire/limits.ts";
import { cleanName } from "../../../src/trust/names.ts";

test.each([
  ["a line break", "Ada\nLovelace", "Ada Lovelace"],
  ["line and paragraph separators", "Ada\u2028Love\u2029lace", "Ada Love lace"],
  ["controls", "Ada\u0000\u001b[31m", "Ada [31m"],
  ["overrides of direction", "\u202eadA\u2066", "adA"],
  ["characters without width", "A\u200bd\u2060a\ufeff", "A d a"],
  ["fillers that look like nothing", "\u3164\u115f\u034f", ""],
  ["tags", "Ada\u{e0041}\u{e007f}", "Ada"],
  ["half a surrogate pair", "Ada\ud800", "Ada"],
  ["private and unassigned characters", "Ada\ue000\u0378", "Ada"],
  ["joiners with nothing to join", "\u200d\u200c", ""],
  ["runs of blanks", "  Ada \u00a0\t Lovelace ", "Ada Lovelace"],
])("%s: taken out", (_, name, shown) => {
  expect(cleanName(name)).toBe(shown);
});

test.each([
  ["a Persian name, whose parts a non-joiner keeps apart", "علی\u200cرضا"],
  ["a family, which joiners hold together", "👩\u200d👩\u200d👧"],
  ["a red heart, which is one by its variation selector", "❤\ufe0f"],
  ["markup, which is shown as text and nowhere else", "<b>Ada</b>"],
])("%s: stays", (_, name) => {
  expect(cleanName(name)).toBe(name);
});

test("two ways to write the same name are one", () => {
  expect(cleanName("Zoe\u0308")).toBe(cleanName("Zo\u00eb"));
});

test("is cut between characters, not within one", () => {
  expect([...cleanName("🎈".repeat(limits.name + 1))]).toEqual(Array(limits.name).fill("🎈"));
});

test("whatever comes in: bounded, one line, and clean already when it comes again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
      const shown = cleanName(name);
      expect([...shown].length).toBeLessThanOrEqual(limits.name);
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/u);
      expect(cleanName(shown)).toBe(shown);
    }),
  );
});
