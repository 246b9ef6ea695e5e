import { describe, expect, test } from "vitest";
import { cases } from "../../../../bench/congestion/cases.ts";
import { measure } from "../../../../bench/congestion/measure.ts";
import { type ControlFactory, runCase } from "../../../../bench/congestion/run-case.ts";
import { DelayControl } from "../../../../src/media/congestion/delay-control.ts";
import { ThresholdControl } from "../../../../src/media/congestion/threshold-control.ts";

const delay: ControlFactory = (limits) => new DelayControl(limits);
const threshold: ControlFactory = (limits) => new ThresholdControl(limits);

function measured(name: string, make: ControlFactory, seed = 77) {
  const testCase = cases.find((each) => each.name === name);
  if (testCase === undefined) throw new RangeError(name);
  return measure(runCase(testCase, make, seed));
}

test("the same seed gives the same network, another another", () => {
  expect(measured("5.1", delay)).toEqual(measured("5.1", delay));
  expect(measured("5.1", delay)).not.toEqual(measured("5.1", delay, 78));
});

/** Seeds that the control was not made with. */
describe.each([101, 102])("with seed %i", (seed) => {
  test.each(["5.1", "5.2"])("variable capacity (%s) is used, with a short queue", (name) => {
    const result = measured(name, delay, seed);
    expect(result.utilisation).toBeGreaterThan(0.95);
    expect(result.queueP50).toBeLessThan(12);
    expect(result.queueP95).toBeLessThan(60);
    expect(result.recovery).toBeLessThan(4);
    expect(result.drain).toBeLessThan(2.5);
  });

  test("three flows share fairly", () => {
    const result = measured("5.4", delay, seed);
    expect(result.utilisation).toBeGreaterThan(0.97);
    expect(result.fairness).toBeGreaterThan(0.95);
    expect(result.queueP95).toBeLessThan(45);
  });

  test.each(["5.6-300", "5.6-1000"])("TCP does not starve us, nor we TCP (%s)", (name) => {
    const result = measured(name, delay, seed);
    expect(result.starved).toBeLessThan(5);
    expect(result.mediaShare).toBeGreaterThan(0.12);
    expect(result.mediaShare).toBeLessThan(0.65);
  });
});

test.each(["5.1", "5.2", "5.3", "5.4", "5.8", "loss"])("%s: the threshold rule uses less", (name) => {
  expect(measured(name, threshold).utilisation).toBeLessThan(0.6 * measured(name, delay).utilisation);
});
