import { expect, test } from "vitest";
import { LossPattern } from "../../../src/media/loss-pattern.ts";
import { gilbert } from "../../fakes/losses.ts";

function learned(losses: readonly boolean[], from = 0): LossPattern {
  const pattern = new LossPattern();
  for (const [i, isLost] of losses.entries()) pattern.learn((from + i) & 0xffff, isLost);
  return pattern;
}

test("nothing lost: nothing to tell, copies next to their frames", () => {
  for (const pattern of [new LossPattern(), learned(Array(500).fill(false))]) {
    expect(pattern).toMatchObject({ share: 0, burstLength: 1 });
    expect(pattern.offsets(3)).toEqual([1, 2, 3]);
    expect(pattern.offsets(0)).toEqual([]);
  }
});

test.each([0.01, 0.05, 0.1, 0.2, 0.4])("losses by chance at %d come one by one", (share) => {
  const pattern = new LossPattern();
  for (const [i, isLost] of gilbert({ share, seed: 7 }, 20_000).entries()) {
    pattern.learn(i & 0xffff, isLost);
    expect(pattern.offsets(2)).toEqual([1, 2]);
  }
  expect(Math.abs(pattern.share - share)).toBeLessThan(0.06);
});

test.each([
  [2, 3],
  [3, 4.5],
  [5, 6],
])("bursts of %d spread copies about %d frames apart", (burst, spacing) => {
  const pattern = learned(gilbert({ share: 0.05, burst, seed: 3 }, 20_000), 60_000);
  expect(Math.abs(pattern.burstLength - burst)).toBeLessThan(1);
  const [first = 0, second] = pattern.offsets(2);
  expect(Math.abs(first - spacing)).toBeLessThanOrEqual(1.5);
  expect(second).toBe(2 * first);
});

test("three copies reach no farther back than frames are kept", () => {
  const pattern = learned(gilbert({ share: 0.1, burst: 6, seed: 3 }, 20_000));
  expect(pattern.offsets(3)).toEqual([4, 8, 12]);
});

test("a burst is one even where the reports of its losses come behind later arrivals", () => {
  const pattern = new LossPattern();
  for (let i = 0; i < 2000; i += 10) {
    for (const arrived of [0, 1, 2, 3, 7]) pattern.learn(i + arrived, false);
    for (const lost of [4, 5, 6]) pattern.learn(i + lost, true);
    for (const arrived of [8, 9]) pattern.learn(i + arrived, false);
  }
  expect(pattern.burstLength).toBeGreaterThan(2.8);
});

test("a burst is one across the wrap", () => {
  const across = learned([true, true], 0xffff);
  expect(across.burstLength).toBe(learned([true, true], 100).burstLength);
  expect(across.burstLength).toBeGreaterThan(learned([true, false, true], 100).burstLength);
});

test("when bursts are over, copies come together again", () => {
  const pattern = learned([
    ...gilbert({ share: 0.05, burst: 4, seed: 3 }, 5000),
    ...gilbert({ share: 0.05, seed: 3 }, 6000),
  ]);
  expect(pattern.offsets(2)).toEqual([1, 2]);
});
