import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const COMMANDS = ["chromium", "google-chrome-stable", "google-chrome"];

const FIXED_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * The browser the tests drive: `KITH_CHROMIUM`, else an installed Chromium or Chrome, else Playwright's own.
 * @returns {string | undefined} an absolute path
 */
export function findChromium() {
  const named = process.env["KITH_CHROMIUM"];
  if (named) return named;
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
  return [...onPath, ...FIXED_PLACES, chromium.executablePath()].find((path) => existsSync(path));
}

/** Quiet, sandbox-tolerant, with fake devices and without throttling of background windows. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
];
