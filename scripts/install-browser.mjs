import { existsSync } from "node:fs";
import { findChromium } from "./browser.mjs";
import { run, say, tool } from "./process.mjs";

const LIMIT_MS = 15 * 60_000;
const APT = "/usr/bin/apt-get";
const NONINTERACTIVE = { DEBIAN_FRONTEND: "noninteractive" };

/** Finds a Chromium, or installs one: Playwright's own, else Debian's where apt is ours to use. */
export async function ensureBrowser() {
  if (findChromium()) return;
  say("No Chromium or Chrome found: installing one…");
  const apt = existsSync(APT) && process.getuid?.() === 0;

  if (await succeeds(playwright("install", "--no-shell", "chromium"))) {
    if (apt) await succeeds(playwright("install-deps", "chromium"));
  } else if (apt) {
    await succeeds([APT, "update", "-q"]);
    await succeeds([APT, "install", "-q", "-y", "--no-install-recommends", "chromium"]);
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

/** @param {string[]} command */
async function succeeds(command) {
  const { code } = await run(command, { output: "progress", timeLimitMs: LIMIT_MS, env: NONINTERACTIVE });
  return code === 0;
}
