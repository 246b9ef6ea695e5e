/** Samples per second of everything that is played. */
export const SAMPLE_RATE = 48_000;

/** How many samples that many milliseconds are. */
export function samplesIn(milliseconds: number): number {
  return (milliseconds * SAMPLE_RATE) / 1000;
}
