import { describe, expect, test } from "vitest";
import { isPressable, isTyping, keyOf } from "../../../src/components/call/shortcut-keys.ts";

const plain = { code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

describe("a pressed key", () => {
  test.each([
    [{ key: "m", code: "KeyM" }, "m"],
    [{ key: "M", code: "KeyM" }, "m"],
    [{ key: "ь", code: "KeyM" }, "m"],
    [{ key: "?", code: "Slash", shiftKey: true }, "?"],
    [{ key: " ", code: "Space" }, " "],
    [{ key: "M", code: "KeyM", shiftKey: true }, undefined],
    [{ key: "m", code: "KeyM", ctrlKey: true }, undefined],
    [{ key: "m", code: "KeyM", metaKey: true }, undefined],
    [{ key: "Enter", code: "Enter" }, undefined],
  ])("%o is %j", (event, key) => {
    expect(keyOf({ ...plain, ...event })).toBe(key);
  });
});

test("what is said of elements is asked of the right ones", () => {
  const element = (kind: string) => ({ matches: (selector: string) => selector.includes(kind) }) as Element;
  expect(isTyping([element("nothing"), element("dialog")])).toBe(true);
  expect(isTyping([element("nothing")])).toBe(false);
  expect(isPressable([element("a[href]"), element("nothing")])).toBe(true);
  expect(isPressable([element("nothing"), element("a[href]")])).toBe(false);
  expect(isPressable([])).toBe(false);
});
