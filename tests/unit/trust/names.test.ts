import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../../../src/transport/wire/limits.ts";
import { cleanName } from "../../../src/trust/names.ts";

test.each([
  ["space around", "  Ada  ", "Ada"],
  ["space inside", "Ada \t  Lovelace", "Ada Lovelace"],
  ["several lines", "Ada\r\nLovelace\u2028Countess\u2029!", "Ada Lovelace Countess !"],
  ["control characters", "A\u0000d\u0007a\u009b", "A d a"],
  ["a direction turned round", "Ada \u202eecalevoL", "Ada ecalevoL"],
  ["direction marks", "\u200eA\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u061cda", "A da"],
  ["invisible characters", "\ufeff\u00adA\u2060\u200bd\u180ea", "A d a"],
  ["tags", "Ada\u{e0041}\u{e0042}", "Ada"],
  ["private use and unassigned", "Ada\ue000\u{f0000}\u0378", "Ada"],
  ["half a character", "Ada\ud83d", "Ada"],
  ["letters without a shape", "\u3164\u115f\u1160\u2800\uffa0\u034f", ""],
  ["nothing but space", " \u00a0\u3000 ", ""],
  ["decomposed accents", "Zoe\u0308", "Zo\u00eb"],
  ["accents behind something hidden", "e\u200b\u0301", "e \u0301"],
  ["joiners that join nothing", "\u200dAda\u200d \u200c!", "Ada !"],
  ["selectors of no variant", "\ufe0f \ufe0f", ""],
])("a name with %s is cleaned", (_, name, clean) => {
  expect(cleanName(name)).toBe(clean);
});

test.each([
  ["nothing to clean", "Ada Lovelace"],
  ["markup, which is text", "<b>Ada</b>"],
  ["a family of emoji", "👩‍👩‍👧 Smith"],
  ["an emoji with a skin tone", "👩🏽‍🚀"],
  ["a heart that is red by its variant", "❤\ufe0f\u200d🔥"],
  ["Persian", "می‌خواهم"],
  ["Sinhala", "ශ්‍රී"],
  ["Hebrew and Arabic", "עדה عدا"],
  ["Chinese", "埃达·洛夫莱斯"],
])("a name with %s stays as it is", (_, name) => {
  expect(cleanName(name)).toBe(name.normalize("NFC"));
});

test("a name has 64 characters at most, none of them halved", () => {
  expect(cleanName("😀".repeat(100))).toBe("😀".repeat(64));
  expect(cleanName(`${"a".repeat(63)} bcd`)).toBe("a".repeat(63));
  expect(cleanName(`${"a".repeat(62)}👩‍👧`)).toBe(`${"a".repeat(62)}👩`);
});

test("whatever comes in, a name is one line of what can be seen, and clean to begin with", () => {
  const trouble = [
    "\u202e",
    "\u200d",
    "\u200c",
    "\ufe0f",
    "👩",
    "a",
    " ",
    "\ud800",
    "\u0301",
    "\n",
    "🏽",
    "\u3164",
  ];
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 100 }),
    fc.array(fc.constantFrom(...trouble), { maxLength: 100 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const name = cleanName(text);
      expect([...name].length).toBeLessThanOrEqual(limits.name);
      expect(name).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      expect(name).toBe(name.trim());
      expect(cleanName(name)).toBe(name);
    }),
    { numRuns: 500 },
  );
});
