import fc from "fast-check";
import { expect, test } from "vitest";
import { groupedPin, readPinText } from "../../../src/components/pairing/pin-text.ts";

test.each(["4821736152", "4821 736 152", " 4821-736-152\n", "4821–736–152", "4821.736.152"])(
  "%o is a PIN",
  (text) => {
    expect(readPinText(text)).toEqual({ kind: "pin", digits: "4821736152" });
  },
);

test.each(["", "   ", "4821", "4821 736 15", "48217361521"])("%o is not all of a PIN", (text) => {
  expect(readPinText(text)).toEqual({ kind: "incomplete" });
});

test("anything else is left for others to understand, as it came", () => {
  const link = "https://kith.example/pair#4821736152";
  expect(readPinText(` ${link} `)).toEqual({ kind: "other", text: link });
  expect(readPinText("<img src=x>")).toEqual({ kind: "other", text: "<img src=x>" });
});

test("what is shown can be typed", () => {
  const digit = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(fc.array(digit, { minLength: 10, maxLength: 10 }), (numbers) => {
      const digits = numbers.join("");
      const shown = groupedPin(digits);
      expect(shown).toMatch(/^\d{4} \d{3} \d{3}$/);
      expect(readPinText(shown)).toEqual({ kind: "pin", digits });
    }),
  );
});
