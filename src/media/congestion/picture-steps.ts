import type { PictureStep } from "./picture-ladder.ts";

/**
 * Of what moves: a smaller picture rather than a jerky one. Few layers where frames are few: every layer costs some of what is left. Few
 * sizes: each change of size is a key frame, and to make pictures smaller here and larger there takes about as much as encoding them.
 */
export const movingSteps: readonly PictureStep[] = [
  { from: 30_000, most: 80_000, height: 180, frameRate: 7.5, temporalLayers: 1 },
  { from: 80_000, most: 200_000, height: 180, frameRate: 15, temporalLayers: 1 },
  { from: 150_000, most: 400_000, height: 270, frameRate: 20, temporalLayers: 2 },
  { from: 300_000, most: 800_000, height: 360, frameRate: 30, temporalLayers: 3 },
  { from: 700_000, most: 2_400_000, height: 720, frameRate: 30, temporalLayers: 3 },
  { from: 2_500_000, most: 5_000_000, height: 1080, frameRate: 30, temporalLayers: 3 },
];

/** Of what is there to be read, for each million of its pixels: a jerky picture rather than one that is not sharp. */
const readingSteps = [
  { from: 15_000, scale: 0.5, frameRate: 1 },
  { from: 60_000, scale: 1, frameRate: 2 },
  { from: 150_000, scale: 1, frameRate: 5 },
  { from: 300_000, scale: 1, frameRate: 10 },
  { from: 600_000, scale: 1, frameRate: 15 },
  { from: 1_200_000, scale: 1, frameRate: 30 },
] as const;

/** All the bits that make text any sharper, as a multiple of what its step takes. */
const ENOUGH = 2;

/** Larger screens than that are made smaller: most machines encode no more. Pixels. */
const MOST_PIXELS = 3840 * 2160;

/** The ways to show a screen of this size with text on it. Without layers, which cost sharpness. */
export function stepsForReading({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): PictureStep[] {
  const fit = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  const megapixels = (width * height * fit * fit) / 1e6;
  return readingSteps.map(({ from, scale, frameRate }) => ({
    from: Math.round(from * megapixels),
    most: Math.round(ENOUGH * from * megapixels),
    height: height * fit * scale,
    frameRate,
    temporalLayers: 1,
  }));
}
