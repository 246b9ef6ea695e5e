import { expect, test } from "vitest";
import { PathLoss } from "../../../src/transport/path-loss.ts";

const PING = 500;
const ROUND_TRIP = 50;

/** Pings twice a second beside so many datagrams in between, of which so many get lost at each. */
function watch(
  lost: readonly number[],
  { perPing = 32, roundTrip = (_i: number): number => ROUND_TRIP } = {},
) {
  const loss = new PathLoss();
  let [sent, arrived] = [0, 0];
  const counted = [0, ...lost].map((missing, i) => {
    const at = i * PING;
    if (i > 0) sent += perPing;
    if (i > 0) arrived += perPing - missing;
    return loss.note({ at, took: roundTrip(i), sent, arrived });
  });
  return { loss, counted };
}

test("is the share that does not arrive", () => {
  const { loss } = watch(Array(20).fill(3));
  expect(loss.share()).toBeCloseTo(3 / 32);
  expect(loss.isSteady).toBe(true);
});

test("says nothing of a few datagrams", () => {
  expect(watch([3]).loss.share()).toBeUndefined();
  expect(watch([3, 0], { perPing: 29 }).loss.share()).toBeUndefined();
  expect(watch([3, 0], { perPing: 30 }).loss.share()).toBeCloseTo(3 / 60);
  expect(new PathLoss().share()).toBeUndefined();
  expect(new PathLoss().isSteady).toBe(false);
});

test("forgets what was lost more than five seconds ago", () => {
  const { loss } = watch([...Array(10).fill(6), ...Array(9).fill(0)]);
  expect(loss.share()).toBeLessThan(0.02);
  const { loss: later } = watch([...Array(10).fill(6), ...Array(10).fill(0)]);
  expect([later.share(), later.isSteady]).toEqual([0, false]);
});

test("tells of a shorter time where asked to", () => {
  const { loss } = watch([...Array(6).fill(0), ...Array(4).fill(6)]);
  expect(loss.share()).toBeCloseTo(0.4 * (6 / 32));
  expect(loss.share(2_000)).toBeCloseTo(6 / 32);
});

test("a burst is not steady, nor is a datagram that pings overtake", () => {
  expect(watch([0, 0, 0, 30, 10, 0, 0, 0]).loss.isSteady).toBe(false);
  expect(watch([1, 0, 1, 0, 1, 0, 1, 0, 1]).loss.isSteady).toBe(false);
  expect(watch([2, 0, 0, 2, 0, 0, 2, 0]).loss.isSteady).toBe(true);
});

test("what a full path loses is not counted while it answers late, and then as one", () => {
  const roundTrip = (i: number) => (i >= 3 && i <= 6 ? 350 : ROUND_TRIP);
  const { loss, counted } = watch([0, 0, 10, 10, 10, 10, 0, 0, 0], { roundTrip });
  expect(counted).toEqual([true, true, true, false, false, false, false, true, true, true]);
  expect(loss.isSteady).toBe(false);
});

test("a relay that says that more has arrived than was sent is not believed", () => {
  expect(watch(Array(12).fill(-40)).loss.share()).toBe(0);
});

test("a relay counts in 32 bits", () => {
  const most = 0xffff_ffff;
  const loss = new PathLoss();
  loss.note({ at: 0, took: ROUND_TRIP, sent: most - 39, arrived: most - 59 });
  loss.note({ at: PING, took: ROUND_TRIP, sent: 60, arrived: 30 });
  expect(loss.share()).toBeCloseTo(0.1);
});

test.each([
  ["as on a path that loses one in ten", 50, [57, 55, 70, 148, 55, 143, 111], true],
  ["as on one that loses one in five", 52, [150, 55, 210, 64, 130, 58, 300, 175, 140, 61], true],
  ["as on a radio with 30 ms of jitter", 22, [40, 51, 62, 35, 48, 160, 55], true],
  ["as beside eight people on two cores", 1, [4, 19, 9, 29, 47, 96, 32, 138, 199, 169], false],
  ["as behind a full queue", 50, [290, 310, 300, 350, 340], false],
] as const)("tells answers %s", (_what, quickest, took, isPrompt) => {
  const roundTrip = (i: number) => [quickest, ...took][i] ?? 0;
  expect(watch(Array(took.length).fill(3), { roundTrip }).loss.isPrompt).toBe(isPrompt);
});
