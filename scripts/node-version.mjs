// Imported first by every command: says in one sentence what is wrong with this Node before anything else can fail.
import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
/** @type {string} */
const oldest = manifest.engines.node.replace(">=", "");

if (oldest.localeCompare(process.versions.node, "en", { numeric: true }) > 0) {
  console.error(
    `Kith needs Node ${oldest} or newer, and this is ${process.version}: see https://nodejs.org.`,
  );
  process.exit(1);
}
