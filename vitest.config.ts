import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags, findChromium } from "./scripts/browser.mjs";
import { relayCommands } from "./tests/browser/transport/relay-commands.ts";
import { isolation } from "./vite.config.ts";

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
          // Nothing here takes long; a machine that is busy with something else does.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: relayCommands,
            provider: playwright({
              launchOptions: { executablePath: findChromium() ?? "", args: chromiumFlags },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
