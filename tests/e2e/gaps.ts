// What a change at the other side costs who listens and looks: the longest silence, the longest wait for a picture.
import { expect, type Person } from "./people.ts";

/** The longest of each since it was begun to watch, in milliseconds. */
export interface Gaps {
  readonly silence: number;
  readonly standstill: number;
}

declare global {
  var gaps: { silence: number; standstill: number; looks: number };
}

/** Watches how the other arrives, until the returned function is called. */
export async function watchForGaps(viewer: Person, other: Person): Promise<() => Promise<Gaps>> {
  await viewer.tileOf(other).locator("video").evaluate(watch);
  return async () => {
    const looks = await viewer.page.evaluate(() => globalThis.gaps.looks);
    await expect.poll(() => viewer.page.evaluate(() => globalThis.gaps.looks)).toBeGreaterThan(looks);
    return await viewer.page.evaluate(() => globalThis.gaps);
  };
}

/** Runs in the page. */
function watch(element: Element): void {
  const video = element as HTMLVideoElement;
  const found = { silence: 0, standstill: 0, looks: 0 };
  globalThis.gaps = found;

  let last: number | undefined;
  const look = (_now: number, { presentationTime }: VideoFrameCallbackMetadata) => {
    if (last !== undefined) found.standstill = Math.max(found.standstill, presentationTime - last);
    last = presentationTime;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  // Each look overlaps with the one before by more than any silence that is looked for. The first is at what came since now.
  const samples = 32_768;
  const began = performance.now();
  setInterval(() => {
    for (const analyser of globalThis.loudspeakers) {
      if (analyser.context.state !== "running") continue;
      if (performance.now() - began < (1000 * samples) / analyser.context.sampleRate) continue;
      analyser.fftSize = samples;
      found.looks++;
      const sound = new Float32Array(samples);
      analyser.getFloatTimeDomainData(sound);
      found.silence = Math.max(found.silence, longestSilence(sound, analyser.context.sampleRate));
    }
  }, 100);

  function longestSilence(samples: Float32Array, rate: number): number {
    const piece = rate / 200;
    let silent = 0;
    let longest = 0;
    for (let start = 0; start + piece <= samples.length; start += piece) {
      const energy = samples.subarray(start, start + piece).reduce((sum, sample) => sum + sample ** 2, 0);
      silent = Math.sqrt(energy / piece) < 0.02 ? silent + 5 : 0;
      longest = Math.max(longest, silent);
    }
    return longest;
  }
}
