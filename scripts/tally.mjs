// How many tests a step ran, from the JSON report that its runner leaves in .cache/.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

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
 * @returns {any} undefined when the runner left none
 */
export function readReport(step) {
  const file = reportFile(step);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} [report]
 * @returns {Tally}
 */
export function vitestTally(report) {
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} [report]
 * @returns {Tally}
 */
export function playwrightTally(report) {
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
