import { join } from "node:path";
import { denoBinary } from "./deno.mjs";
import { root } from "./process.mjs";

/**
 * How the relay is run, by `npm start`, the tests and the benches alike; `KITH_…` variables go in by the environment.
 * @returns {string[]} the file to run and its arguments
 */
export function relayCommand() {
  const rights = ["--allow-net", "--allow-read", "--allow-write", "--allow-env", "--no-prompt"];
  return [
    denoBinary(),
    "run",
    "--quiet",
    "--cached-only",
    "--unstable-net",
    ...rights,
    join(root, "relay/main.ts"),
  ];
}
