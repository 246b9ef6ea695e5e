import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DelayControl } from "../../../../src/media/congestion/delay-control.ts";
import type { RateLimits } from "../../../../src/media/congestion/rate-control.ts";
import { type PathModel, SyntheticPath } from "./synthetic-path.ts";

const limits = { min: 150_000, max: 1_500_000, start: 300_000 };

function made() {
  const control = new DelayControl(limits);
  return { control, path: new SyntheticPath(control) };
}

/** A queue that grows while more is sent than `capacity`, and drains while less is. */
function bottleneck(capacity: number): PathModel {
  let queue = 0;
  const learn = (bitrate: number) => {
    queue = Math.min(300, Math.max(0, queue + 50 * (bitrate / capacity - 1)));
    return queue;
  };
  return { queue: learn };
}

test("begins at its start and has the most that is wanted within 3 s where nothing is in the way", () => {
  const { control, path } = made();
  expect(control.advice).toMatchObject({ bitrate: limits.start, reason: "ramp-up" });
  path.run(3_000);
  expect(control.advice.bitrate).toBe(limits.max);
});

test("finds what a path carries and stays there, with a short queue", () => {
  const { control, path } = made();
  const model = bottleneck(800_000);
  path.run(10_000, model);
  const seen: number[] = [];
  path.run(20_000, {
    queue: (bitrate, now) => {
      seen.push(bitrate);
      return model.queue?.(bitrate, now) ?? 0;
    },
  });
  const mean = seen.reduce((sum, each) => sum + each, 0) / seen.length;
  expect(mean).toBeGreaterThan(0.95 * 800_000);
  expect(mean).toBeLessThan(1.01 * 800_000);
  expect(Math.max(...seen)).toBeLessThan(1.15 * 800_000);
  expect(control.advice.pacingRate).toBeLessThan(1.1 * control.advice.bitrate);
});

test("gives up half at once when capacity halves, and has it back in 4 s when it returns", () => {
  const { control, path } = made();
  path.run(15_000, bottleneck(1_000_000));
  path.run(1_500, bottleneck(500_000));
  expect(control.advice.bitrate).toBeLessThan(510_000);
  path.run(15_000, bottleneck(500_000));
  path.run(4_000, bottleneck(1_000_000));
  expect(control.advice.bitrate).toBeGreaterThan(900_000);
});

describe("a hiccup of 150 ms", () => {
  const HICCUP = { queue: () => 120 };

  test("takes nothing of the rate, and does not end the first climb", () => {
    const { control, path } = made();
    path.run(500);
    const before = control.advice.sustainable;
    path.run(150, HICCUP);
    expect(control.advice.bitrate).toBeLessThan(before);
    path.run(300);
    expect(control.advice.sustainable).toBeGreaterThanOrEqual(before);
    path.run(2_000);
    expect(control.advice.bitrate).toBe(limits.max);
  });

  test("gives nothing back where packets are lost", () => {
    const { control, path } = made();
    const loss = () => 0.015;
    path.run(5_000, { loss });
    path.run(150, { ...HICCUP, loss });
    path.run(100, { loss });
    expect(control.advice.sustainable).toBeLessThan(0.95 * limits.max);
  });

  test("gives nothing back after a pause", () => {
    const { control, path } = made();
    path.run(5_000);
    path.run(100, HICCUP);
    path.silence(2_000, false);
    path.run(150);
    expect(control.advice.sustainable).toBeLessThan(0.6 * limits.max);
  });

  test("gives nothing back that losses took meanwhile", () => {
    const { control, path } = made();
    path.run(5_000);
    path.run(150, { ...HICCUP, loss: () => 0.5 });
    path.run(300);
    expect(control.advice.sustainable).toBeLessThan(0.9 * limits.max);
  });

  test("is none when it goes on: what arrives is what the path carries then", () => {
    const { control, path } = made();
    path.run(5_000);
    path.run(500, { queue: () => 120 });
    path.run(150);
    expect(control.advice.sustainable).toBeLessThan(0.9 * limits.max);
  });
});

test("never leaves its limits, whatever is reported", () => {
  const spell = fc.record({
    duration: fc.integer({ min: 50, max: 3_000 }),
    queue: fc.integer({ min: 0, max: 2_000 }),
    loss: fc.double({ min: 0, max: 1, noNaN: true }),
    used: fc.double({ min: 0, max: 2, noNaN: true }),
    isSilent: fc.boolean(),
    isSending: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(spell, { minLength: 1, maxLength: 12 }), (spells) => {
      const { control, path } = made();
      for (const { duration, queue, loss, used, isSilent, isSending } of spells) {
        if (isSilent) path.silence(duration, isSending);
        else path.run(duration, { queue: () => queue, loss: () => loss, used });
        expect(control.advice.bitrate).toBeGreaterThanOrEqual(limits.min);
        expect(control.advice.bitrate).toBeLessThanOrEqual(limits.max);
        expect(control.advice.pacingRate).toBeGreaterThanOrEqual(control.advice.bitrate);
      }
    }),
  );
});

test("the longer a queue is when it shows, the less is sent", () => {
  // A leap beyond the window of the arrival rate is seen by the drain only, which is at its deepest then.
  const delays = fc.integer({ min: 0, max: 250 });
  fc.assert(
    fc.property(delays, delays, fc.constantFrom(50, 100, 150), (one, other, duration) => {
      const sentWith = (delay: number) => {
        const { control, path } = made();
        path.run(8_000, bottleneck(1_000_000));
        path.run(duration, { queue: () => delay });
        return control.advice.bitrate;
      };
      const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
      // Where both are sudden, how much has been seen to arrive differs by a frame.
      expect(sentWith(longer)).toBeLessThanOrEqual(1.05 * sentWith(shorter));
    }),
    { numRuns: 60 },
  );
});

describe("the receiver's clock", () => {
  const outcome = (clock: (now: number) => number) => {
    const { control, path } = made();
    const model = bottleneck(700_000);
    path.run(20_000, { ...model, clock });
    return control.advice.bitrate;
  };

  test("may show any time", () => {
    expect(outcome((now) => now - 3e6)).toBeCloseTo(
      outcome((now) => now),
      0,
    );
  });

  test.each([-100, 100])("may run off by %i ppm", (ppm) => {
    const { control, path } = made();
    path.run(120_000, { clock: (now) => now * (1 + ppm * 1e-6) });
    expect(control.advice.bitrate).toBe(limits.max);
    expect(outcome((now) => now * (1 + ppm * 1e-6))).toBeGreaterThan(0.9 * 700_000);
  });
});

describe("reports that stay away", () => {
  test("bring the rate down to the minimum while something is sent, and it recovers when they come back", () => {
    const { control, path } = made();
    path.run(5_000);
    path.silence(10_000, true);
    expect(control.advice).toMatchObject({ bitrate: limits.min, reason: "silence" });
    path.run(10_000);
    expect(control.advice.bitrate).toBe(limits.max);
  });

  test("mean nothing while nothing is sent", () => {
    const { control, path } = made();
    path.run(5_000);
    path.silence(20_000, false);
    expect(control.advice.bitrate).toBe(limits.max);
  });
});

test("begins again with half after a pause, and ramps up", () => {
  const { control, path } = made();
  path.run(5_000);
  path.silence(20_000, false);
  path.run(50);
  expect(control.advice).toMatchObject({ bitrate: limits.max / 2, reason: "ramp-up" });
  path.run(2_000);
  expect(control.advice.bitrate).toBe(limits.max);
});

describe("losses", () => {
  test("that come whatever is sent do not keep the rate down for good", () => {
    const { control, path } = made();
    path.run(60_000, { loss: () => 0.05 });
    expect(control.advice.bitrate).toBeGreaterThan(0.6 * limits.max);
  });

  test("that only too much brings about are yielded to", () => {
    const { control, path } = made();
    const loss = (bitrate: number) => Math.max(0, 1 - 600_000 / bitrate);
    path.run(30_000, { loss });
    const seen: number[] = [];
    path.run(10_000, {
      loss: (bitrate) => {
        seen.push(bitrate);
        return loss(bitrate);
      },
    });
    expect(Math.max(...seen)).toBeLessThan(900_000);
    expect(control.advice.bitrate).toBeGreaterThan(350_000);
  });
});

describe("a queue on a path that loses all the time", () => {
  const loss = () => 0.05;

  test("is not dived under: it is soon gone", () => {
    const { control, path } = made();
    path.run(20_000, { loss });
    const before = control.advice.sustainable;
    path.run(200, { queue: () => 120, loss });
    expect(control.advice.sustainable).toBeGreaterThan(0.8 * before);
    expect(control.advice.sustainable).toBeLessThan(before);
  });

  test("once gone, is followed by small steps, and by none where much of the rate is not in use", () => {
    const grown = (share: number, used: number) => {
      const { control, path } = made();
      path.run(20_000, { ...bottleneck(500_000), loss: () => share });
      const before = control.advice.sustainable;
      path.run(6_000, { loss: () => share, used });
      return control.advice.sustainable / before;
    };
    expect(grown(0, 1)).toBeGreaterThan(2);
    expect(grown(0.05, 1)).toBeLessThan(1.7);
    expect(grown(0.05, 1)).toBeGreaterThan(1.1);
    expect(grown(0, 0.6)).toBeGreaterThan(2);
    expect(grown(0.05, 0.6)).toBeLessThan(1.1);
  });

  test("is believed when it stays", () => {
    const { control, path } = made();
    path.run(20_000, { loss });
    path.run(4_000, { ...bottleneck(400_000), loss });
    expect(control.advice.bitrate).toBeLessThan(450_000);
  });
});

describe("a floor", () => {
  const withoutFloor = { ...limits, min: 40_000, start: 120_000 };
  const withFloor = { ...withoutFloor, floor: 110_000 };

  /** The least that is thought to get through within a minute. */
  const least = (bounds: RateLimits, model: PathModel) => {
    const control = new DelayControl(bounds);
    const path = new SyntheticPath(control);
    const seen: number[] = [];
    while (path.now < 60_000) {
      path.run(50, model);
      seen.push(control.advice.sustainable);
    }
    return Math.min(...seen);
  };

  test.each<[string, PathModel]>([
    ["a queue", { queue: (_, now) => 100 + (now % 1_000) / 5 }],
    ["losses", { loss: () => 0.45 }],
  ])("holds whatever comes of %s, which brings the rate below it otherwise", (_, model) => {
    expect(least(withFloor, model)).toBe(withFloor.floor);
    expect(least(withoutFloor, model)).toBeLessThan(withFloor.floor);
  });

  test("is left again where losses go on, though nothing yet uses all of it", () => {
    const control = new DelayControl(withFloor);
    const path = new SyntheticPath(control);
    path.run(20_000, { loss: () => 0.45 });
    expect(control.advice.sustainable).toBeLessThan(1.5 * withFloor.floor);
    path.run(20_000, { used: 0.65, loss: () => 0.06 });
    expect(control.advice.sustainable).toBeGreaterThan(2 * withFloor.floor);
  });

  test("does not hold for frames that cannot leave", () => {
    const control = new DelayControl(withFloor);
    const path = new SyntheticPath(control);
    path.run(30_000, { ...bottleneck(60_000), used: 0.9 });
    for (let turn = 0; turn < 20; turn++) {
      path.run(1_000, { used: 0.5 });
      control.onBlocked(path.now + 200);
    }
    expect(control.advice.sustainable).toBeLessThan(withFloor.floor);
  });
});

test("does not guess beyond what is used, but says how it could be found out", () => {
  const { control, path } = made();
  path.run(1_000);
  const before = control.advice.bitrate;
  path.run(10_000, { used: 0.2 });
  expect(control.advice.bitrate).toBeLessThan(1.3 * before);
  expect(control.advice).toMatchObject({ reason: "unused", probeRate: control.advice.bitrate });
  path.run(5_000);
  expect(control.advice).toMatchObject({ bitrate: limits.max, probeRate: undefined });
});

test("keeps a share of the path beside someone who keeps the queue full", () => {
  const { control, path } = made();
  path.run(5_000);
  let atMinimum = 0;
  let sum = 0;
  for (let i = 0; i < 300; i++) {
    // A second-long wave, as of TCP, that never comes near empty.
    path.run(100, { queue: (_, now) => 200 + 60 * Math.sin(now / 500) });
    atMinimum = control.advice.bitrate <= 1.05 * limits.min ? atMinimum + 100 : 0;
    sum += control.advice.bitrate;
    expect(atMinimum, "at the minimum for too long").toBeLessThan(5_000);
  }
  expect(sum / 300).toBeGreaterThan(1.6 * limits.min);
});

test("lets frames leave at once where there is room to spare, and no longer when a queue shows", () => {
  const { control, path } = made();
  path.run(8_000);
  expect(control.advice.pacingRate).toBeGreaterThan(5 * limits.max);
  path.run(200, { queue: () => 60 });
  expect(control.advice.pacingRate).toBeLessThan(1.1 * limits.max);
});

test("follows new limits", () => {
  const { control, path } = made();
  path.run(5_000);
  control.setLimits({ ...limits, max: 400_000 });
  expect(control.advice.bitrate).toBe(400_000);
  control.setLimits({ min: 500_000, max: 900_000, start: 500_000 });
  expect(control.advice.bitrate).toBe(500_000);
});
