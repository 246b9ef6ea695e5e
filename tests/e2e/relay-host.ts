import { type RelayProcess, startRelay } from "./relay-process.ts";

/** A relay that may die and come back, always on the same port, so that pages can find it again. */
export class RelayHost {
  readonly url: string;
  readonly port: number;
  readonly #env: Readonly<Record<string, string>>;
  #running: RelayProcess | undefined;

  private constructor(running: RelayProcess, env: Readonly<Record<string, string>>) {
    this.url = running.url;
    this.port = running.port;
    this.#running = running;
    this.#env = env;
  }

  static async start(env: Readonly<Record<string, string>>): Promise<RelayHost> {
    return new RelayHost(await startRelay({ env }), env);
  }

  /** What the present process has printed; empty while there is none. */
  get logs(): readonly string[] {
    return this.#running?.logs ?? [];
  }

  /** What it counts and what it has printed, for whoever looks into a failure. */
  async describe(): Promise<string> {
    const metrics = await fetch(new URL("/metrics", this.url), { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.text(),
      (error: unknown) => String(error),
    );
    return `${metrics}\n${this.logs.join("\n")}\n`;
  }

  /** Starts the relay unless it runs. */
  async ensureRunning(): Promise<void> {
    this.#running ??= await startRelay({ port: this.port, env: this.#env });
  }

  /** Ends it in good order and starts it again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.ensureRunning();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.#running?.kill();
    this.#running = undefined;
  }
}
