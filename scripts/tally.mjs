// How many tests a step ran, from the JSON report that its runner leaves in .cache/.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Readonly<Tally>} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} step */
export function reportFile(step) {
  return join(root, ".cache/reports", `${step}.json`);
}

/** @param {string} step */
export function forgetReport(step) {
  rmSync(reportFile(step), { force: true });
}

/**
 * @param {string} step
 * @param {"vitest" | "playwright"} runner
 */
export function tallyOf(step, runner) {
  const file = reportFile(step);
  if (!existsSync(file)) return nothing;
  const report = JSON.parse(readFileSync(file, "utf8"));
  return runner === "vitest" ? vitestTally(report) : playwrightTally(report);
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} report
 * @returns {Tally}
 */
export function vitestTally({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Tally}
 */
export function playwrightTally({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
