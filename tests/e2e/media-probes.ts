// What a page really shows and plays: pixels read from its surfaces, samples on their way to the loudspeaker.
import type { Locator, Page } from "@playwright/test";
import { picture, type Rgb } from "./fake-devices.ts";

/** One look at a surface. */
export interface Look {
  /** Of the picture's edge, which is where fake cameras show their colour. */
  readonly colour: Rgb;
  /** The number in a fake camera's picture; meaningless in any other. */
  readonly count: number;
  /** Of all pixels, coarsely: two looks that differ are two different pictures. */
  readonly digest: string;
  /** New pictures while it was looked at. */
  readonly changes: number;
}

/** How long it is looked: until there have been so many new pictures, if that takes no more milliseconds. */
export interface Gaze {
  readonly changes: number;
  readonly patience: number;
}

export const glance: Gaze = { changes: 0, patience: 0 };

/** What the loudspeaker plays now. */
export interface Sound {
  /** Root mean square of all that is played: 1 is full scale, 0 is silence. */
  readonly level: number;
  /** The strength of each asked frequency, in decibels of full scale. */
  readonly strengths: readonly number[];
}

declare global {
  var loudspeakers: readonly AnalyserNode[];
}

/**
 * Reads what `canvas` and `video` elements show, in one go; undefined for one that shows nothing. By the name of the
 * group that an element is in, or of the element itself.
 */
export async function lookAtAll(
  surfaces: Locator,
  gaze = glance,
): Promise<ReadonlyMap<string, Look | undefined>> {
  return new Map(await surfaces.evaluateAll(looksAt, { ...picture, ...gaze }));
}

/** Runs in the page, whatever drives it. */
export async function looksAt(
  elements: readonly Element[],
  { bits, rate, changes, patience }: { readonly bits: number; readonly rate: number } & Gaze,
): Promise<(readonly [name: string, look: Look | undefined])[]> {
  const small = new OffscreenCanvas(4 * bits, 24);
  const context = small.getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  const end = performance.now() + patience;
  let looks = elements.map((element) => look(element));
  while (looks.some((one) => (one?.changes ?? 0) < changes) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 500 / rate));
    looks = elements.map((element, index) => look(element, looks[index]));
  }
  return elements.map((element, index) => {
    const host = (element.getRootNode() as ShadowRoot).host;
    return [host?.closest("[role=group]")?.ariaLabel ?? element.ariaLabel ?? "", looks[index]] as const;
  });

  function look(element: Element, before?: Look): Look | undefined {
    const source = element as HTMLCanvasElement | HTMLVideoElement;
    const width = "videoWidth" in source ? source.videoWidth : source.width;
    if (width === 0) return undefined;
    context.drawImage(source, 0, 0, small.width, small.height);
    const { data } = context.getImageData(0, 0, small.width, small.height);
    const at = (x: number, y: number) => data.subarray(4 * (y * small.width + x));
    let count = 0;
    for (let bit = 0; bit < bits; bit++) {
      const [red = 0] = at(4 * bit + 2, small.height / 2);
      if (red > 127) count |= 1 << bit;
    }
    const [red = 0, green = 0, blue = 0] = at(small.width / 2, 2);
    let hash = 0;
    for (const value of data) hash = (Math.imul(hash, 31) + (value >> 3)) | 0;
    const isNew = before !== undefined && before.count !== count;
    const changes = (before?.changes ?? 0) + (isNew ? 1 : 0);
    return { colour: [red, green, blue], count, digest: hash.toString(16), changes };
  }
}

/**
 * Runs in a page before its own scripts: what goes to a loudspeaker passes an analyser that tests can read. The loudspeaker is an
 * ordinary one; one that is woken as often as can be, by each of several people on one machine, takes a third of its time.
 */
export function installLoudspeakerProbe(): void {
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super({ ...options, latencyHint: "interactive" });
    }
  };
  const analysers: AnalyserNode[] = [];
  globalThis.loudspeakers = analysers;
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode | AudioParam) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode | AudioParam) {
    if (!(to instanceof AudioDestinationNode)) return connect.call(this, to);
    const analyser = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
    analysers.push(analyser);
    connect.call(analyser, to);
    return connect.call(this, analyser);
  } as typeof AudioNode.prototype.connect;
}

/** Listens to the page for a sixth of a second. A loudspeaker that does not run plays nothing. */
export async function listenTo(page: Page, hertz: readonly number[] = []): Promise<Sound> {
  return await page.evaluate(soundNow, hertz);
}

/** Runs in the page, whatever drives it. */
export function soundNow(frequencies: readonly number[]): Sound {
  const running = globalThis.loudspeakers.filter(({ context }) => context.state === "running");
  let energy = 0;
  const strengths = frequencies.map(() => Number.NEGATIVE_INFINITY);
  for (const analyser of running) {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    energy += samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(spectrum);
    const binsPerHertz = analyser.fftSize / analyser.context.sampleRate;
    frequencies.forEach((frequency, index) => {
      const bin = Math.round(frequency * binsPerHertz);
      strengths[index] = Math.max(strengths[index] ?? 0, ...spectrum.subarray(bin - 1, bin + 2));
    });
  }
  return { level: Math.sqrt(energy), strengths };
}
