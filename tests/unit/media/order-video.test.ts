import fc from "fast-check";
import { expect, test } from "vitest";
import { type OrderedFrame, VideoOrder } from "../../../src/media/order-video.ts";

const PATIENCE = 250;

/** A frame of a stream, and the frames that it really refers to. */
interface ModelFrame extends OrderedFrame {
  readonly refersTo: readonly number[];
}

interface Place {
  readonly layer: number;
  /** Frames before this one that it refers to. */
  readonly back: readonly number[];
  readonly baseSync?: boolean;
}

/** What encoders make: one group of frames, again and again. */
const patterns: Record<"one" | "two" | "three" | "chained", readonly Place[]> = {
  one: [{ layer: 0, back: [1] }],
  two: [
    { layer: 0, back: [2] },
    { layer: 1, back: [1], baseSync: true },
  ],
  three: [
    { layer: 0, back: [4] },
    { layer: 2, back: [1], baseSync: true },
    { layer: 1, back: [2], baseSync: true },
    { layer: 2, back: [1] },
  ],
  /** Each layer refers to its own past, too. */
  chained: [
    { layer: 0, back: [3] },
    { layer: 2, back: [1, 2] },
    { layer: 1, back: [2, 3] },
  ],
};

/** A stream of so many frames that begins with a key frame; more at the given positions. */
function stream(
  layers: keyof typeof patterns,
  length: number,
  keyFrames: readonly number[] = [],
  firstSequence = 0,
): ModelFrame[] {
  const pattern = patterns[layers];
  let keyAt = 0;
  let baseIndex = -1;
  return Array.from({ length }, (_, i) => {
    const keyFrame = i === 0 || keyFrames.includes(i);
    if (keyFrame) keyAt = i;
    const { layer, back, baseSync } = pattern[(i - keyAt) % pattern.length] ?? { layer: 0, back: [] };
    if (layer === 0) baseIndex++;
    // In the first group after a key frame there is no other past to refer to.
    const inFirstGroup = i - keyAt < pattern.length;
    const refersTo = inFirstGroup ? [keyAt] : back.map((distance) => i - distance);
    return {
      sequence: firstSequence + i,
      marking: {
        keyFrame,
        discardable: layer > 1,
        baseSync: layer > 0 && baseSync === true,
        temporalLayer: layer,
        baseIndex: baseIndex & 0xff,
      },
      refersTo: keyFrame ? [] : refersTo.map((place) => firstSequence + place),
    };
  });
}

const sequences = (frames: readonly OrderedFrame[]) => frames.map(({ sequence }) => sequence);

/** Pushes frames by their place in the stream, all at one moment, and returns what came out of each push. */
function pushAll(order: VideoOrder<ModelFrame>, frames: ModelFrame[], places: number[], now = 0): number[][] {
  return places.map((place) => {
    const frame = frames[place];
    return frame === undefined ? [] : sequences(order.push(frame, now));
  });
}

test.each(["one", "two", "three", "chained"] as const)(
  "frames in order go straight through (%s)",
  (layers) => {
    const order = new VideoOrder<ModelFrame>(PATIENCE);
    const frames = stream(layers, 1000, [333], 7);
    expect(frames.map((frame) => sequences(order.push(frame, 0)))).toEqual(
      frames.map(({ sequence }) => [sequence]),
    );
    expect(order.dropped).toBe(0);
  },
);

test("nothing comes before the first key frame", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 10, [5]);
  expect(order.needsKeyFrame).toBe(true);
  expect(pushAll(order, frames, [2, 3, 4])).toEqual([[], [], []]);
  expect(order.needsKeyFrame).toBe(true);
  expect(pushAll(order, frames, [5, 6])).toEqual([[5], [6]]);
  expect(order.needsKeyFrame).toBe(false);
  expect(order.dropped).toBe(3);
});

test("small frames that overtake the first key frame are not lost, however long it takes", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 4);
  expect(pushAll(order, frames, [1, 2], 0)).toEqual([[], []]);
  expect(order.poll(10 * PATIENCE)).toEqual([]);
  expect(pushAll(order, frames, [0, 3], 10 * PATIENCE)).toEqual([[0, 1, 2], [3]]);
  expect(order.dropped).toBe(0);
});

test("frames that change places come out in order", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const out = pushAll(order, stream("one", 6), [0, 2, 1, 5, 4, 3]);
  expect(out).toEqual([[0], [], [1, 2], [], [], [3, 4, 5]]);
});

test("what comes twice or too late is dropped", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  expect(pushAll(order, stream("one", 4), [0, 1, 1, 0, 3, 3, 2])).toEqual([[0], [1], [], [], [], [], [2, 3]]);
  expect(order.dropped).toBe(3);
});

test("a lost base frame is waited for as long as patience lasts, then a key frame is needed", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 10, [8]);
  pushAll(order, frames, [0, 2, 3], 1000);
  expect(order.poll(1000 + PATIENCE - 1)).toEqual([]);
  expect(order.needsKeyFrame).toBe(false);
  expect(order.poll(1000 + PATIENCE)).toEqual([]);
  expect(order.needsKeyFrame).toBe(true);
  expect(pushAll(order, frames, [4, 8, 9], 1300)).toEqual([[], [8], [9]]);
});

test("a base frame that comes just in time costs nothing, and patience begins anew with the next gap", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 6);
  pushAll(order, frames, [0, 2, 4], 0);
  expect(pushAll(order, frames, [1], PATIENCE - 1)).toEqual([[1, 2]]);
  order.poll(PATIENCE);
  expect(pushAll(order, frames, [3], 2 * PATIENCE - 2)).toEqual([[3, 4]]);
  expect(order.needsKeyFrame).toBe(false);
});

test("a key frame skips the queue", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 10, [6]);
  expect(pushAll(order, frames, [0, 2, 3, 4, 7, 6])).toEqual([[0], [], [], [], [], [6, 7]]);
  expect(order.dropped).toBe(3);
});

test("of several key frames the newest counts", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 10, [2, 4, 6]);
  expect(pushAll(order, frames, [6, 4, 2, 0, 7])).toEqual([[6], [], [], [], [7]]);
});

test("higher layers that the relay thinned out are not missed", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("three", 24);
  const thinned = frames.filter(({ marking }) => marking.temporalLayer <= 1);
  expect(thinned.flatMap((frame) => sequences(order.push(frame, 0)))).toEqual(sequences(thinned));
  expect(order.dropped).toBe(0);
});

test("a lost frame of a higher layer costs what builds on it, and nothing else", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("three", 12);
  // 2 is lost, so 3 cannot be decoded; 4 is the next base frame.
  expect(pushAll(order, frames, [0, 1, 3, 4, 5, 6, 7, 8])).toEqual([[0], [1], [], [4], [5], [6], [7], [8]]);
  expect(order.dropped).toBe(1);
});

test("a lost frame of a higher layer needs no key frame even where the next base frame is slow to come", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("three", 12);
  pushAll(order, frames, [0, 1, 3], 0);
  order.poll(2 * PATIENCE);
  expect(order.needsKeyFrame).toBe(false);
  expect(pushAll(order, frames, [4, 5], 3 * PATIENCE)).toEqual([[4], [5]]);
});

test("where a layer refers to its own past, it is left out after a loss until a key frame", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("chained", 15, [12]);
  // 5 is lost, of layer 1: what is above the base goes with it.
  expect(pushAll(order, frames, [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14])).toEqual([
    [0],
    [1],
    [2],
    [3],
    [4],
    [6],
    [],
    [],
    [9],
    [],
    [],
    [12],
    [13],
    [14],
  ]);
});

test("a lost base frame needs a key frame even where only higher layers wait", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  pushAll(order, stream("two", 6), [0, 1, 3], 0);
  order.poll(PATIENCE);
  expect(order.needsKeyFrame).toBe(true);
});

test("after a reset everything waits for a key frame", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 10, [6]);
  pushAll(order, frames, [0, 1, 3]);
  order.reset();
  expect(order.needsKeyFrame).toBe(true);
  expect(pushAll(order, frames, [2, 4, 5, 6, 7])).toEqual([[], [], [], [6], [7]]);
});

test("a key frame from before a reset does not turn back time", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 10, [2, 3, 6]);
  pushAll(order, frames, [0, 1, 3]);
  order.reset();
  expect(pushAll(order, frames, [2, 6])).toEqual([[], [6]]);
});

test("a base frame is not mistaken for its namesake 256 base frames later", () => {
  const order = new VideoOrder<ModelFrame>(PATIENCE);
  const frames = stream("one", 300);
  expect(pushAll(order, frames, [0, 257])).toEqual([[0], []]);
  order.poll(PATIENCE);
  expect(order.needsKeyFrame).toBe(true);
});

test("never holds more than it could use, whatever is missing", () => {
  for (const begin of [0, 1]) {
    const order = new VideoOrder<ModelFrame>(Number.POSITIVE_INFINITY);
    const frames = stream("one", 5000);
    let out = begin === 0 ? 1 : 0;
    for (const frame of frames)
      if (frame.sequence >= begin && frame.sequence !== 1) out += order.push(frame, 0).length;
    expect(frames.length - 2 + begin - order.dropped - out).toBeLessThanOrEqual(33);
  }
});

test("whatever is lost, late, doubled or thinned, what comes out is in order and can be decoded", () => {
  const scenario = fc.record({
    layers: fc.constantFrom("one" as const, "two" as const, "three" as const, "chained" as const),
    keyFrames: fc.array(fc.integer({ min: 1, max: 59 }), { maxLength: 4 }),
    first: fc.constantFrom(0, 1, 65_530),
    lost: fc.array(fc.nat({ max: 59 }), { maxLength: 12 }),
    maxLayer: fc.constantFrom(0, 1, 2, 7),
    delays: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 8, 40), { minLength: 60, maxLength: 60 }),
    doubled: fc.array(fc.nat({ max: 59 }), { maxLength: 4 }),
    resetAt: fc.option(fc.nat({ max: 59 })),
  });
  fc.assert(
    fc.property(scenario, ({ layers, keyFrames, first, lost, maxLayer, delays, doubled, resetAt }) => {
      const frames = stream(layers, 60, keyFrames, first);
      const arrivals = frames
        .map((frame, i) => ({ frame, at: i + (delays[i] ?? 0) }))
        .filter(({ frame }, i) => !lost.includes(i) && frame.marking.temporalLayer <= maxLayer);
      for (const i of doubled)
        arrivals.push(...arrivals.slice(i, i + 1).map(({ frame, at }) => ({ frame, at: at + 1 })));
      arrivals.sort((a, b) => a.at - b.at);

      const order = new VideoOrder<ModelFrame>(10);
      const decoded = new Set<number>();
      let latest = Number.NEGATIVE_INFINITY;
      let out = 0;
      const decode = (ready: ModelFrame[]) => {
        for (const { sequence, refersTo, marking } of ready) {
          if (sequence <= latest) throw new Error(`${sequence} after ${latest}`);
          latest = sequence;
          if (marking.keyFrame) decoded.clear();
          const missing = refersTo.filter((reference) => !decoded.has(reference));
          if (missing.length > 0) throw new Error(`${sequence} refers to ${missing}`);
          decoded.add(sequence);
          out++;
        }
      };
      arrivals.forEach(({ frame, at }, i) => {
        if (i === resetAt) {
          order.reset();
          decoded.clear();
        }
        decode(order.push(frame, at));
        decode(order.poll(at));
      });
      const held = arrivals.length - out - order.dropped;
      expect(held).toBeGreaterThanOrEqual(0);
      expect(held).toBeLessThanOrEqual(32);
      // A key frame heals everything.
      const key: ModelFrame = {
        ...stream("one", 1, [], first + 1000)[0],
        refersTo: [],
      } as unknown as ModelFrame;
      expect(sequences(order.push(key, 1000))).toEqual([first + 1000]);
    }),
    { numRuns: 400 },
  );
});
