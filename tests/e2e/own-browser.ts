import { type Browser, chromium } from "@playwright/test";
import { findChromium, testFlags } from "../../scripts/browser.mjs";

/** A browser in processes of its own. Whoever launches it closes it. */
export interface OwnBrowser {
  readonly browser: Browser;
  /** Of the process that all its others descend from. */
  readonly pid: number;
  close(): Promise<void>;
  /** Ends all its processes at once, as a power cut does: nothing is said to anyone. */
  kill(): void;
}

/** Launches a browser beside the test's, with the usual flags or others. */
export async function launchBrowser(flags: readonly string[] = testFlags): Promise<OwnBrowser> {
  const server = await chromium.launchServer({ executablePath: findChromium() ?? "", args: [...flags] });
  const { pid } = server.process();
  if (pid === undefined) throw new Error("The browser has no process");
  return {
    browser: await chromium.connect(server.wsEndpoint()),
    pid,
    close: () => server.close(),
    // The browser leads a process group of its own.
    kill: () => process.kill(-pid, "SIGKILL"),
  };
}
