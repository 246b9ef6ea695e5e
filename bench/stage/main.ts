/*
 * Whether the stage runs smoothly with eight people: long tasks of the page's thread and what they have of a processor, animation
 * frames, and how many of the decoded pictures are shown. All eight are in one browser, and one of them is watched; the others have
 * their stage out of sight, so that they send, and hear, and ask for no pictures. `npm run bench:stage`, or with `-- --quick` for a
 * rough answer, or with `-- --people=5` where the machine has no room for eight.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page } from "@playwright/test";
import { testFlags } from "../../scripts/browser.mjs";
import { ensureBrowser } from "../../scripts/install-browser.mjs";
import { ensurePage } from "../../scripts/page.mjs";
import { root, say } from "../../scripts/process.mjs";
import type { CallStatistics } from "../../src/workers/engine/statistics.ts";
import { closeAll, joinKithCall, startKithCall } from "../stand/calls.ts";
import { Stand } from "../stand/stand.ts";
import { json, type Results, table } from "./report.ts";
import { TaskTrace } from "./task-trace.ts";

const RESULTS = join(root, "bench/results/stage.json");
/** Eight, or what `--people=6` says. */
const PEOPLE = Number(/--people=(\d+)/.exec(process.argv.join(" "))?.[1] ?? 8);
const camera = { width: 640, height: 360 };
/** So that the window is 1280 × 720. */
const watched = { camera, sees: { width: 1254, height: 544 } };
const others = { camera: { width: 320, height: 180 }, sees: { width: 320, height: 180 } };
/** Those who are not muted, as in most calls of eight. */
const TALKING = 2;
/** Milliseconds. */
const CLICK_PERIOD = 500;
const MEETING = 60_000;
/** After everything else: it takes a part of the machine itself. */
const TRACED = 5_000;

const quick = process.argv.includes("--quick");
const plan = quick ? { warmUp: 10_000, duration: 10_000 } : { warmUp: 20_000, duration: 30_000 };

async function measure(stand: Stand): Promise<Results> {
  const pages: Page[] = [];
  try {
    const { page, link } = await startKithCall(stand, watched);
    pages.push(page);
    while (pages.length < PEOPLE) {
      const other = await joinKithCall(stand, others, link);
      pages.push(other);
      await other.evaluate(() => {
        document.body.style.translate = "-200vw";
      });
      if (pages.length > TALKING) await other.evaluate(() => globalThis.bench.press("Mute microphone"));
      const seen = async () => (await decodedOf(page)).frames.filter((count) => count > 0).length;
      await expect.poll(seen, { timeout: MEETING }).toBe(pages.length - 1);
      say(`${pages.length} are there…`);
    }
    await sleep(plan.warmUp);
    const before = await decodedOf(page);
    await page.evaluate(() => globalThis.bench.startWatching());
    await sleep(plan.duration);
    const smoothness = await page.evaluate(() => globalThis.bench.stopWatching());
    const after = await decodedOf(page);
    const trace = await TaskTrace.start(page);
    await sleep(TRACED);
    const tasks = await trace.stop();
    const seconds = (after.timestamp - before.timestamp) / 1_000;
    const counts = after.frames.map((count, i) => count - (before.frames[i] ?? 0));
    return {
      browser: stand.browserVersion,
      people: PEOPLE,
      camera,
      page: smoothness,
      tasks,
      decoded: (counts.reduce((sum, count) => sum + count, 0) / seconds) * (smoothness.duration / 1_000),
      decodedPerSecond: counts.map((count) => count / seconds),
    };
  } finally {
    await closeAll(...pages);
  }
}

/** So far, of each of the others. */
async function decodedOf(page: Page) {
  const statistics = await page.evaluate(() => globalThis.bench.appStatistics);
  const { timestamp = 0, peers = [] } = statistics ?? ({} as Partial<CallStatistics>);
  return { timestamp, frames: peers.map(({ video }) => video.framesDecoded) };
}

await ensureBrowser();
await ensurePage();
const stand = await Stand.open(CLICK_PERIOD, testFlags);
try {
  const results = await measure(stand);
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(RESULTS, json(results));
  console.log(`\n${table(results)}\n\nThe same for programs: ${RESULTS}`);
} finally {
  await stand.close();
}
