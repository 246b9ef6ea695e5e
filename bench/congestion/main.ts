/*
 * The rate control and the plain threshold rule beside it, in a simulated network: the cases of RFC 8867. `npm run
 * bench:congestion`, with `-- --seeds 20` for more than five runs of each, `-- --case 5.4` for one case only. Time is virtual:
 * the same code gives the same figures on every machine. Fails when a seed misses a target.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../scripts/process.mjs";
import { DelayControl } from "../../src/media/congestion/delay-control.ts";
import { ThresholdControl } from "../../src/media/congestion/threshold-control.ts";
import { cases } from "./cases.ts";
import { measure } from "./measure.ts";
import { plot } from "./plot.ts";
import { json, table } from "./report.ts";
import { type ControlFactory, runCase } from "./run-case.ts";
import { type CaseSummary, summarise } from "./summary.ts";
import { misses } from "./targets.ts";

const RESULTS = join(root, "bench/results/congestion");

const controls: readonly (readonly [name: string, make: ControlFactory])[] = [
  ["delay", (limits) => new DelayControl(limits)],
  ["threshold", (limits) => new ThresholdControl(limits)],
];

const { values: options } = parseArgs({
  options: { seeds: { type: "string", default: "5" }, case: { type: "string" } },
});
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);

mkdirSync(RESULTS, { recursive: true });
const summaries: CaseSummary[] = [];
for (const testCase of cases.filter(({ name }) => options.case === undefined || name === options.case)) {
  const shown = controls.map(([name, make]) => {
    const results = seeds.map((seed) => runCase(testCase, make, seed));
    summaries.push(summarise(testCase, name, results.map(measure)));
    return [name, results.slice(0, 1)] as const;
  });
  const columns = shown.flatMap(([name, results]) => results.map((result) => [name, result] as const));
  writeFileSync(join(RESULTS, `${testCase.name}.svg`), plot(columns));
}
writeFileSync(join(RESULTS, "results.json"), json(summaries));

console.log(`Mean of ${seeds.length} seeds, with the range; delays in milliseconds.\n`);
console.log(table(summaries));
console.log(`\nThe same for programs, and a plot of each case: ${RESULTS}`);
const missed = misses(summaries.filter(({ control }) => control === "delay"));
if (missed.length > 0) {
  console.log(`\nTargets missed:\n${missed.join("\n")}`);
  process.exitCode = 1;
}
