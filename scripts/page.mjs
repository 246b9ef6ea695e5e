// The built page in dist/, and whether it is still the one that the sources describe.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, say, tool } from "./process.mjs";
import { writeServiceWorker } from "./service-worker.mjs";

/** Whatever the page is made of. */
const SOURCES = [
  "index.html",
  "public",
  "src",
  "vite.config.ts",
  "scripts/minify-templates.mjs",
  "scripts/service-worker.mjs",
  "tsconfig.base.json",
  "package-lock.json",
];
const STAMP = join(root, ".cache/page");

/** Builds the page unless dist/ was built from just these sources. */
export async function ensurePage() {
  const built = existsSync(join(root, "dist/index.html")) && existsSync(STAMP) && readFileSync(STAMP, "utf8");
  if (built === fingerprint()) return;
  say("Building the page…");
  await buildPage();
}

/** Builds the page and notes which sources it was built from. */
export async function buildPage() {
  const sources = fingerprint();
  rmSync(STAMP, { force: true });
  const { code } = await run(tool("vite/bin/vite.js", "build", "--logLevel=warn"), { output: "progress" });
  if (code !== 0) throw new Error("The page could not be built: see the message above.");
  await writeServiceWorker(join(root, "dist"));
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(STAMP, sources);
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesIn).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** @param {string} path a file or a folder of the project, or one that does not exist */
function filesIn(path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
