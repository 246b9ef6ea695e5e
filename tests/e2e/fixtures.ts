// What every end-to-end test stands on: a real relay, and a watch over every page that the test opens.
import { type BrowserContext, test as base, expect } from "@playwright/test";
import { RelayHost } from "./relay-host.ts";

export { expect };

/** What went wrong on a test's pages: console errors, uncaught errors, requests to another origin than the relay's. */
interface Problems {
  readonly seen: readonly string[];
  /** Names a problem that the test provokes on purpose. */
  allow(pattern: RegExp): void;
}

/**
 * On a machine that is as busy as with four in a call, Chromium loses a frame now and then that no code of the page was ever given:
 * with every reader, decoder, constructor and clone watched, all that were given out had been closed. In calls of two it counts.
 */
export const lostInside = /A VideoFrame was garbage collected/;

interface TestFixtures {
  /** The file's relay, running at the start of each test. */
  relay: RelayHost;
  /** Fails the test at its end when a page had a problem that was not allowed. */
  problems: Problems;
}

interface WorkerFixtures {
  /** Variables for the relay; `test.use({ relayEnv: … })` at the top of a file gives that file a relay of its own. */
  relayEnv: Readonly<Record<string, string>>;
  relayHost: RelayHost;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  relayEnv: [{}, { option: true, scope: "worker" }],

  relayHost: [
    async ({ relayEnv }, use) => {
      const host = await RelayHost.start(relayEnv);
      await use(host);
      await host.stop();
    },
    { scope: "worker" },
  ],

  relay: async ({ relayHost }, use) => {
    await relayHost.ensureRunning();
    await use(relayHost);
  },

  baseURL: ({ relay }, use) => use(relay.url),

  problems: [
    async ({ browser, relay }, use) => {
      const seen: string[] = [];
      const allowed: RegExp[] = [];
      const home = new URL(relay.url).origin;
      const watch = (context: BrowserContext) => {
        context.on("console", (message) => {
          if (message.type() === "error") seen.push(`console: ${message.text()}`);
        });
        context.on("weberror", (event) => {
          seen.push(`uncaught: ${event.error().stack ?? event.error().message}`);
        });
        context.on("request", (request) => {
          const { protocol, origin } = new URL(request.url());
          if (protocol.startsWith("http") && origin !== home) seen.push(`left its origin: ${request.url()}`);
        });
      };
      browser.on("context", watch);
      await use({ seen, allow: (pattern) => allowed.push(pattern) });
      browser.off("context", watch);
      const unexpected = seen.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
      expect(unexpected, "problems on the test's pages").toEqual([]);
    },
    { auto: true },
  ],
});
