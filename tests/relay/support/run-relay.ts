import { relayCommand } from "../../../scripts/relay.mjs";

/** Runs a relay that is expected to give up at once, and returns what it said. */
export async function runRelay(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [file = "", ...args] = relayCommand();
  const child = new Deno.Command(file, { args, env, stdout: "piped", stderr: "piped" });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
