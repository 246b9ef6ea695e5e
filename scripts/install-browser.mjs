import { existsSync } from "node:fs";
import { findChromium } from "./browser.mjs";
import { run, say, tool } from "./process.mjs";

const LIMIT_MS = 15 * 60_000;
const APT = "/usr/bin/apt-get";

/** Finds a Chromium, or installs one: Playwright's own, else Debian's where apt is ours to use. */
export async function ensureBrowser() {
  if (findChromium()) return;
  const apt = existsSync(APT) && process.getuid?.() === 0;

  say("No Chromium or Chrome found: fetching Playwright's…");
  if (await succeeds(playwright("install", "--no-shell", "chromium"))) {
    if (apt) await succeeds(playwright("install-deps", "chromium"));
  } else if (apt) {
    say("That is out of reach: installing Debian's…");
    await succeeds([APT, "update"]);
    await succeeds([APT, "install", "--yes", "--no-install-recommends", "chromium"]);
  }
  if (!findChromium()) {
    throw new Error(
      "The tests need a browser: install Chromium or Chrome, or set KITH_CHROMIUM to the path of one.",
    );
  }
}

/** @param {string[]} args */
function playwright(...args) {
  return tool("@playwright/test/cli.js", ...args);
}

/**
 * Quiet: a way that fails is not the last one.
 * @param {string[]} command
 */
async function succeeds(command) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const { code } = await run(command, { output: "captured", timeLimitMs: LIMIT_MS, env });
  return code === 0;
}
