import { spawn } from "node:child_process";
import { join } from "node:path";
import { denoBinary } from "./deno.mjs";
import { root } from "./process.mjs";

/**
 * Megabytes for what just came and for all that stays. The first would otherwise grow with the traffic, past anything
 * that is in use; the second is the relay's lid, whatever its clients do.
 */
const MEMORY = "--v8-flags=--max-semi-space-size=4,--max-old-space-size=512";

/**
 * How the relay is run, by `npm start`, the tests and the benches alike; `KITH_…` variables go in by the environment.
 * @returns {string[]} the file to run and its arguments
 */
export function relayCommand() {
  const rights = ["--allow-net", "--allow-read", "--allow-env=KITH_*", "--no-prompt"];
  const flags = ["--quiet", "--cached-only", "--unstable-net", MEMORY];
  return [denoBinary(), "run", ...flags, ...rights, join(root, "relay/main.ts")];
}

/**
 * Runs the relay as this process's whole purpose: signals go on to it, and it does not outlive an npm that is gone.
 * @param {{ env?: Record<string, string>, stdout?: "inherit" | "ignore" }} [options]
 */
export function spawnRelay({ env = {}, stdout = "inherit" } = {}) {
  const [file = "", ...args] = relayCommand();
  const relay = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", stdout, "inherit"],
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => relay.kill(signal));
  }
  // npm gives a SIGTERM to the shell between it and us, and many a shell ends without passing it on.
  if (process.env["npm_lifecycle_event"]) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && relay.kill("SIGTERM"), 100).unref();
  }
  return relay;
}
