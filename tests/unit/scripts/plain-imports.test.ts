import { build } from "vite";
import { expect, test } from "vitest";
import { plainImports } from "../../../scripts/plain-imports.mjs";

const modules: Readonly<Record<string, string>> = {
  "/page.js": 'import("/piece.js").then(({ done }) => done());',
  "/piece.js": 'export const done = () => console.log("here");',
};

async function builtPage(): Promise<string> {
  const sources = {
    name: "sources",
    resolveId: (id: string) => (id in modules ? id : undefined),
    load: (id: string) => modules[id],
  };
  const { output } = (await build({
    configFile: false,
    logLevel: "silent",
    plugins: [plainImports(), sources],
    build: { write: false, modulePreload: false, rolldownOptions: { input: "/page.js" } },
  })) as { output: { isEntry?: boolean; code?: string }[] };
  return output.find(({ isEntry }) => isEntry)?.code ?? "";
}

test("a piece is fetched with nothing around it", async () => {
  const code = await builtPage();
  expect(code).toMatch(/import\(/);
  expect(code).not.toContain("createElement");
  expect(code.length).toBeLessThan(200);
});
