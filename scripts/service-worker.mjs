// Writes the service worker of a built page, with the list of the files that it keeps.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

const NAME = "service-worker.js";
/** Nobody needs these without a network: what installation shows, what the build notes for itself, what hurries the code that is here. */
const LEFT_OUT = [`/${NAME}`, "/link.html", "/.vite/", "/icons/", "/screenshots/"];

/** @param {string} folder of the built page */
export async function writeServiceWorker(folder) {
  const { build } = await import("vite");
  const files = filesToKeep(folder);
  const outcome = await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    define: { KITH_FILES: JSON.stringify(files), KITH_VERSION: JSON.stringify(versionOf(files)) },
    build: {
      target: "es2023",
      write: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, "src/workers/service/service.worker.ts"),
        output: { format: "iife" },
      },
    },
  });
  const chunk = [outcome].flat().flatMap((result) => ("output" in result ? result.output : []))[0];
  if (chunk?.type !== "chunk") throw new Error("The service worker could not be built.");
  writeFileSync(join(folder, NAME), chunk.code);
}

/** @param {string} folder */
function filesToKeep(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => `/${path.replaceAll("\\", "/")}`)
    .filter((path) => !LEFT_OUT.some((start) => path.startsWith(start)))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ path, integrity: `sha256-${sha256(readFileSync(join(folder, path)), "base64")}` }));
}

/** @param {{ path: string, integrity: string }[]} files */
function versionOf(files) {
  return sha256(Buffer.from(JSON.stringify(files)), "hex").slice(0, 16);
}

/**
 * @param {Buffer} bytes
 * @param {"hex" | "base64"} encoding
 */
function sha256(bytes, encoding) {
  return createHash("sha256").update(bytes).digest(encoding);
}
