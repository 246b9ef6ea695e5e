import { defineConfig } from "@playwright/test";
import { findChromium, testFlags } from "./scripts/browser.mjs";

/** Whole calls in a real Chromium against a real relay. One worker: two would time each other on a small machine. */
export default defineConfig({
  testDir: "tests/e2e",
  projects: [
    { name: "e2e", testMatch: "**/*.test.ts", testIgnore: "family.test.ts" },
    // Five devices, and so more than a minute: `npm run story` runs it by itself.
    { name: "story", testMatch: "family.test.ts", expect: { timeout: 20_000 } },
  ],
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { executablePath: findChromium() ?? "", args: testFlags },
    // Snapshots of the page at every look would take a good part of the time that its calls have.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
  },
});
