// The whole proof, from a fresh checkout: installs what is missing, a browser included, then runs every step in order.
// `npm test -- unit e2e` runs just those. The closing line is `N passed, N failed`, summed over the runners' own reports.
import "./node-version.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensurePage } from "./page.mjs";
import { explained, run, say, tool } from "./process.mjs";
import { forgetReport, playwrightTally, readReport, reportFile, vitestTally } from "./tally.mjs";

const STEP_LIMIT_MS = 15 * 60_000;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command
 * @property {Record<string, string>} [env]
 * @property {() => Promise<void>} [needs] brings what must be there before it can run
 * @property {(report: any) => import("./tally.mjs").Tally} [tally] reads its report; a step without one runs no tests
 */

/** @type {Step[]} */
const STEPS = [
  { name: "check", command: [process.execPath, "scripts/check.mjs"] },
  vitest("unit"),
  vitest("relay"),
  { name: "build", command: [process.execPath, "scripts/build.mjs"] },
  { ...vitest("browser"), needs: browser },
  {
    name: "e2e",
    command: tool("@playwright/test/cli.js", "test", "--reporter=list,json"),
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile("e2e") },
    needs: () => browser().then(ensurePage),
    tally: playwrightTally,
  },
];

await explained(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown)
    throw new Error(`There is no step "${unknown}", only ${STEPS.map(({ name }) => name).join(", ")}.`);

  await ensureInstalled();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const step of STEPS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    say(`\n── ${step.name}`);
    const started = performance.now();
    const { passed, failed, skipped } = await perform(step);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const outcome = step.tally ? `${passed} passed, ${failed} failed` : failed === 0 ? "ok" : "failed";
    lines.push(`${step.name.padEnd(8)}${seconds.padStart(7)} s  ${outcome}`);
  }

  console.log(`\n${lines.join("\n")}\n`);
  console.log(
    `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
  );
  if (total.failed > 0) process.exitCode = 1;
});

/**
 * A step that ends badly without naming a failed test, or runs no test where it should, counts as one failure.
 * @param {Step} step
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
async function perform({ name, command, env, needs, tally }) {
  try {
    await needs?.();
    forgetReport(name);
    const { code } = await run(command, { timeLimitMs: STEP_LIMIT_MS, env });
    const counts = tally ? tally(readReport(name)) : { passed: 0, failed: 0, skipped: 0 };
    const good = code === 0 && (!tally || counts.passed > 0);
    return good ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * @param {string} project
 * @returns {Step}
 */
function vitest(project) {
  const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile(project)}`];
  return {
    name: project,
    command: tool("vitest/vitest.mjs", "run", "--project", project, ...reports),
    tally: vitestTally,
  };
}

async function browser() {
  // Loaded late: it stands on what ensureInstalled brings.
  const { ensureBrowser } = await import("./install-browser.mjs");
  await ensureBrowser();
}
