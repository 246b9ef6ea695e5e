import type { PayloadType } from "../transport/wire/rtp.ts";
import type { LayerCount } from "./temporal-layers.ts";

/** What an encoder of this browser was seen to do, which is not always what it is said to. */
export interface EncoderMeasurement {
  readonly codec: PayloadType;
  /** From the first picture to its frame, which waits for the encoder to be made. Milliseconds. */
  readonly first: number;
  /** The same of all after it: the shortest, which says most of the encoder and least of what else went on, and the spread. */
  readonly best: number;
  readonly p50: number;
  readonly p95: number;
  /** Temporal layers that are really there. */
  readonly layers: LayerCount;
  /** A new bitrate takes effect without a key frame. Else it is worth some patience. */
  readonly steersFreely: boolean;
}

/** What a call needs of its encoder. */
export interface EncoderWish {
  /** Pictures a second. */
  readonly frameRate: number;
  /** What all receivers can decode. */
  readonly decodable: ReadonlySet<PayloadType>;
}

/** The share of a picture's time that encoding it may take: the machine has more to do. */
const MAX_SHARE = 0.5;
/** How many times as long an encoder may take because it has layers, and because it stands first. */
const WORTH_OF_LAYERS = 2;
const WORTH_OF_PREFERENCE = 1.5;

/** Whether it encodes so many pictures a second, and leaves the machine time for the rest of a call. */
export function keepsUp({ best }: EncoderMeasurement, frameRate: number): boolean {
  return best <= (MAX_SHARE * 1000) / frameRate;
}

/**
 * The encoder for a call: one that keeps up, with layers where there are any, then the quickest, then the first of the measurements,
 * which stand in order of preference. Where none keeps up, the quickest. Undefined where receivers can decode none of them.
 */
export function chooseEncoder(
  measurements: readonly EncoderMeasurement[],
  { frameRate, decodable }: EncoderWish,
): EncoderMeasurement | undefined {
  const usable = measurements.filter(({ codec }) => decodable.has(codec));
  const inTime = usable.filter((one) => keepsUp(one, frameRate));
  const isInTime = inTime.length > 0;
  const cost = ({ best, layers }: EncoderMeasurement) =>
    isInTime && layers === 1 ? WORTH_OF_LAYERS * best : best;
  let chosen: EncoderMeasurement | undefined;
  for (const one of isInTime ? inTime : usable)
    if (chosen === undefined || WORTH_OF_PREFERENCE * cost(one) < cost(chosen)) chosen = one;
  return chosen;
}
