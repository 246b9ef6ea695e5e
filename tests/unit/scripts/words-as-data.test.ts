import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "vite";
import { afterEach, expect, test, vi } from "vitest";
import { wordsAsData } from "../../../scripts/words-as-data.mjs";

const root = await mkdtemp(join(tmpdir(), "kith-words-"));
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(root, { recursive: true });
});

const fetching = `export async function words(): Promise<string> {
  return (await import("./de/later.ts")).later.greeting;
}`;

interface Built {
  readonly fileName: string;
  readonly type: "asset" | "chunk";
  readonly source?: string;
  readonly code?: string;
}

/** What is built of these catalogues, by the name of the file that takes the words from them. */
async function built(
  files: Readonly<Record<string, string>>,
  entry = "languages.ts",
): Promise<readonly Built[]> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(root, "src/strings", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const outcome = await build({
    configFile: false,
    root,
    logLevel: "silent",
    plugins: [wordsAsData()],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(root, "src/strings", entry),
        preserveEntrySignatures: "strict",
      },
    },
  });
  return ([outcome].flat()[0] as { output: Built[] }).output;
}

/** The module that was built, as a browser runs it. */
async function run(files: readonly Built[]): Promise<{ words(): Promise<string> }> {
  const code = files.find(({ type }) => type === "chunk")?.code ?? "";
  return await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

const german = {
  "de/hello.ts": 'const who = "Welt"; export const hello = { greeting: "Hallo " + who };',
  "de/later.ts": 'import { hello } from "./hello.ts"; export const later: object = { ...hello };',
};

test("words that are fetched are a file of data, with what the catalogue says and no more", async () => {
  const files = await built({ "languages.ts": fetching, ...german });
  expect(files.map(({ type }) => type).sort()).toEqual(["asset", "chunk"]);
  const data = files.find(({ type }) => type === "asset");
  expect(data?.fileName).toMatch(/^assets\/de-later-[\w-]+\.json$/);
  expect(data?.source).toBe('{"later":{"greeting":"Hallo Welt"}}');
});

test("they are fetched where they would have been imported; a failure rejects, and they can be asked for again", async () => {
  const files = await built({ "languages.ts": fetching, ...german });
  const { fileName = "", source = "" } = files.find(({ type }) => type === "asset") ?? {};
  const answers = [
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => new Response('{"later":{}}', { status: 503 }),
    () => new Response("<!doctype html>"),
    () => new Response(source),
  ];
  const fetched = vi.fn(async (_: string) => await (answers.shift()?.() as Response));
  vi.stubGlobal("fetch", fetched);
  const { words } = await run(files);
  expect(fetched).not.toHaveBeenCalled();
  await expect(words()).rejects.toThrow("Failed to fetch");
  await expect(words()).rejects.toThrow("503");
  await expect(words()).rejects.toThrow(SyntaxError);
  expect(await words()).toBe("Hallo Welt");
  expect(new Set(fetched.mock.calls.map(([url]) => url))).toEqual(new Set([`/${fileName}`]));
});

test.each([
  ["a function", "(name: string) => name"],
  ["a number", "7"],
  ["a list", '["a", "b"]'],
  ["nothing", "undefined"],
])("a catalogue with %s in it is not built", async (_, value) => {
  const files = {
    "languages.ts": fetching,
    "de/later.ts": `export const later: any = { ring: { calls: ${value} } };`,
  };
  await expect(built(files)).rejects.toThrow(/later\.ts: "calls" is neither a text nor a table/);
});

test("words that have become a script all the same are not built", async () => {
  const elsewhere = { "tongues.ts": fetching, ...german };
  await expect(built(elsewhere, "tongues.ts")).rejects.toThrow(/de\/later\.ts has become a script/);
});
