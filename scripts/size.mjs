// What the built page weighs, as it goes over the wire: a table of all scripts and words, and whether the sums are within their limits.
import "./node-version.mjs";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { ensureInstalled } from "./install.mjs";
import { ensurePage } from "./page.mjs";
import { explained, root } from "./process.mjs";

/** Bytes, gzipped: what nothing may exceed, and what is aimed at. */
const LIMITS = {
  /** Every script there is, in every language, for every browser: more than any one person ever loads. */
  "all scripts": { limit: 159_600, aim: 130_000 },
  /** And what they say, which is data: moved from the one to the other, nothing is won. */
  "scripts and words": { limit: 178_000, aim: 178_000 },
  /** All that stands between the address and the first screen, in the language that is not there from the start. */
  "first screen": { limit: 40_000, aim: 40_000 },
};

/** @typedef {Record<string, { file: string, src?: string, imports?: string[], css?: string[] }>} Manifest */

/** @typedef {{ file: string, bytes: number }} Weight */

/**
 * The files without which there is no first screen.
 * @param {Manifest} manifest
 * @returns {string[]}
 */
export function firstFiles(manifest) {
  const needed = new Set(["index.html"]);
  for (const key of needed) for (const other of manifest[key]?.imports ?? []) needed.add(other);
  const chunks = [...needed].flatMap((key) => manifest[key] ?? []);
  return [...new Set(chunks.flatMap(({ file, css = [] }) => [file, ...css]))];
}

/**
 * The words that are fetched as data, or those of them that are in `part` of a language.
 * @param {Manifest} manifest
 * @param {string} part
 * @returns {string[]}
 */
export function wordFiles(manifest, part = "\\w+") {
  const catalogue = new RegExp(`^src/strings/\\w+/${part}\\.ts$`);
  return Object.values(manifest).flatMap(({ file, src = "" }) => (catalogue.test(src) ? [file] : []));
}

/**
 * @param {readonly Weight[]} weights
 * @returns {number}
 */
export function sum(weights) {
  return weights.reduce((total, { bytes }) => total + bytes, 0);
}

/**
 * @param {string} dist
 * @returns {{ scripts: Weight[], words: Weight[], first: Weight[] }} heaviest first
 */
function weigh(dist) {
  /** @param {string} file */
  const weight = (file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length });
  const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.m?js$/.test(file),
  );
  /** @type {Manifest} */
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  const language = wordFiles(manifest, "first").map(weight).sort(heaviest).slice(0, 1);
  return {
    scripts: scripts.map(weight).sort(heaviest),
    words: wordFiles(manifest).map(weight).sort(heaviest),
    first: [...firstFiles(manifest).map(weight), ...language],
  };
}

/**
 * @param {Weight} one
 * @param {Weight} other
 */
function heaviest(one, other) {
  return other.bytes - one.bytes;
}

/**
 * @param {string} name
 * @param {number} bytes
 */
function line(name, bytes) {
  return `${name.padEnd(44)}${(bytes / 1000).toFixed(1).padStart(7)} kB`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await explained(async () => {
    await ensureInstalled();
    await ensurePage();
    const { scripts, words, first } = weigh(join(root, "dist"));
    const early = new Set(first.map(({ file }) => file));
    for (const { file, bytes } of [...scripts, ...words])
      console.log(`${line(file, bytes)}${early.has(file) ? "  first screen" : ""}`);
    const sums = {
      "all scripts": sum(scripts),
      "scripts and words": sum([...scripts, ...words]),
      "first screen": sum(first),
    };
    console.log();
    for (const [name, { limit, aim }] of Object.entries(LIMITS)) {
      const bytes = sums[/** @type {keyof typeof LIMITS} */ (name)];
      const missed =
        bytes > aim
          ? `, ${((bytes - aim) / 1000).toFixed(1)} kB over the ${aim / 1000} that are aimed at`
          : "";
      console.log(`${line(name, bytes)}  of ${limit / 1000} kB${missed}`);
      if (bytes <= limit) continue;
      console.error(
        `Too large: ${name} ${name.endsWith("s") ? "weigh" : "weighs"} ${bytes - limit} bytes more than allowed.`,
      );
      process.exitCode = 1;
    }
  });
