import { build } from "vite";
import { root } from "../../scripts/process.mjs";

/** One script of all that `entry` imports. */
export async function bundle(entry: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "warn",
    build: { write: false, lib: { entry, formats: ["iife"], name: "benchScript" } },
  });
  const [output] = Array.isArray(result) ? result : [];
  const chunk = output?.output[0];
  if (chunk === undefined) throw new Error("The bench's page script could not be built");
  return chunk.code;
}
