import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanFileName, cleanText } from "../../../src/trust/chat-text.ts";

describe("a text", () => {
  test.each([
    ["one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"],
    ["  let  me\tbe  ", "let  me be"],
    ["evil\u202Eexe.gpj", "evil exe.gpj"],
    ["👩‍👩‍👧 and नमस्ते", "👩‍👩‍👧 and नमस्ते"],
    ["\u200B\u0000 \n ", ""],
  ])("%j is shown as %j", (text, shown) => {
    expect(cleanText(text)).toBe(shown);
  });

  test("is clean when it has been cleaned", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });
});

describe("a file's name", () => {
  test.each([
    ["holiday.jpg", "holiday.jpg"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\system.ini", "system.ini"],
    [".bashrc", "bashrc"],
    ["gpj.\u202Eexe", "gpj. exe"],
    ["a\nb\u0000c.txt", "a b c.txt"],
    ['what? <now> "x|y"*.txt', "what_ _now_ _x_y__.txt"],
    ["con.txt", "_con.txt"],
    ["trailing. . ", "trailing"],
    ["", "file"],
    ["..", "file"],
    ["/", "file"],
    [`${"long".repeat(50)}.tar.gz`, `${"long".repeat(50).slice(0, 97)}.gz`],
    [`${"x".repeat(50)}.${"y".repeat(100)}`, `${"x".repeat(50)}.${"y".repeat(49)}`],
  ])("%j is saved as %j", (name, saved) => {
    expect(cleanFileName(name)).toBe(saved);
  });

  test("is good to save by, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        const saved = cleanFileName(name);
        expect(saved).not.toBe("");
        expect([...saved].length).toBeLessThanOrEqual(101);
        expect(saved).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Bidi_Control}]|^\.|[.\s]$/u);
      }),
    );
  });
});
