import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../scripts/process.mjs";
import { relayCommand } from "../../scripts/relay.mjs";

const READY_WITHIN_MS = 15_000;
const STOPPED_WITHIN_MS = 5_000;

export interface RelayOptions {
  /** TCP port of the page and UDP port of the relay; a free one when left out. */
  readonly port?: number;
  /** More variables for the relay: `KITH_…` settings, and `KITH_TAPE`, a file for everything that clients send to it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real relay in a process of its own. Whoever starts it stops it. */
export interface RelayProcess {
  /** The page's address, as the relay's ready line names it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Every line the relay has printed so far, standard output and error together. */
  readonly logs: readonly string[];
  /** Asks it to end and waits; one that does not answer in five seconds is killed. */
  stop(): Promise<void>;
  /** Ends it at once, the way a crash would. */
  kill(): Promise<void>;
}

/** Starts the relay over the built page and waits for its ready line; rejects with what it printed instead. */
export async function startRelay({ port = 0, env = {} }: RelayOptions = {}): Promise<RelayProcess> {
  const tape = env["KITH_TAPE"];
  const [file = "", ...args] = tape === undefined ? relayCommand() : tappedRelayCommand(tape);
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, KITH_PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "close");
  const killWithRunner = () => child.kill("SIGKILL");
  process.once("exit", killWithRunner);
  child.once("close", () => process.off("exit", killWithRunner));

  const logs: string[] = [];
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        logs.push(line);
        const url = /^Kith is ready at (\S+)$/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
  });

  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const forced = setTimeout(killWithRunner, STOPPED_WITHIN_MS);
    await exited;
    clearTimeout(forced);
  };

  const outcome = await Promise.race([ready, exited.then(() => null), after(READY_WITHIN_MS)]);
  if (outcome === null || child.pid === undefined) {
    await end("SIGKILL");
    throw new Error(`The relay did not become ready. It printed:\n${logs.join("\n")}`);
  }
  return {
    url: outcome,
    port: Number(new URL(outcome).port),
    pid: child.pid,
    logs,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

function tappedRelayCommand(tape: string): string[] {
  const command = relayCommand();
  return [
    ...command.slice(0, -1),
    `--allow-write=${tape}`,
    join(root, "tests/relay/support/tapped-relay.ts"),
  ];
}

function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, null).unref();
  });
}
