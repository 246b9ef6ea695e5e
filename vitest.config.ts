import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { findChromium, testFlags } from "./scripts/browser.mjs";
import { relayCommands } from "./tests/browser/transport/relay-commands.ts";
import { isolation } from "./vite.config.ts";

/** Both cores of a small machine. */
const maxWorkers = 2;

/** Pure logic runs in Node, what needs a browser in a real one; the relay is tested by Deno, whole calls by Playwright. */
export default defineConfig({
  server: { headers: isolation },
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts"],
          environment: "node",
          // The tests leave nothing behind that another would notice, and a process for each file would take half of the time.
          isolate: false,
          maxWorkers,
          // Nothing here takes long; a machine that is busy with something else does.
          testTimeout: 30_000,
        },
      },
      inBrowser("browser", { maxWorkers, exclude: ["tests/browser/transport/**"] }),
      // Against real relays, by the clock: alone, after all the others.
      inBrowser("wire", {
        maxWorkers: 1,
        include: ["tests/browser/transport/**/*.test.ts"],
        sequence: { groupOrder: 1 },
      }),
    ],
  },
});

function inBrowser(
  name: string,
  options: TestProjectInlineConfiguration["test"],
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: ["tests/browser/**/*.test.ts"],
      expect: { poll: { interval: 10 } },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        commands: relayCommands,
        provider: playwright({
          launchOptions: { executablePath: findChromium() ?? "", args: testFlags },
        }),
        instances: [{ browser: "chromium" }],
      },
      ...options,
    },
  };
}
