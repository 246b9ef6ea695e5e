// The whole static check: format and lint, every TypeScript world, the relay, and what nobody uses. Prints only failures.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { denoBinary } from "./deno.mjs";

const WORLDS = ["wire", "worker", "page", "tests"];

/** @type {{ name: string, command: string[] }[]} */
const checks = [
  { name: "biome", command: tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".") },
  ...WORLDS.map((world) => ({
    name: `tsc ${world}`,
    command: tool(
      "typescript/bin/tsc",
      "--project",
      `tsconfig.${world}.json`,
      "--incremental",
      "--tsBuildInfoFile",
      `.cache/tsc-${world}.json`,
    ),
  })),
  { name: "deno check", command: [denoBinary(), "check", "--quiet", "relay/main.ts"] },
  { name: "knip", command: tool("knip/bin/knip.js", "--no-progress", "--treat-config-hints-as-errors") },
];

const waiting = [...checks];
/** @type {string[]} */
const failed = [];

await Promise.all(Array.from({ length: availableParallelism() }, worker));
if (failed.length > 0) {
  console.error(`check: ${failed.join(", ")} failed`);
  process.exitCode = 1;
}

async function worker() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const { code, output } = await run(check.command);
    if (code === 0) continue;
    failed.push(check.name);
    console.error(`\n── ${check.name}\n${output.trimEnd()}`);
  }
}

/** @param {string[]} command */
async function run([file = "", ...args]) {
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return { code, output };
}

/**
 * A package's own entry script run by this Node, without an npx process around it.
 * @param {string} script
 * @param {string[]} args
 */
function tool(script, ...args) {
  return [process.execPath, `node_modules/${script}`, ...args];
}
