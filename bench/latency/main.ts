/*
 * How long a picture and a sound are on their way, in the app as it is built and in Chrome's own WebRTC beside it.
 * `npm run bench:latency`, or with `-- --quick` for a rough answer in a minute. Only the ratios travel from one machine
 * to another.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "../../scripts/install-browser.mjs";
import { ensurePage } from "../../scripts/page.mjs";
import { root, say } from "../../scripts/process.mjs";
import { Stand } from "../stand/stand.ts";
import { measureOpenings } from "./openings.ts";
import { json, type Results, table } from "./report.ts";
import { measureRounds, type Plan } from "./rounds.ts";

const RESULTS = join(root, "bench/results/latency.json");

/** Milliseconds. */
const CLICK_PERIOD = 500;

const small = { width: 640, height: 360 };
const large = { width: 1280, height: 720 };

const quick = process.argv.includes("--quick");
const plan: Plan = quick
  ? { pairs: 1, warmUp: 4_000, duration: 5_200 }
  : { pairs: 4, warmUp: 4_000, duration: 5_200 };

await ensureBrowser();
await ensurePage();
const stand = await Stand.open(CLICK_PERIOD);
try {
  const measure = async (name: string, camera: typeof small) => {
    say(`${name}…`);
    return { name, rounds: await measureRounds(stand, camera, plan) };
  };
  const cameras = [await measure("640×360, 30/s", small), await measure("1280×720, 30/s", large)];
  say("Opening links…");
  const openings = await measureOpenings(stand, small, quick ? 5 : 20);
  const results: Results = { browser: stand.browserVersion, cameras, openings };
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(RESULTS, json(results));
  console.log(`\n${table(results)}\n\nThe same for programs: ${RESULTS}`);
} finally {
  await stand.close();
}
