import { expect, test } from "vitest";
import { linkPage } from "../../../scripts/link-page.mjs";

type Bundle = Record<string, unknown>;

const chunk = (fileName: string, module: string, imports: string[] = []) => ({
  type: "chunk",
  fileName,
  facadeModuleId: `/kith/src/${module}`,
  isEntry: module === "main.ts",
  imports,
});

const whole: Bundle = {
  "index.html": { type: "asset", source: "<head><title>Kith</title></head><body></body>" },
  "index.js": chunk("index.js", "main.ts"),
  "app-later.js": chunk("app-later.js", "app/later.ts", ["index.js", "shared.js"]),
  "screens-later.js": chunk("screens-later.js", "components/screens/later.ts", ["index.js", "shared.js"]),
  "words.js": chunk("words.js", "strings/en/later.ts"),
};

/** What the build would write beside the bundle. */
function emitted(bundle: Bundle): { fileName: string; source: string }[] {
  const files: { fileName: string; source: string }[] = [];
  const { generateBundle } = linkPage() as unknown as {
    generateBundle: (this: object, options: object, bundle: Bundle) => void;
  };
  generateBundle.call(
    { emitFile: (file: { fileName: string; source: string }) => files.push(file) },
    {},
    bundle,
  );
  return files;
}

test("the page for links fetches the code behind Home at once, each piece once, and what the page has anyway not again", () => {
  const [page, ...others] = emitted(whole);
  expect(others).toEqual([]);
  expect(page?.fileName).toBe("link.html");
  const preloaded = [...(page?.source.matchAll(/<link rel="modulepreload"[^>]* href="([^"]*)"/g) ?? [])];
  expect(preloaded.map(([, href]) => href)).toEqual(["/app-later.js", "/shared.js", "/screens-later.js"]);
  expect(page?.source).toMatch(/<title>Kith<\/title><link .*<\/head><body><\/body>$/);
});

test("a build whose pieces are others than the page expects fails", () => {
  const { "app-later.js": _, ...less } = whole;
  expect(() => emitted(less)).toThrow("1 pieces of later code instead of two");
});

test("a build of something else gets no page", () => {
  const { "index.html": _, ...other } = whole;
  expect(emitted(other)).toEqual([]);
});
