import { expect, test } from "vitest";
import { junitTally, playwrightTally, tallyOf, vitestTally } from "../../../scripts/tally.mjs";

test("a runner that left no report has run nothing", () => {
  expect(tallyOf("a step that never ran", "vitest")).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test("tests that are put off count as skipped", () => {
  const report = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
  expect(vitestTally(report)).toEqual({ passed: 7, failed: 2, skipped: 4 });
});

test("a test that passes only now and then has failed", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightTally({ stats })).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("the sum over all suites of a JUnit report counts", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="deno test" tests="20" failures="3" errors="1" time="30.153">
      <testsuite name="./a.ts" tests="11" disabled="0" errors="0" failures="2"></testsuite>
      <testsuite name="./b.ts" tests="9" disabled="1" errors="1" failures="1"><testcase><skipped/></testcase></testsuite>
    </testsuites>`;
  expect(junitTally(xml)).toEqual({ passed: 15, failed: 4, skipped: 1 });
});
