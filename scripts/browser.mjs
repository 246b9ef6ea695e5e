import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const CHROMIUM_COMMANDS = ["chromium", "google-chrome-stable", "google-chrome"];

const CHROMIUM_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const FIREFOX_COMMANDS = ["firefox-esr", "firefox"];

const FIREFOX_PLACES = [
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/**
 * The browser that most tests drive: `KITH_CHROMIUM`, else an installed Chromium or Chrome, else Playwright's own.
 * @returns {string | undefined} an absolute path
 */
export function findChromium() {
  const own = chromium.executablePath();
  return process.env["KITH_CHROMIUM"] || find(CHROMIUM_COMMANDS, [...CHROMIUM_PLACES, own]);
}

/**
 * The other side of calls between unlike browsers: `KITH_FIREFOX`, else an installed Firefox.
 * @returns {string | undefined} an absolute path
 */
export function findFirefox() {
  return process.env["KITH_FIREFOX"] || find(FIREFOX_COMMANDS, FIREFOX_PLACES);
}

/**
 * A sound server for browsers whose audio stands still where there is no sound card. Other systems than Linux have one anyway.
 * @returns {string | undefined} an absolute path
 */
export function findSoundServer() {
  return find(["pulseaudio"], []);
}

/**
 * @param {readonly string[]} commands looked for on the PATH
 * @param {readonly string[]} places looked at after that
 */
function find(commands, places) {
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...places].find((path) => existsSync(path));
}

/**
 * What Chromium is to do without: what Playwright switches off, and two pages of Chromium's own, behind the address bar of every
 * window, that take more time to start than the page that is tested.
 */
const DISABLED_FEATURES = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];

/**
 * The flag that switches them off, and more of them. Chromium heeds the last such flag only.
 * @param {string[]} more
 */
export function withoutFeatures(...more) {
  return `--disable-features=${[...DISABLED_FEATURES, ...more].join(",")}`;
}

/** Quiet, sandbox-tolerant, with fake devices and without throttling of background windows. */
export const chromiumFlags = [
  withoutFeatures(),
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

/** For tests, which many pages paint: a graphics processor that is only imitated costs more than to do without. */
export const testFlags = [...chromiumFlags, "--disable-gpu"];

/** The same for Firefox, which takes them as preferences. */
export const firefoxPreferences = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.autoplay.default": 0,
};
