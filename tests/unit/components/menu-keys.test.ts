import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { itemForKey } from "../../../src/components/parts/menu-keys.ts";

const names = ["Share screen", "Chat", "Settings", "Shortcuts"];

function press(key: string, current: number, modifiers: Partial<KeyboardEvent> = {}): number | undefined {
  return itemForKey({ key, ctrlKey: false, altKey: false, metaKey: false, ...modifiers }, names, current);
}

describe("a key in a menu", () => {
  test.each([
    ["ArrowDown", -1, 0],
    ["ArrowDown", 0, 1],
    ["ArrowDown", 3, 0],
    ["ArrowUp", 0, 3],
    ["ArrowUp", -1, 3],
    ["Home", 2, 0],
    ["End", 0, 3],
    ["c", 0, 1],
    ["s", 0, 2],
    ["S", 2, 3],
    ["s", 3, 0],
  ])("%s on line %i leads to line %i", (key, from, to) => {
    expect(press(key, from)).toBe(to);
  });

  test.each(["x", "Enter", " ", "Escape", "Tab"])("%j leads nowhere", (key) => {
    expect(press(key, 1)).toBeUndefined();
  });

  test("what belongs to the browser stays there", () => {
    expect(press("s", 0, { ctrlKey: true })).toBeUndefined();
    expect(press("s", 0, { metaKey: true })).toBeUndefined();
  });

  test("arrows visit every line, and an empty menu has none", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 9 }),
        fc.constantFrom("ArrowDown", "ArrowUp"),
        (all, key) => {
          const visited = new Set<number | undefined>();
          let current: number | undefined = -1;
          for (const _ of all) {
            current = itemForKey({ key, ctrlKey: false, altKey: false, metaKey: false }, all, current ?? -1);
            visited.add(current);
          }
          expect(visited.size).toBe(all.length);
        },
      ),
    );
  });
});
