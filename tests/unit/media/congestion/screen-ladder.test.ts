import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Quality, QualityLadder } from "../../../../src/media/congestion/quality-ladder.ts";
import { RecentUse } from "../../../../src/media/congestion/recent-use.ts";

const camera = { width: 640, height: 360, frameRate: 30 };
const screen = { width: 1920, height: 1080, isMoving: false };

/** What is chosen after a minute of the same, of a screen that uses all that it gets, or nothing. */
function settled(bitrate: number, source = screen, isBusy = true): Quality {
  const ladder = new QualityLadder(camera);
  ladder.setScreen(source);
  let quality = ladder.choose(0, bitrate, 0);
  for (let now = 500; now <= 60_000; now += 500) {
    if (isBusy) ladder.handleScreenSent(now, (quality.screen?.bitrate ?? 0) / 2);
    quality = ladder.choose(now, bitrate, 0);
  }
  return quality;
}

describe("a screen to be read", () => {
  test("is sent in full, with fewer pictures where there are few bits", () => {
    const sent = [200_000, 400_000, 800_000, 1_500_000, 4_000_000].map((bitrate) => settled(bitrate).screen);
    expect(sent.map((quality) => quality?.height)).toEqual([1080, 1080, 1080, 1080, 1080]);
    expect(sent.map((quality) => quality?.frameRate)).toEqual([2, 5, 10, 15, 30]);
    expect(sent.every((quality) => quality?.hint === "detail" && quality.temporalLayers === 1)).toBe(true);
  });

  test("is sent at half its size before it is not sent at all", () => {
    expect(settled(110_000).screen).toMatchObject({ height: 540, frameRate: 1 });
    expect(settled(60_000).screen).toBeUndefined();
  });

  test("that is larger than any machine encodes is made smaller, in its shape", () => {
    const huge = settled(50e6, { width: 7680, height: 4320, isMoving: false }).screen;
    expect(huge).toMatchObject({ width: 3840, height: 2160 });
  });
});

test("a film on the screen is made smaller rather than jerky", () => {
  const film = { ...screen, isMoving: true };
  const sent = [600_000, 1_200_000, 4_000_000].map((bitrate) => settled(bitrate, film).screen);
  expect(sent.map((quality) => quality?.height)).toEqual([360, 720, 1080]);
  expect(sent.every((quality) => quality?.frameRate === 30 && quality.hint === "motion")).toBe(true);
});

describe("screen and camera", () => {
  test("share what there is after sound: a busy screen first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 150_000, max: 12e6 }), fc.boolean(), (bitrate, isMoving) => {
        const { audio, screen: shown, video } = settled(bitrate, { ...screen, isMoving });
        const sum = audio.bitrate * (1 + audio.copies) + (shown?.bitrate ?? 0) + (video?.bitrate ?? 0);
        // Each may use a little more than the other leaves: what the screen has sent of late stands for what it will.
        expect(sum).toBeLessThanOrEqual(1.01 * bitrate);
      }),
      { numRuns: 30 },
    );
  });

  test("the camera gives way to a busy screen", () => {
    expect(settled(1_000_000).video).toBeUndefined();
    expect(settled(8_000_000).video).toMatchObject({ height: 360, frameRate: 30 });
  });

  test("the camera has what a still screen does not use", () => {
    expect(settled(1_000_000, screen, false).video).toMatchObject({ height: 360, frameRate: 30 });
    expect(settled(1_000_000, screen, false).screen).toMatchObject({ height: 1080 });
  });

  test("the camera has everything again when the screen is shared no more", () => {
    const ladder = new QualityLadder(camera);
    const most = ladder.most;
    expect([ladder.setScreen(screen), ladder.setScreen({ ...screen })]).toEqual([true, false]);
    expect(ladder.most).toBeGreaterThan(most);
    expect([ladder.setScreen(undefined), ladder.setScreen(undefined)]).toEqual([true, false]);
    expect(ladder.most).toBe(most);
    expect(ladder.choose(0, 1_000_000, 0)).toMatchObject({ screen: undefined, video: { height: 360 } });
  });
});

describe("the sound of a screen", () => {
  /** What is chosen after a minute of the same. */
  function settledSound(bitrate: number): Quality {
    const ladder = new QualityLadder(camera);
    ladder.setScreen(screen);
    ladder.setScreenAudio(true);
    let quality = ladder.choose(0, bitrate, 0);
    for (let now = 500; now <= 60_000; now += 500) quality = ladder.choose(now, bitrate, 0);
    return quality;
  }

  test("comes after the voice and before pictures, good enough for music where there is plenty", () => {
    expect(
      [60_000, 150_000, 400_000, 2e6].map((bitrate) => settledSound(bitrate).screenAudio.bitrate),
    ).toEqual([0, 24_000, 48_000, 96_000]);
    expect(settledSound(60_000).audio.bitrate).toBe(16_000);
    expect(settledSound(150_000).screen?.bitrate).toBeLessThan(settled(150_000).screen?.bitrate ?? 0);
  });

  test("takes nothing while there is none", () => {
    const ladder = new QualityLadder(camera);
    const most = ladder.most;
    expect([ladder.setScreenAudio(true), ladder.setScreenAudio(true)]).toEqual([true, false]);
    expect(ladder.most).toBeGreaterThan(most);
    expect([ladder.setScreenAudio(false), ladder.setScreenAudio(false)]).toEqual([true, false]);
    expect(ladder.most).toBe(most);
    expect(ladder.choose(0, 1_000_000, 0).screenAudio.bitrate).toBe(0);
  });
});

test("what was used of late is what was used in the busiest second", () => {
  const use = new RecentUse();
  expect(use.rate(0)).toBe(0);
  use.add(1_000, 300);
  use.add(1_500, 500);
  use.add(2_100, 100);
  expect(use.rate(2_200)).toBe(800);
  expect(use.rate(4_900)).toBe(800);
  expect(use.rate(5_100)).toBe(100);
  expect(use.rate(60_000)).toBe(0);
});
