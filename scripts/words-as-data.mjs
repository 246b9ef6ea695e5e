// In a build the words that are fetched are data: what `src/strings/languages.ts` imports becomes a JSON file, which is made
// by running the catalogue, and fetched where it would have been imported. To browsers that is less to read, and nothing to run.
import { dirname, join, relative } from "node:path";
import { runnerImport } from "vite";
import { root } from "./process.mjs";

const IMPORT = /\bimport\("(\.\/(\w+)\/(\w+)\.ts)"\)/g;
const CATALOGUE = /\/src\/strings\/\w+\/\w+\.ts$/;

/** For a few kilobytes on the slowest line on which a call is worth a try. Milliseconds. */
const PATIENCE = 20_000;

/** Rejects, like `import()`, where the file is not to be had; and can be called again then. */
const FETCH = `
async function fetchWords(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(${PATIENCE}) });
  if (!answer.ok) throw new Error("No words: " + answer.status);
  return answer.json();
}`;

/** @returns {import("vite").Plugin} */
export function wordsAsData() {
  return {
    name: "words-as-data",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/strings\/languages\.ts$/ },
      async handler(code, id) {
        let fetching = code + FETCH;
        for (const [expression, path = "", language, part] of code.matchAll(IMPORT)) {
          const file = join(dirname(id), path);
          const asset = this.emitFile({
            type: "asset",
            name: `${language}-${part}.json`,
            originalFileName: relative(root, file),
            source: await dataOf(file),
          });
          fetching = fetching.replace(expression, `fetchWords(import.meta.ROLLUP_FILE_URL_${asset})`);
        }
        return fetching;
      },
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === "chunk" && CATALOGUE.test(file.facadeModuleId ?? ""))
          throw new Error(`${file.facadeModuleId} has become a script`);
    },
  };
}

/**
 * What a catalogue exports, as JSON.
 * @param {string} file
 */
async function dataOf(file) {
  const { module } = await runnerImport(file, { configFile: false, logLevel: "warn" });
  return JSON.stringify(module, (key, value) => {
    if (typeof value === "string" || (typeof value === "object" && !Array.isArray(value))) return value;
    throw new Error(`${file}: "${key}" is neither a text nor a table of texts`);
  });
}
