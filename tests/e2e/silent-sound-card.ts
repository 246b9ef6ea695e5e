import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findSoundServer } from "../../scripts/browser.mjs";

const READY_WITHIN_MS = 10_000;

/** A sound card that nobody hears: a sound server of the tests' own. Whoever starts it stops it. */
export class SilentSoundCard {
  readonly #server: ChildProcess;
  readonly #folder: string;

  /** Undefined where there is no sound server: then the machine's own sound card has to do. */
  static async start(): Promise<SilentSoundCard | undefined> {
    const program = findSoundServer();
    if (program === undefined) return undefined;
    const folder = await mkdtemp(join(tmpdir(), "kith-sound-"));
    const card = new SilentSoundCard(program, folder);
    const end = performance.now() + READY_WITHIN_MS;
    while (!existsSync(card.#socket)) {
      if (card.#server.exitCode !== null || performance.now() > end) {
        await card.stop();
        throw new Error(`${program} did not become ready`);
      }
      await sleep(20);
    }
    return card;
  }

  private constructor(program: string, folder: string) {
    this.#folder = folder;
    this.#server = spawn(
      program,
      [
        ...["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm"],
        "--load=module-null-sink",
        `--load=module-native-protocol-unix socket=${this.#socket} auth-anonymous=1`,
      ],
      { env: { ...process.env, HOME: folder, PULSE_RUNTIME_PATH: folder }, stdio: "ignore" },
    );
    const killWithRunner = () => this.#server.kill("SIGKILL");
    process.once("exit", killWithRunner);
    this.#server.once("close", () => process.off("exit", killWithRunner));
  }

  /** For the programs that are to use it. */
  get env(): Readonly<Record<string, string>> {
    return { PULSE_SERVER: `unix:${this.#socket}` };
  }

  get #socket(): string {
    return join(this.#folder, "native");
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode === null && this.#server.signalCode === null) {
      const closed = once(this.#server, "close");
      this.#server.kill("SIGKILL");
      await closed;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
