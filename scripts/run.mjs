// Runs a TypeScript program in this Node: `node scripts/run.mjs <file.ts> [arguments]`. Vite's module runner takes the
// types out, so that benches and tools need no second compiler. The program is its module body, top-level await included.
import "./node-version.mjs";
import { resolve } from "node:path";
import { ensureInstalled } from "./install.mjs";

const [, , file, ...args] = process.argv;
if (file === undefined) {
  console.error("Usage: node scripts/run.mjs <file.ts> [arguments]");
  process.exit(2);
}

await ensureInstalled();
const { runnerImport } = await import("vite");
const program = resolve(file);
process.argv = [process.execPath, program, ...args];
await runnerImport(program, { configFile: false, logLevel: "warn" });
