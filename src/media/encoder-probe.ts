import type { EncoderMeasurement } from "./encoder-choice.ts";
import { EncoderTrial, type TrialFrame } from "./encoder-trial.ts";
import type { LayerCount } from "./temporal-layers.ts";
import { TestPicture } from "./test-picture.ts";
import { defaultBitrate, mostLayers, type VideoCodec, videoCodecs, videoConfig } from "./video-codecs.ts";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Pictures that an encoder gets after the first, at most and at least: enough for three layers to show. */
const PICTURES = 16;
const FEWEST_PICTURES = 6;
/** After so many the bitrate changes. */
const PICTURES_BEFORE = 4;
/** Milliseconds in which all pictures should be through; who needs longer gets fewer. */
const BUDGET = 120;
/** Milliseconds for a picture: who needs longer at its best cannot serve a call, and is not looked at any further. */
const REAL_TIME = 33;

/**
 * Times this browser's encoders at this size, one after the other, in the order of preference; those that do not work are left out.
 * Takes a few tenths of a second of one processor. Rejects when the signal says that there is better to do.
 */
export async function probeEncoders(size: PictureSize, signal: AbortSignal): Promise<EncoderMeasurement[]> {
  const measurements = [];
  for (const codec of videoCodecs) {
    const measurement = await measure(codec, size, signal);
    if (measurement !== undefined) measurements.push(measurement);
  }
  return measurements;
}

async function measure(
  codec: VideoCodec,
  size: PictureSize,
  signal: AbortSignal,
): Promise<EncoderMeasurement | undefined> {
  const quality = { ...size, frameRate: 30, bitrate: defaultBitrate(size.width * size.height) };
  const temporalLayers = await mostLayers(codec, { ...quality, temporalLayers: 1 });
  if (temporalLayers === undefined) return undefined;
  const config = videoConfig(codec, { ...quality, temporalLayers });
  const pictures = new TestPicture(size.width, size.height);
  const trial = new EncoderTrial();
  try {
    trial.configure(config);
    const first = await trial.encode(pictures.next());
    if (first === undefined || !(await isDecodable(first.chunk, config, size))) return undefined;
    const frames: TrialFrame[] = [];
    while (!hasSeenEnough(frames)) {
      signal.throwIfAborted();
      if (frames.length === PICTURES_BEFORE)
        trial.configure({ ...config, bitrate: 0.8 * (config.bitrate ?? 0) });
      const frame = await trial.encode(pictures.next());
      if (frame === undefined) return undefined;
      frames.push(frame);
    }
    return { codec: codec.payloadType, first: first.time, ...findings(frames) };
  } finally {
    trial.close();
  }
}

function hasSeenEnough(frames: readonly TrialFrame[]): boolean {
  const times = frames.map(({ time }) => time);
  if (times.length > 2 && Math.min(...times) > REAL_TIME) return true;
  const spent = times.reduce((sum, time) => sum + time, 0);
  return times.length >= (spent < BUDGET ? PICTURES : FEWEST_PICTURES);
}

function findings(frames: readonly TrialFrame[]): Omit<EncoderMeasurement, "codec" | "first"> {
  const times = frames.map(({ time }) => time).sort((a, b) => a - b);
  const steered = frames.slice(PICTURES_BEFORE);
  return {
    best: times[0] ?? 0,
    p50: times[Math.floor(0.5 * times.length)] ?? 0,
    p95: times[Math.floor(0.95 * times.length)] ?? 0,
    layers: (1 + Math.max(...frames.map(({ layer }) => layer ?? 0))) as LayerCount,
    steersFreely: steered.length > 0 && steered.every(({ chunk }) => chunk.type === "delta"),
  };
}

/** Whether the frame shows a picture of the size that was asked for. What this browser has no decoder for is taken on trust. */
async function isDecodable(
  chunk: EncodedVideoChunk,
  { codec }: VideoEncoderConfig,
  size: PictureSize,
): Promise<boolean> {
  const config = { codec, optimizeForLatency: true };
  if (!(await VideoDecoder.isConfigSupported(config)).supported) return true;
  return await new Promise((resolve) => {
    const decoder = new VideoDecoder({
      output: (frame) => {
        resolve(frame.displayWidth === size.width && frame.displayHeight === size.height);
        frame.close();
      },
      error: () => resolve(false),
    });
    decoder.configure(config);
    decoder.decode(chunk);
    decoder
      .flush()
      .catch(() => undefined)
      .finally(() => {
        resolve(false);
        if (decoder.state !== "closed") decoder.close();
      });
  });
}
