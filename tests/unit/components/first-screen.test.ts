import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { firstIcons } from "../../../src/components/parts/first-icons.ts";
import { laterIcons } from "../../../src/components/parts/later-icons.ts";
import { first } from "../../../src/strings/en/first.ts";

/** All that is there before anything is fetched, by path: `src/main.ts` and what it imports, and so on. */
function firstModules(): Map<string, string> {
  const modules = new Map<string, string>();
  const visit = (path: string) => {
    if (modules.has(path)) return;
    const code = readFileSync(path, "utf8");
    modules.set(path, code);
    for (const [, what, from = ""] of code.matchAll(/^(import|export)\b[^;]*?"(\.[^"]+\.ts)";/gm)) {
      const [statement] =
        code.match(new RegExp(`^${what} type [^;]*?"${from.replaceAll(".", "\\.")}";`, "m")) ?? [];
      if (statement === undefined) visit(normalize(join(dirname(path), from)));
    }
  };
  visit("src/main.ts");
  return modules;
}

const modules = firstModules();

test("the first screen is there without the code of the others", () => {
  expect([...modules.keys()]).toEqual(
    expect.arrayContaining(["src/app/app.ts", "src/components/screens/home.ts"]),
  );
  for (const later of ["src/app/call.ts", "src/components/screens/call.ts", "src/strings/en/later.ts"])
    expect([...modules.keys()]).not.toContain(later);
});

test("it says nothing for which there are no words yet", () => {
  const said = [...modules].flatMap(([path, code]) =>
    [...code.matchAll(/\bstrings\.(?!ts\b)(\w+)/g)].map(([, section = ""]) => ({ path, section })),
  );
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter(({ section }) => !Object.hasOwn(first, section))).toEqual([]);
});

test("it draws nothing for which there is no drawing yet", () => {
  const drawn = [...modules].flatMap(([path, code]) =>
    [...code.matchAll(/<kith-icon name="([\w-]+)"/g)].map(([, name = ""]) => ({ path, name })),
  );
  expect(drawn.length).toBeGreaterThan(8);
  expect(drawn.filter(({ name }) => !Object.hasOwn(firstIcons, name))).toEqual([]);
});

test("a drawing is in one of the two pieces, not in both", () => {
  expect(Object.keys(firstIcons).filter((name) => Object.hasOwn(laterIcons, name))).toEqual([]);
});
