// The whole static check: format and lint, every TypeScript world, the relay, and what nobody uses. Prints only failures.
import "./node-version.mjs";
import { availableParallelism } from "node:os";
import { denoBinary } from "./deno.mjs";
import { ensureInstalled } from "./install.mjs";
import { run, tool } from "./process.mjs";

const WORLDS = ["wire", "worker", "page", "tests"];
const DENO = ["relay/main.ts", "tests/relay/cases", "bench/relay"];

await ensureInstalled();

const waiting = [
  { name: "knip", command: tool("knip/bin/knip.js", "--no-progress", "--treat-config-hints-as-errors") },
  ...WORLDS.map((world) => ({ name: `tsc ${world}`, command: typescript(world) })),
  { name: "deno check", command: [denoBinary(), "check", "--quiet", ...DENO] },
  { name: "biome", command: tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".") },
];
/** @type {string[]} */
const failed = [];

await Promise.all(Array.from({ length: availableParallelism() }, worker));
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(", ")}`);
  process.exitCode = 1;
}

async function worker() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const { code, output } = await run(check.command, { output: "captured" });
    if (code === 0) continue;
    failed.push(check.name);
    console.error(`\n── ${check.name}\n${output.trim()}`);
  }
}

/** @param {string} world */
function typescript(world) {
  const memory = ["--incremental", "--tsBuildInfoFile", `.cache/tsc-${world}.json`];
  return tool("typescript/bin/tsc", "--project", `tsconfig.${world}.json`, ...memory);
}
