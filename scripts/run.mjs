// Runs a TypeScript program in this Node: `node scripts/run.mjs <file.ts> [arguments]`. Vite's module runner reads the
// types away, so that benches and tools need no second compiler. The program is its module body, top-level await included.
import { resolve } from "node:path";
import { runnerImport } from "vite";

const [, , file, ...args] = process.argv;
if (file === undefined) {
  console.error("Usage: node scripts/run.mjs <file.ts> [arguments]");
  process.exit(2);
}
const program = resolve(file);
process.argv = [process.execPath, program, ...args];
await runnerImport(program, { configFile: false, logLevel: "warn" });
