import { join } from "node:path";
import { denoBinary } from "./deno.mjs";

/**
 * How the relay is run, by `npm start`, the tests and the benches alike; `KITH_…` variables go in by the environment.
 * @returns {{ file: string, args: string[] }}
 */
export function relayCommand() {
  const args = ["run", "--unstable-net", "--allow-net", "--allow-read", "--allow-write", "--allow-env"];
  const main = join(import.meta.dirname, "../relay/main.ts");
  return { file: denoBinary(), args: [...args, "--no-prompt", "--cached-only", "--quiet", main] };
}
