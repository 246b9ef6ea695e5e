/*
 * A bad network: the app as it is built and Chrome's own WebRTC by turns, behind the same seeded shaper. `npm run
 * bench:loss`; `-- --quick` for a rough answer, `-- --rows 5,burst5,step` for some of the rows, `-- --leg down` to shape
 * the way from the relay to the listener in place of that from the speaker to the relay, `-- --explain` to see what both
 * systems say of their calls, `-- --low-latency` for browsers that let a page choose its congestion control, as this one does behind a switch.
 * A full run notes its results.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromiumFlags } from "../../scripts/browser.mjs";
import { ensureBrowser } from "../../scripts/install-browser.mjs";
import { ensurePage } from "../../scripts/page.mjs";
import { root, say } from "../../scripts/process.mjs";
import { Stand } from "../stand/stand.ts";
import { json, type Results, table } from "./report.ts";
import { measureRound, type Round, type Times } from "./round.ts";
import { type Row, rows } from "./rows.ts";
import { systems } from "./systems.ts";

const RESULTS = join(root, "bench/results");
/** Milliseconds. With queues and buffers on the way half a second would not tell one click from the next. */
const CLICK_PERIOD = 1_000;
/** Of the shaper; the next pair has the next one. Its bursts come out at their mean within some hundred datagrams. */
const FIRST_SEED = 101;

const LOW_LATENCY = "--enable-blink-features=WebTransportCongestionControl";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    explain: { type: "boolean", default: false },
    rows: { type: "string" },
    leg: { type: "string" },
    "low-latency": { type: "boolean", default: false },
  },
});
const leg = options.leg === "down" ? "down" : "up";
const ids = options.rows?.split(",") ?? rows.map(({ id }) => id);
const unknown = ids.find((id) => !rows.some((row) => row.id === id));
if (unknown !== undefined) throw new Error(`There is no row "${unknown}"`);

const times: Times = options.quick
  ? { warmUp: 3_000, duration: 8_000, stepPart: 10_000 }
  : { warmUp: 6_000, duration: 15_000, stepPart: 20_000 };
const pairs = options.quick ? 1 : 2;

/** Calls of both systems by turns, so that whatever else the machine does falls on both. */
async function measureRow(stand: Stand, row: Row): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? systems : systems.toReversed();
    for (const system of order) {
      say(`${row.title}: ${system.name}…`);
      rounds.push(await measureRound(stand, row, system, { times, leg, seed: FIRST_SEED + pair }));
    }
  }
  return rounds;
}

await ensureBrowser();
await ensurePage();
const stand = await Stand.open(CLICK_PERIOD, [
  ...chromiumFlags,
  ...(options["low-latency"] ? [LOW_LATENCY] : []),
]);
try {
  const measured = [];
  for (const row of rows.filter(({ id }) => ids.includes(id)))
    measured.push({ row, rounds: await measureRow(stand, row) });
  const results: Results = { browser: stand.browserVersion, leg, rows: measured };
  console.log(`\n${table(results, options.explain)}`);
  if (!options.quick && !options["low-latency"] && measured.length === rows.length) {
    const file = join(RESULTS, leg === "up" ? "loss.json" : "loss-down.json");
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(file, json(results));
    console.log(`\nThe same for programs: ${file}`);
  }
} finally {
  await stand.close();
}
