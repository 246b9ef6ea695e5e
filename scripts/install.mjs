// Only Node's own modules here: it runs before there is a node_modules.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, say } from "./process.mjs";

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages by their path in node_modules */

/** Makes node_modules what the lockfile says, if it is not that already. */
export async function ensureInstalled() {
  const locked = packagesIn("package-lock.json");
  // npm leaves its own record of what it installed.
  if (holds(packagesIn("node_modules/.package-lock.json"), locked)) return;
  say("Installing dependencies…");
  const { code } = await run([...npm(), "ci", "--include=dev", "--include=optional", "--loglevel=error"], {
    output: "progress",
  });
  if (code !== 0) throw new Error("The dependencies could not be installed: see npm's message above.");
}

/**
 * Whether every locked package is installed in the locked version; those for other platforms may be absent.
 * @param {Packages} installed
 * @param {Packages} locked
 */
export function holds(installed, locked) {
  return Object.entries(locked).every(([path, { version, optional }]) => {
    const present = installed[path];
    return path === "" || (present ? present.version === version : optional === true);
  });
}

/**
 * @param {string} file
 * @returns {Packages}
 */
function packagesIn(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

/** The npm that runs us, else the one on the path; on Windows only a shell finds that. */
function npm() {
  const script = process.env["npm_execpath"];
  if (script?.endsWith("npm-cli.js")) return [process.execPath, script];
  return process.platform === "win32" ? ["cmd", "/c", "npm"] : ["npm"];
}
