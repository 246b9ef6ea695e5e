import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

/**
 * The Deno binary of the installed `deno` package, taken from its platform package: install scripts never run
 * here (`.npmrc`), and no Node wrapper stands between a signal and the relay.
 */
export function denoBinary() {
  const folder = join(root, "node_modules/@deno");
  const file = process.platform === "win32" ? "deno.exe" : "deno";
  const platforms = existsSync(folder) ? readdirSync(folder) : [];
  const found = platforms.map((platform) => join(folder, platform, file)).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error("Deno is not installed for this platform. Run npm ci and try again.");
  return found;
}
