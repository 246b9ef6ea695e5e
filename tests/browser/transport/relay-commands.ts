// The browser's tests ask for these: a page cannot start a relay, the test runner behind it can.
import { type RelayProcess, startRelay } from "../../e2e/relay-process.ts";

/** A relay that runs, as a test in the browser knows it. */
export interface RunningRelay {
  readonly pid: number;
  readonly port: number;
  /** Where it says how it is reached. */
  readonly wellKnownUrl: string;
}

const running = new Map<number, RelayProcess>();

export const relayCommands = {
  /** On this port, or on a free one. */
  async startRelay(_: unknown, port?: number): Promise<RunningRelay> {
    const relay = await startRelay(port === undefined ? {} : { port });
    running.set(relay.pid, relay);
    const wellKnownUrl = new URL("/.well-known/kith.json", relay.url).href;
    return { pid: relay.pid, port: relay.port, wellKnownUrl };
  },

  /** Ends it as a crash would. */
  async killRelay(_: unknown, pid: number): Promise<void> {
    await running.get(pid)?.kill();
    running.delete(pid);
  },
};
