// How many tests a step ran, from the report that its runner leaves in .cache/: JSON, and from Deno JUnit's XML.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./process.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @typedef {"vitest" | "playwright" | "deno"} Runner */

/** @type {Readonly<Tally>} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} step */
export function reportFile(step) {
  return join(root, ".cache/reports", step);
}

/** @param {string} step */
export function forgetReport(step) {
  rmSync(reportFile(step), { force: true });
  mkdirSync(dirname(reportFile(step)), { recursive: true });
}

/**
 * @param {string} step
 * @param {Runner} runner
 */
export function tallyOf(step, runner) {
  const file = reportFile(step);
  if (!existsSync(file)) return nothing;
  const report = readFileSync(file, "utf8");
  if (runner === "deno") return junitTally(report);
  return runner === "vitest" ? vitestTally(JSON.parse(report)) : playwrightTally(JSON.parse(report));
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

/**
 * @param {string} xml whose root element sums up all suites
 * @returns {Tally}
 */
export function junitTally(xml) {
  const root = /<testsuites [^>]*>/.exec(xml)?.[0] ?? "";
  const count = (/** @type {string} */ name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  const skipped = xml.match(/<skipped\b/g)?.length ?? 0;
  return { passed: count("tests") - failed - skipped, failed, skipped };
}
