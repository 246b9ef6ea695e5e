// How many tests a step ran and which failed, from the report that its runner leaves in .cache/: JSON, and from Deno JUnit's XML.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./process.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number, failures: readonly string[] }} Tally */

/** @typedef {"vitest" | "playwright" | "deno"} Runner */

/** @type {Readonly<Tally>} */
export const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };

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
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ name: string, status: string, message?: string, assertionResults: { fullName: string, status: string, failureMessages?: string[] }[] }[]} testResults
 *   a file each; one that cannot be loaded has failed without a test
 */

/**
 * @param {VitestReport} report
 * @returns {Tally}
 */
export function vitestTally({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const failures = testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed") return [failure(file.name, file.message)];
    return failed.map((test) => failure(`${file.name} › ${test.fullName}`, test.failureMessages?.[0]));
  });
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
    failures,
  };
}

/**
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightSpec[]} [specs]
 *
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {string} file
 * @property {{ status: string, results: { error?: { message?: string } }[] }[]} tests
 *
 * @typedef {object} PlaywrightReport
 * @property {PlaywrightSuite[]} suites
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 */

/**
 * @param {PlaywrightReport} report
 * @returns {Tally}
 */
export function playwrightTally({ suites, stats }) {
  const failures = suites
    .flatMap(specsOf)
    .flatMap(({ title, file, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ results }) => failure(`${file} › ${title}`, results[0]?.error?.message)),
    );
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed, skipped: stats.skipped, failures };
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {PlaywrightSpec[]}
 */
function specsOf({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
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
  const cases = xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"[^>]*>\s*<(?:failure|error)\b/g);
  const failures = Array.from(cases, ([, name, file]) => `${file} › ${name}`);
  return { passed: count("tests") - failed - skipped, failed, skipped, failures };
}

/**
 * One line: where, and the beginning of why.
 * @param {string} where
 * @param {string} [why]
 */
function failure(where, why = "") {
  const reason = stripVTControlCharacters(why).split("\n")[0]?.trim();
  return where.replace(`${root}/`, "") + (reason ? `: ${reason}` : "");
}
