// The whole proof, from a fresh checkout: installs what is missing, a browser included, then runs every step in order.
// `npm test -- unit e2e` runs just those. The closing line is `N passed, N failed`, summed over the runners' own reports.
import "./node-version.mjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { denoBinary } from "./deno.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensurePage } from "./page.mjs";
import { explained, root, run, say, tool } from "./process.mjs";
import { forgetReport, nothing, reportFile, tallyOf } from "./tally.mjs";

const STEP_LIMIT_MS = 15 * 60_000;
/** The relay's tests that run side by side: most of their time is waiting. */
const RELAY_FILES = 4;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => string[]} command
 * @property {import("./tally.mjs").Runner} [runner] whose report counts its tests; a step without one runs none
 * @property {boolean} [page] whether it needs the built page
 * @property {boolean} [firefox] whether it needs a Firefox beside the Chromium
 */

/** @type {Step[]} */
const STEPS = [
  { name: "check", command: () => [process.execPath, "scripts/check.mjs"] },
  { name: "unit", command: () => vitest("unit", "unit"), runner: "vitest" },
  { name: "relay", command: denoTests, runner: "deno", page: true },
  { name: "build", command: () => [process.execPath, "scripts/build.mjs"] },
  { name: "size", command: () => [process.execPath, "scripts/size.mjs"], page: true },
  { name: "browser", command: () => vitest("browser", "browser", "wire"), runner: "vitest" },
  { name: "e2e", command: playwright, runner: "playwright", page: true, firefox: true },
];

await explained(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown)
    throw new Error(`There is no step "${unknown}", only ${STEPS.map(({ name }) => name).join(", ")}.`);

  await ensureInstalled();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const failures = [];
  for (const step of STEPS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    say(`\n── ${step.name}`);
    const started = performance.now();
    const { passed, failed, skipped, failures: named } = await perform(step);
    failures.push(...named.map((failure) => `✗ ${step.name}: ${failure}`));
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const outcome = step.runner ? `${passed} passed, ${failed} failed` : failed === 0 ? "ok" : "failed";
    lines.push(`${step.name.padEnd(8)}${seconds.padStart(7)} s  ${outcome}`);
  }

  // Named here, because a run is often read from its end.
  if (failures.length > 0) console.log(`\n${failures.join("\n")}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed${skipped}`);
  if (total.failed > 0) process.exitCode = 1;
});

/**
 * A step that ends badly without naming a failed test, or runs no test where it should, counts as one failure.
 * @param {Step} step
 */
async function perform({ name, command, runner, page, firefox }) {
  try {
    if (runner) await browsers(firefox);
    if (page) await ensurePage();
    forgetReport(name);
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(name), DENO_JOBS: `${RELAY_FILES}` };
    const { code } = await run(command(), { timeLimitMs: STEP_LIMIT_MS, env });
    const tally = runner ? tallyOf(name, runner) : nothing;
    const good = code === 0 && (!runner || tally.passed > 0);
    return good ? tally : { ...tally, failed: Math.max(tally.failed, 1) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { ...nothing, failed: 1 };
  }
}

/**
 * @param {string} name of the step
 * @param {string[]} projects
 */
function vitest(name, ...projects) {
  const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile(name)}`];
  return tool(
    "vitest/vitest.mjs",
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    ...reports,
  );
}

function playwright() {
  return tool("@playwright/test/cli.js", "test", "--reporter=list,json");
}

/** The relay's clients are written for Deno, whose QUIC lets them misbehave as no browser would. */
function denoTests() {
  const folder = "tests/relay/cases";
  const files = readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
  const flags = ["--allow-all", "--unstable-net", "--no-check", "--cached-only", "--parallel"];
  // For relays that make the page's certificate themselves.
  flags.push("--unsafely-ignore-certificate-errors=127.0.0.1");
  return [denoBinary(), "test", ...flags, `--junit-path=${reportFile("relay")}`, ...files];
}

async function browsers(firefox = false) {
  // Loaded late: it stands on what ensureInstalled brings.
  const { ensureBrowser, ensureFirefox } = await import("./install-browser.mjs");
  await ensureBrowser();
  if (firefox) await ensureFirefox();
}
