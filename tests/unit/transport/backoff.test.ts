import fc from "fast-check";
import { expect, test } from "vitest";
import { nextDelay, type ReconnectPolicy, reconnectPolicy } from "../../../src/transport/backoff.ts";

const policy: ReconnectPolicy = {
  maxAttempts: 9,
  initialDelay: 100,
  maxDelay: 1000,
  multiplier: 2,
  jitter: 0.5,
};

test("doubles from the initial delay to the longest", () => {
  const delays = [0, 1, 2, 3, 4, 5].map((attempt) => nextDelay(policy, attempt, () => 0));
  expect(delays).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test("leaves its part to chance, and no more", () => {
  expect(nextDelay(policy, 1, () => 0.5)).toBe(150);
  expect(nextDelay({ ...policy, jitter: 0 }, 1, () => 0.999)).toBe(200);
  expect(nextDelay({ ...policy, jitter: 1 }, 1, () => 0.5)).toBe(100);
});

test("whatever the attempt and the chance, a delay is within its bounds", () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(), chance, (attempt, random) => {
      const delay = nextDelay(reconnectPolicy, attempt, () => random);
      expect(delay).toBeGreaterThanOrEqual(reconnectPolicy.initialDelay * (1 - reconnectPolicy.jitter));
      expect(delay).toBeLessThanOrEqual(reconnectPolicy.maxDelay);
    }),
  );
});

test("a relay that restarts within a second is found again within the next, and ten minutes are outlasted", () => {
  const usual = Array.from({ length: reconnectPolicy.maxAttempts }, (_, attempt) =>
    nextDelay(reconnectPolicy, attempt, () => 0.5),
  );
  let waited = 0;
  for (const delay of usual) {
    if (waited > 1000) break;
    waited += delay;
  }
  expect(waited).toBeLessThan(2000);
  const total = usual.reduce((sum, delay) => sum + delay);
  expect(total).toBeGreaterThan(9 * 60_000);
  expect(total).toBeLessThan(12 * 60_000);
});
