import { expect, test } from "vitest";
import type { Direction } from "../../../bench/loss/path.ts";
import type { Round } from "../../../bench/loss/round.ts";
import { compare, summarise } from "../../../bench/loss/summary.ts";
import type { SoundCounts } from "../../../bench/page/sound-counts.ts";

const direction: Direction = {
  offered: 1_000,
  delivered: 900,
  deliveredBytes: 1_000_000,
  lost: 90,
  queueFull: 10,
  oversize: 0,
  duplicated: 0,
  heldBack: 0,
  queueMs: 0,
};

function sound(totalSamplesReceived: number, concealedSamples: number): SoundCounts {
  return { totalSamplesReceived, concealedSamples, silentConcealedSamples: 0 };
}

function round(values: Partial<Round> = {}): Round {
  return {
    system: "Kith",
    duration: 10_000,
    glassToGlass: [10, 20, 30],
    mouthToEar: [50],
    freezes: { count: 0, duration: 0 },
    pictures: 300,
    width: 640,
    height: 360,
    sound: sound(480_000, 0),
    silence: { share: 0, count: 0 },
    clicksExpected: 10,
    forward: direction,
    backward: { ...direction, deliveredBytes: 500_000 },
    step: undefined,
    load: 1,
    description: undefined,
    ...values,
  };
}

test("rounds of one system are summed up by their length, those of the other left out", () => {
  const summary = summarise(
    [
      round({
        freezes: { count: 1, duration: 400 },
        sound: sound(400, 40),
      }),
      round({ system: "WebRTC", freezes: { count: 9, duration: 9_000 } }),
      round({ duration: 30_000, sound: sound(1_200, 0) }),
    ],
    "Kith",
  );
  expect(summary.frozen).toBeCloseTo(0.01);
  expect(summary.freezeCount).toBe(1);
  expect(summary.concealed).toBeCloseTo(0.025);
  expect(summary.forwardRate).toBeCloseTo(400_000);
  expect(summary.backwardRate).toBeCloseTo(200_000);
  expect(summary.lost).toBeCloseTo(0.1);
  expect(summary.picturesPerSecond).toBeCloseTo(15);
  expect(summary.clicksHeard).toBeCloseTo(0.1);
});

test("nobody's count is no count", () => {
  expect(summarise([round({ sound: undefined })], "Kith").concealed).toBeUndefined();
});

test("each measure has a verdict of its own", () => {
  const better = summarise([round()], "Kith");
  const worse = (values: Partial<Round>) => compare(summarise([round(values)], "Kith"), better);
  expect(worse({})).toEqual({ frozen: true, concealed: true, latency: true });
  expect(worse({ freezes: { count: 1, duration: 200 } })).toEqual({
    frozen: false,
    concealed: true,
    latency: true,
  });
  expect(worse({ sound: sound(480_000, 480) }).concealed).toBe(false);
  expect(worse({ glassToGlass: [10, 20, 31] }).latency).toBe(false);
});

test("where one does not count, what is heard decides", () => {
  const silent = summarise([round({ sound: undefined, silence: { share: 0.01, count: 3 } })], "Kith");
  const counted = summarise([round({ sound: sound(480_000, 4_800) })], "Kith");
  expect(compare(silent, counted).concealed).toBe(false);
  expect(compare(counted, silent).concealed).toBe(true);
});
