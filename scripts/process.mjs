import { spawn } from "node:child_process";
import { join } from "node:path";

/** The project's folder: every command runs here, wherever it was called from. */
export const root = join(import.meta.dirname, "..");

/**
 * Where a child's output goes: straight through, to standard error (progress around a program whose standard output
 * belongs to somebody else), or into the result.
 * @typedef {"through" | "progress" | "captured"} Output
 */

/** @type {Record<Output, import("node:child_process").StdioOptions>} */
const STDIO = {
  through: ["ignore", "inherit", "inherit"],
  progress: ["ignore", 2, 2],
  captured: ["ignore", "pipe", "pipe"],
};

/**
 * Runs a program to its end and resolves with its exit code; one that ends by a signal or overruns has code 1.
 * @param {readonly string[]} command the file to run and its arguments
 * @param {{ output?: Output, timeLimitMs?: number, env?: Record<string, string> }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, { output = "through", timeLimitMs, env = {} } = {}) {
  const [file = "", ...args] = command;
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: STDIO[output],
    timeout: timeLimitMs,
    killSignal: "SIGKILL",
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: text }));
  });
}

/**
 * A package's own entry script, run by this Node without an npx process around it.
 * @param {string} script its path in node_modules
 * @param {string[]} args
 */
export function tool(script, ...args) {
  return [process.execPath, join(root, "node_modules", script), ...args];
}

/** @param {string} sentence progress for the person who waits; standard output stays free for results */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/**
 * Runs a command's whole work; what stops it is told as a sentence, not as a stack.
 * @param {() => Promise<void>} work
 */
export async function explained(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
