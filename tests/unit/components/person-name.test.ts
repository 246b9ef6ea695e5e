import fc from "fast-check";
import { expect, test } from "vitest";
import { initials } from "../../../src/components/parts/initials.ts";
import { displayName } from "../../../src/components/parts/person-name.ts";

test.each([
  ["Maya", "Maya", "M"],
  ["  Tomasz Wiśniewski ", "Tomasz Wiśniewski", "TW"],
  ["ada of the lake", "ada of the lake", "AL"],
  ["élodie", "élodie", "É"],
  ["\u202Egnitteb\u0000", "gnitteb", "G"],
  ["", "Guest", "G"],
  ["🦊", "🦊", ""],
  ["👩‍👧 Lo", "👩‍👧 Lo", "L"],
])("%o is shown as %o with the initials %o", (name, shown, letters) => {
  expect(displayName(name)).toBe(shown);
  expect(initials(name)).toBe(letters);
});

test("whatever a name is made of, something of it is seen and nothing turns the text around it", () => {
  const parts = [
    "A",
    " ",
    "\u0000",
    "\n",
    "\u200B",
    "\u200D",
    "\u200F",
    "\u202E",
    "\u2066",
    "\u2069",
    "\uFEFF",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts)), (name) => {
      const shown = displayName(name.join(""));
      expect(shown).toMatch(/A|Guest/);
      expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});
