import { expect, test } from "vitest";
import { junitTally, playwrightTally, tallyOf, vitestTally } from "../../../scripts/tally.mjs";

test("a runner that left no report has run nothing", () => {
  expect(tallyOf("a step that never ran", "vitest")).toEqual({
    passed: 0,
    failed: 0,
    skipped: 0,
    failures: [],
  });
});

test("tests that are put off count as skipped", () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 0,
    numPendingTests: 3,
    numTodoTests: 1,
    testResults: [],
  };
  expect(vitestTally(report)).toEqual({ passed: 7, failed: 0, skipped: 4, failures: [] });
});

test("a test that failed is named with the first line of why, and so is a file that has none because it cannot be loaded", () => {
  const testResults = [
    {
      name: `${process.cwd()}/tests/unit/a.test.ts`,
      status: "failed",
      assertionResults: [
        { fullName: "adds", status: "passed" },
        {
          fullName: "divides",
          status: "failed",
          failureMessages: ["Error: \u001B[31mby nought\u001B[39m\n    at a.ts"],
        },
      ],
    },
    { name: "b.test.ts", status: "failed", message: "No such module", assertionResults: [] },
  ];
  const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults };
  expect(vitestTally(report).failures).toEqual([
    "tests/unit/a.test.ts › divides: Error: by nought",
    "b.test.ts: No such module",
  ]);
});

test("a test that passes only now and then has failed, and is named however deep its suite is", () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: "call.test.ts",
    tests: [{ status, results: [message === undefined ? {} : { error: { message } }] }],
  });
  const suites = [
    {
      specs: [spec("rings", "expected"), spec("sings", "flaky")],
      suites: [{ specs: [spec("swings", "unexpected", "Too slow\nby far")] }],
    },
  ];
  expect(playwrightTally({ suites, stats })).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    failures: ["call.test.ts › sings", "call.test.ts › swings: Too slow"],
  });
});

test("the sum over all suites of a JUnit report counts, and what failed is named", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="deno test" tests="20" failures="3" errors="1" time="30.153">
      <testsuite name="./a.ts" tests="11" disabled="0" errors="0" failures="2">
        <testcase name="is quick" classname="./a.ts" time="0.1" line="3" col="6">
            <failure message="Uncaught Error">no</failure>
        </testcase>
        <testcase name="is calm" classname="./a.ts" time="0.1" line="9" col="6">
        </testcase>
      </testsuite>
      <testsuite name="./b.ts" tests="9" disabled="1" errors="1" failures="1"><testcase name="is put off" classname="./b.ts"><skipped/></testcase></testsuite>
    </testsuites>`;
  expect(junitTally(xml)).toEqual({ passed: 15, failed: 4, skipped: 1, failures: ["./a.ts › is quick"] });
});
