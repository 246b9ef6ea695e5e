/*
 * What a 720p30 call takes of the processors: both ends, each sending and receiving, and the relay between them, beside
 * Chrome's own WebRTC. `npm run bench:cpu`, or with `-- --quick` for a rough answer. Needs Linux, which tells how long
 * each process has run. Both ends are in one browser, whose common processes are counted once, for both systems alike.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBrowser } from "../../scripts/install-browser.mjs";
import { ensurePage } from "../../scripts/page.mjs";
import { root, say } from "../../scripts/process.mjs";
import { kith, type System, webRtc } from "../stand/calls.ts";
import { Stand } from "../stand/stand.ts";
import { readProcesses, secondsOf } from "./process-tree.ts";
import { json, type Round, table } from "./report.ts";

const RESULTS = join(root, "bench/results/cpu.json");
const CAMERA = { width: 1280, height: 720 };
/** Milliseconds. */
const CLICK_PERIOD = 500;
const PICTURE_WITHIN = 20_000;
const READING = 2_000;

const quick = process.argv.includes("--quick");
const plan = quick
  ? { pairs: 1, warmUp: 2_000, duration: 5_000 }
  : { pairs: 3, warmUp: 4_000, duration: 10_000 };

async function measure(stand: Stand, system: System): Promise<Round> {
  say(`${system.name}…`);
  const call = await system.openCall(stand, CAMERA);
  try {
    await call.listener.evaluate(() => globalThis.bench.startReading());
    const seen = () => globalThis.bench.firstShown !== undefined;
    await call.listener.waitForFunction(seen, undefined, { timeout: PICTURE_WITHIN });
    await sleep(plan.warmUp);
    // Reading pictures takes time of its own, so it is over before and comes again after what is measured.
    await call.listener.evaluate(() => globalThis.bench.stopReading());
    const before = spent(stand);
    await sleep(plan.duration);
    const after = spent(stand);
    await call.listener.evaluate(() => globalThis.bench.startReading());
    await sleep(READING);
    const { ages, duration } = await call.listener.evaluate(() => globalThis.bench.stopReading());
    const perSecond = (from: number, to: number) => (to - from) / (after.at - before.at);
    return {
      system: system.name,
      browser: perSecond(before.browser, after.browser),
      relay: system === kith ? perSecond(before.relay, after.relay) : 0,
      picturesPerSecond: (ages.length * 1_000) / duration,
    };
  } finally {
    await call.close();
  }
}

/** Seconds: on the clock, and of the processors since each part of the stand began. */
function spent({ pids }: Stand) {
  const processes = readProcesses();
  return {
    at: performance.now() / 1_000,
    browser: secondsOf(pids.browser, processes),
    relay: secondsOf(pids.relay, processes),
  };
}

await ensureBrowser();
await ensurePage();
const stand = await Stand.open(CLICK_PERIOD);
try {
  const rounds: Round[] = [];
  for (let pair = 0; pair < plan.pairs; pair++) {
    const order = pair % 2 === 0 ? [kith, webRtc] : [webRtc, kith];
    for (const system of order) rounds.push(await measure(stand, system));
  }
  const results = { browser: stand.browserVersion, rounds };
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(RESULTS, json(results));
  console.log(`\n${table(results)}\n\nThe same for programs: ${RESULTS}`);
} finally {
  await stand.close();
}
