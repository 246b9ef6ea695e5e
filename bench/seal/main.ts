/*
 * What end-to-end encryption adds to the way of a frame: sealing at one end, opening at the other. `npm run bench:seal`.
 * There is no call without it to compare with, so this is the difference itself.
 */
import { chromium } from "@playwright/test";
import { chromiumFlags, findChromium } from "../../scripts/browser.mjs";
import { ensureBrowser } from "../../scripts/install-browser.mjs";
import { ensurePage } from "../../scripts/page.mjs";
import { startRelay } from "../../tests/e2e/relay-process.ts";
import { spread } from "../spread.ts";
import { bundle } from "../stand/bundle.ts";

const FRAMES = 1_000;
/** Bytes of one frame, and what is of that size. */
const sizes = [
  [110, "10 ms of sound"],
  [3_300, "a picture of 360p at 30/s"],
  [7_500, "a picture of 720p at 30/s"],
  [60_000, "a key frame"],
] as const;

await ensureBrowser();
await ensurePage();
const [relay, script] = [await startRelay(), await bundle("bench/seal/page.ts")];
const browser = await chromium.launch({ executablePath: findChromium() ?? "", args: [...chromiumFlags] });
try {
  const page = await browser.newPage();
  await page.addInitScript({ content: script });
  await page.goto(relay.url);
  console.log(`\nSealing one frame after the other, milliseconds. Chromium ${browser.version()}\n`);
  console.log(`${"".padEnd(36)}seal p50     p95 open p50    p95`);
  for (const [bytes, what] of sizes) {
    const times = await page.evaluate(([size, count]) => globalThis.measureSeal(size, count), [
      bytes,
      FRAMES,
    ] as const);
    const [seal, open] = [spread(times.seal), spread(times.open)];
    const numbers = [seal.p50, seal.p95, open.p50, open.p95].map((ms) => ms.toFixed(2).padStart(8)).join("");
    console.log(`${`${what} (${bytes} bytes)`.padEnd(36)}${numbers}`);
  }
} finally {
  await Promise.all([browser.close(), relay.stop()]);
}
