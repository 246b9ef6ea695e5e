// Only Node's own modules here: it runs before there is a node_modules.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, say } from "./process.mjs";

/** @typedef {{ version?: string, optional?: boolean, optionalDependencies?: Record<string, string> }} LockedPackage */

/** Makes node_modules what the lockfile says, if it is not that already. */
export async function ensureInstalled() {
  const locked = packagesIn("package-lock.json");
  if (!holds(packagesIn("node_modules/.package-lock.json"), locked)) {
    say("Installing dependencies…");
    await npm("ci", "--include=dev", "--include=optional");
  }
  const binaries = unlockedBinaries(locked);
  if (binaries.length > 0) {
    say("Installing binaries for this platform…");
    await npm("install", "--no-save", ...binaries);
  }
}

/**
 * npm leaves its own record of what it installed inside node_modules. It must hold every locked package; only those
 * for other platforms may be absent.
 * @param {Record<string, LockedPackage>} installed
 * @param {Record<string, LockedPackage>} locked
 */
function holds(installed, locked) {
  return Object.entries(locked).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const present = installed[path];
    return present === undefined ? optional === true : present.version === version;
  });
}

/**
 * Binaries that a locked package offers for this platform but the lockfile does not know: it can hold only what the
 * registry it was made with had.
 * @param {Record<string, LockedPackage>} locked
 */
function unlockedBinaries(locked) {
  const platform = `${process.platform}-${process.arch}`;
  return Object.values(locked)
    .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
    .filter(([name]) => name.includes(platform) && !name.includes("musl"))
    .filter(([name]) => !locked[`node_modules/${name}`] && !existsSync(join(root, "node_modules", name)))
    .map(([name, version]) => `${name}@${version}`);
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function packagesIn(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

/** @param {string[]} args */
async function npm(...args) {
  const script = process.env["npm_execpath"];
  const command = script?.endsWith("npm-cli.js") ? [process.execPath, script] : ["npm"];
  const { code } = await run([...command, ...args, "--loglevel=error"], { output: "progress" });
  if (code !== 0) throw new Error(`npm ${args[0]} failed: see its message above.`);
}
