import { existsSync } from "node:fs";
import { findChromium, findFirefox, findSoundServer } from "./browser.mjs";
import { run, say, tool } from "./process.mjs";

const LIMIT_MS = 15 * 60_000;
const APT = "/usr/bin/apt-get";

/** Finds a Chromium, or installs one: Playwright's own, else Debian's where apt is ours to use. */
export async function ensureBrowser() {
  if (findChromium()) return;

  say("No Chromium or Chrome found: fetching Playwright's…");
  if (await succeeds(playwright("install", "--no-shell", "chromium"))) {
    if (isAptOurs()) await succeeds(playwright("install-deps", "chromium"));
  } else if (isAptOurs()) {
    say("That is out of reach: installing Debian's…");
    await installPackage("chromium");
  }
  if (!findChromium()) {
    throw new Error(
      "The tests need a browser: install Chromium or Chrome, or set KITH_CHROMIUM to the path of one.",
    );
  }
}

/**
 * Finds a Firefox and a sound server for it, or installs Debian's where apt is ours to use. Playwright's own is another Firefox than
 * people have.
 */
export async function ensureFirefox() {
  if (!findFirefox() && isAptOurs()) {
    say("No Firefox found: installing Debian's…");
    await installPackage("firefox-esr");
  }
  if (!findSoundServer() && isAptOurs()) {
    say(
      "No PulseAudio found, without which Firefox is mute on a machine without a sound card: installing Debian's…",
    );
    await installPackage("pulseaudio");
  }
  if (!findFirefox()) {
    throw new Error(
      "The end-to-end tests call from Chromium to Firefox: install Firefox, or set KITH_FIREFOX to the path of one.",
    );
  }
}

function isAptOurs() {
  return existsSync(APT) && process.getuid?.() === 0;
}

/** @param {string} name */
async function installPackage(name) {
  await succeeds([APT, "update"]);
  await succeeds([APT, "install", "--yes", "--no-install-recommends", name]);
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
