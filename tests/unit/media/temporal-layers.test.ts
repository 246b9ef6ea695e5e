import { expect, test } from "vitest";
import { type OrderedFrame, VideoOrder } from "../../../src/media/order-video.ts";
import { LayerMarker } from "../../../src/media/temporal-layers.ts";

const patterns = { 1: [0], 2: [0, 1], 3: [0, 2, 1, 2] } as const;

function frames(layers: 1 | 2 | 3, count: number): OrderedFrame[] {
  const marker = new LayerMarker();
  const pattern = patterns[layers];
  return Array.from({ length: count }, (_, sequence) => {
    const layer = pattern[sequence % pattern.length] ?? 0;
    return { sequence, marking: marker.mark(sequence === 0, layer, layers) };
  });
}

test.each([1, 2, 3] as const)("all frames of %i layers can be decoded", (layers) => {
  const order = new VideoOrder(250);
  const all = frames(layers, 600);
  expect(all.flatMap((frame) => order.push(frame, frame.sequence))).toEqual(all);
});

test.each([
  [2, 0],
  [3, 0],
  [3, 1],
] as const)("of %i layers, those above %i can be left out", (layers, highest) => {
  const order = new VideoOrder(250);
  const kept = frames(layers, 600).filter(({ marking }) => marking.temporalLayer <= highest);
  expect(kept.flatMap((frame) => order.push(frame, frame.sequence))).toEqual(kept);
});

test("every other frame of several layers can be discarded, and none of a single one", () => {
  const discardable = (layers: 1 | 2 | 3) => frames(layers, 8).map(({ marking }) => marking.discardable);
  expect(discardable(1)).toEqual(Array(8).fill(false));
  for (const layers of [2, 3] as const)
    expect(discardable(layers)).toEqual(Array.from({ length: 8 }, (_, i) => i % 2 === 1));
});

test.each([1, 2, 3] as const)(
  "of %i layers the last frame before the next of the base is known as such",
  (layers) => {
    const marker = new LayerMarker();
    const pattern = patterns[layers];
    for (let i = 0; i < 12; i++) {
      marker.mark(i === 0, pattern[i % pattern.length] ?? 0, layers);
      expect(marker.isRunOver).toBe((i + 1) % pattern.length === 0);
    }
  },
);

test("whoever left layers out can take them in again where they need nothing that was missed", () => {
  for (const gap of [1, 2, 3, 5, 9, 13]) {
    const order = new VideoOrder(0);
    const all = frames(3, 60);
    const sent = all.filter(
      ({ sequence, marking }) => sequence < 8 || sequence >= 8 + gap || marking.temporalLayer === 0,
    );
    const shown = sent.flatMap((frame) => order.push(frame, frame.sequence));
    expect(shown.at(-1)).toBe(all.at(-1));
    // Within two rounds of the pattern everything is there again.
    expect(shown.filter(({ sequence }) => sequence >= 8 + gap + 8)).toHaveLength(60 - 8 - gap - 8);
  }
});
