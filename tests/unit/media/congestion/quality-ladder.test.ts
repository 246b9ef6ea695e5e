import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Quality, QualityLadder } from "../../../../src/media/congestion/quality-ladder.ts";

const camera = { width: 1280, height: 720, frameRate: 30 };
const CLIMBED = 60_000;

/** What is chosen after a minute of the same. */
function settled(bitrate: number, loss = 0, ladder = new QualityLadder(camera)): Quality {
  let quality = ladder.choose(0, bitrate, loss);
  for (let now = 500; now <= CLIMBED; now += 500) quality = ladder.choose(now, bitrate, loss);
  return quality;
}

/** What of a quality a person would see or hear change. */
function look({ audio, video }: Quality): string {
  return `${audio.bitrate} ${audio.copies} ${video?.height} ${video?.frameRate}`;
}

test("gives the picture more as there is more, down to none", () => {
  const heights = [60_000, 110_000, 300_000, 500_000, 1_200_000, 2_000_000].map(
    (bitrate) => settled(bitrate).video?.height,
  );
  expect(heights).toEqual([undefined, 180, 270, 360, 720, 720]);
});

test("never shows more than the source has", () => {
  const small = new QualityLadder({ width: 640, height: 360, frameRate: 15 });
  expect(settled(5e6, 0, small).video).toMatchObject({ width: 640, height: 360, frameRate: 15 });
  expect(settled(5e6, 0, small).limitedBy).toBe("none");
});

test("keeps the shape of the picture, in even pixels", () => {
  const odd = new QualityLadder({ width: 1001, height: 563, frameRate: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 1e5, max: 5e6 }), (bitrate) => {
      const { video } = settled(bitrate, 0, odd);
      if (video === undefined) return;
      expect((video.width % 2) + (video.height % 2)).toBe(0);
      expect(video.width / video.height).toBeCloseTo(1001 / 563, 1);
    }),
    { numRuns: 30 },
  );
});

test("sends no more than it may, sound with its copies first", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60_000, max: 5e6 }),
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      (bitrate, loss) => {
        const { audio, video } = settled(bitrate, loss);
        expect(audio.bitrate * (1 + audio.copies) + (video?.bitrate ?? 0)).toBeLessThanOrEqual(bitrate);
        expect(audio.bitrate).toBeGreaterThanOrEqual(16_000);
      },
    ),
    { numRuns: 50 },
  );
});

test("loses the picture before the copies of sound, and the copies before the sound", () => {
  const at = (bitrate: number) => settled(bitrate, 0.2);
  expect(at(170_000)).toMatchObject({ audio: { copies: 3 }, video: { height: 180 } });
  expect(at(125_000), "rather plain sound than none to be seen").toMatchObject({
    audio: { bitrate: 16_000, copies: 3 },
    video: { height: 180 },
  });
  expect(at(75_000)).toMatchObject({ audio: { bitrate: 16_000, copies: 2 }, video: undefined });
  expect(at(30_000)).toMatchObject({ audio: { bitrate: 16_000, copies: 0 }, video: undefined });
});

test("says why the picture is not better", () => {
  expect(settled(5e6).limitedBy).toBe("none");
  expect(settled(500_000).limitedBy).toBe("bitrate");
  expect(settled(440_000, 0.2).limitedBy).toBe("loss");
});

describe("in time", () => {
  test("goes down at once, and up again after a second of plenty, sooner where there is twice as much", () => {
    const ladder = new QualityLadder(camera);
    settled(2e6, 0, ladder);
    expect(ladder.choose(CLIMBED + 50, 180_000, 0).video?.height).toBe(180);
    const heights = (from: number, bitrate: number, ...later: number[]) =>
      later.map((ms) => ladder.choose(from + ms, bitrate, 0).video?.height);
    expect(heights(CLIMBED, 1.1e6, 100, 900, 1_150)).toEqual([180, 360, 720]);
    expect(ladder.choose(CLIMBED + 20_000, 180_000, 0).video?.height).toBe(180);
    expect(heights(CLIMBED + 20_000, 2e6, 100, 300, 400)).toEqual([180, 180, 720]);
  });

  test("climbs ever more slowly where it falls again each time", () => {
    const ladder = new QualityLadder(camera);
    const climbs: number[] = [];
    let now = 0;
    for (let round = 0; round < 4; round++) {
      const fell = now;
      ladder.choose(now, 600_000, 0);
      while (ladder.choose(now, 1.1e6, 0).video?.height !== 720) now += 50;
      climbs.push(now - fell);
    }
    expect(climbs).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  test("shows a first picture after a second of plenty, however often it went", () => {
    const ladder = new QualityLadder(camera);
    const waits: number[] = [];
    let now = 0;
    for (let round = 0; round < 5; round++) {
      const went = now;
      expect(ladder.choose(now, 60_000, 0).video).toBeUndefined();
      while (ladder.choose(now, 90_000, 0).video === undefined) now += 50;
      waits.push(now - went);
      now += 1_000;
    }
    expect(waits).toEqual(waits.map(() => 1_000));
  });

  test("awaits another size for longer where packets get lost, but not more pictures of the same", () => {
    const until = (height: number, frameRate: number, loss: number, from: number) => {
      const ladder = new QualityLadder(camera);
      ladder.choose(0, from, loss);
      for (let now = 50; now < CLIMBED; now += 50) {
        const { video } = ladder.choose(now, 1.8 * from, loss);
        if (video?.height === height && video.frameRate === frameRate) return now / 1_000;
      }
      return undefined;
    };
    expect(until(360, 30, 0, 280_000)).toBeCloseTo(1, 0);
    expect(until(360, 30, 0.1, 420_000)).toBeCloseTo(10, 0);
    expect(until(180, 15, 0.1, 160_000)).toBeCloseTo(1, 0);
  });

  test("shows fewer pictures before smaller ones where packets get lost, and says why", () => {
    const falling = (loss: number) => {
      const ladder = new QualityLadder(camera);
      settled(600_000, loss, ladder);
      return [450_000, 400_000, 340_000, 250_000].map((bitrate, i) => {
        const { video, limitedBy } = ladder.choose(CLIMBED + 100 * (i + 1), bitrate, loss);
        return `${video?.height}p ${video?.frameRate} ${limitedBy}`;
      });
    };
    expect(falling(0)).toEqual(["360p 30 bitrate", "360p 30 bitrate", "270p 20 bitrate", "270p 20 bitrate"]);
    expect(falling(0.05)).toEqual(["360p 30 bitrate", "360p 20 loss", "360p 20 bitrate", "180p 15 loss"]);
  });

  test("shows fewer pictures and then smaller ones where the machine is too slow, says so, and tries again", () => {
    const ladder = new QualityLadder(camera);
    settled(4e6, 0, ladder);
    let now = CLIMBED;
    const during = (ms: number, load: number) => {
      let quality = ladder.choose(now, 4e6, 0);
      for (const end = now + ms; now < end; now += 100) {
        ladder.handleLoad(now, load);
        quality = ladder.choose(now, 4e6, 0);
      }
      return quality;
    };
    expect(during(1_000, 2).video).toMatchObject({ height: 720, frameRate: 30 });
    expect(during(100, 2).audio.frameDuration).toBe(10);
    const strained = during(700, 2);
    expect(strained).toMatchObject({ video: { height: 720, frameRate: 20 }, limitedBy: "cpu" });
    expect(strained.audio.frameDuration, "fewer packets as well").toBe(20);
    expect(during(4_000, 0.3).video?.frameRate).toBe(20);
    const relieved = during(2_000, 0.3);
    expect(relieved).toMatchObject({ video: { frameRate: 30 }, audio: { frameDuration: 20 } });
    // The second time it waits longer.
    during(2_000, 2);
    expect(during(9_000, 0.3).video?.frameRate).toBe(20);
    expect(during(2_000, 0.3).video?.frameRate).toBe(30);
    // What was long ago is forgotten.
    expect(during(170_000, 0.3).audio.frameDuration).toBe(10);
    during(2_000, 2);
    expect(during(6_000, 0.3).video?.frameRate).toBe(30);
  });

  test("goes on to give way as long as the machine is too slow, and always shows something", () => {
    const ladder = new QualityLadder(camera);
    settled(4e6, 0, ladder);
    const seen: string[] = [];
    for (let now = CLIMBED; now < CLIMBED + 30_000; now += 100) {
      ladder.handleLoad(now, 2);
      const { video } = ladder.choose(now, 4e6, 0);
      const look = `${video?.height}p ${video?.frameRate}`;
      if (look !== seen.at(-1)) seen.push(look);
    }
    expect(seen).toEqual(["720p 30", "720p 20", "360p 30", "360p 20", "270p 20", "180p 15", "180p 7.5"]);
  });

  test("makes the pictures of a slow camera smaller at once, for there are few already", () => {
    const ladder = new QualityLadder({ ...camera, frameRate: 15 });
    settled(4e6, 0, ladder);
    for (let now = CLIMBED; now <= CLIMBED + 1_600; now += 100) ladder.handleLoad(now, 2);
    expect(ladder.choose(CLIMBED + 1_700, 4e6, 0).video).toMatchObject({ height: 360, frameRate: 15 });
  });

  test("does not flap while the bitrate varies by a tenth to either side", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 4e6 }),
        fc.integer({ min: 1, max: 80 }),
        (bitrate, period) => {
          const ladder = new QualityLadder(camera);
          const looks: string[] = [];
          for (let i = 0; i < 1_200; i++) {
            const varied = bitrate * (Math.floor(i / period) % 2 === 0 ? 0.9 : 1.1);
            looks.push(look(ladder.choose(i * 100, varied, 0)));
          }
          const after = looks.slice(600);
          expect(new Set(after).size, "settled within a minute").toBe(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("copies that only past losses speak for leave room for a picture", () => {
    const ladder = new QualityLadder(camera);
    ladder.choose(0, 90_000, 0.2);
    expect(settled(90_000, 0.2).video).toBeUndefined();
    for (let now = 100; now <= 3_000; now += 100) ladder.choose(now, 90_000, 0);
    expect(ladder.choose(3_100, 90_000, 0).video?.height).toBe(180);
  });

  test("keeps copies for a while after a burst of losses", () => {
    const ladder = new QualityLadder(camera);
    ladder.choose(0, 1e6, 0);
    expect(ladder.choose(100, 1e6, 0.05).audio.copies).toBe(2);
    expect(ladder.choose(5_000, 1e6, 0).audio.copies).toBe(2);
    expect(ladder.choose(15_100, 1e6, 0).audio.copies).toBe(1);
    expect(ladder.choose(25_200, 1e6, 0).audio.copies).toBe(0);
  });
});

test("puts less sound into each packet as there is more to send with, and never more around it than there is", () => {
  const durations = [40_000, 100_000, 300_000, 1_000_000].map(
    (bitrate) => settled(bitrate).audio.frameDuration,
  );
  expect(durations).toEqual([40, 20, 20, 10]);
});

describe("where everything is sent by two ways", () => {
  test("sound has the copies that are lost by both", () => {
    const ladder = new QualityLadder(camera);
    expect(settled(1e6, 0.1, ladder).audio.copies).toBe(3);
    ladder.setDoubled(0.1);
    expect(ladder.choose(CLIMBED + 50, 1e6, 0.01).audio.copies).toBe(1);
    expect(ladder.choose(CLIMBED + 100, 1e6, 0).audio.copies).toBe(0);
  });

  test("the size of pictures is left as reluctantly as with one", () => {
    const heights = [undefined, 0.1].map((lossBeneath) => {
      const ladder = new QualityLadder(camera);
      settled(500_000, 0, ladder);
      ladder.setDoubled(lossBeneath);
      return ladder.choose(CLIMBED + 50, 320_000, 0).video?.height;
    });
    expect(heights).toEqual([270, 360]);
  });
});

test("affords the copies that keep sound whole under what CUBIC leaves at that loss", () => {
  const left = [
    [0.01, 2.3e6],
    [0.05, 1.05e6],
    [0.1, 0.74e6],
    [0.2, 0.52e6],
  ] as const;
  const copies = left.map(([loss, bitrate]) => settled(0.8 * bitrate, loss).audio.copies);
  expect(copies).toEqual([1, 2, 3, 3]);
  // Of every frame that is lost with all its copies nothing is heard.
  const unheard = left.map(([loss], i) => loss ** (1 + (copies[i] ?? 0)));
  for (const [i, most] of [0.0001, 0.0005, 0.003, 0.01].entries())
    expect(unheard[i]).toBeLessThanOrEqual(most * (1 + 1e-9));
});
