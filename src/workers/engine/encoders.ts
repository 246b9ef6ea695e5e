import {
  chooseEncoder,
  type EncoderMeasurement,
  type EncoderWish,
  keepsUp,
} from "../../media/encoder-choice.ts";
import type { PictureSize } from "../../media/encoder-probe.ts";
import { videoCodecs } from "../../media/video-codecs.ts";
import { sleep } from "../../transport/timeout.ts";

/** What the knowledge is made of; tests bring their own. */
export interface EncodersParts {
  readonly probe: (size: PictureSize, signal: AbortSignal) => Promise<EncoderMeasurement[]>;
  readonly memory: {
    recall(size: PictureSize): Promise<EncoderMeasurement[] | undefined>;
    keep(size: PictureSize, encoders: EncoderMeasurement[]): Promise<void>;
  };
}

/** What this browser can do with pictures of one size. */
export interface EncoderReport extends PictureSize {
  /** Its best encoder makes 30 of them a second, and leaves time for the rest of a call. */
  readonly isInTime: boolean;
}

/** The size that cameras are asked for. */
const USUAL: PictureSize = { width: 640, height: 360 };
const LARGE: PictureSize = { width: 1280, height: 720 };
/** What a survey asks for. */
const WISH: EncoderWish = {
  frameRate: 30,
  decodable: new Set(videoCodecs.map(({ payloadType }) => payloadType)),
};
/** A page that has just opened, or a call that has just ended, leaves more to do than measuring. Milliseconds. */
const CALM_AFTER = 1_000;
/** Sizes that are measured in one go: nobody has that many cameras. */
const MAX_WANTED = 4;

/** Knows which encoder suits a picture. Measures while there is no call, at the sizes that calls have asked about. */
export class Encoders {
  readonly #parts: EncodersParts;
  readonly #known = new Map<string, EncoderMeasurement[]>();
  readonly #wanted = new Map<string, PictureSize>([[keyOf(USUAL), USUAL]]);
  #busy = new AbortController();
  #measuring: Promise<void> | undefined;

  constructor(parts: EncodersParts) {
    this.#parts = parts;
  }

  /** Undefined while nothing is known of pictures of this size: then they are measured when there is time. */
  choose(size: PictureSize, wish: EncoderWish): EncoderMeasurement | undefined {
    const known = this.#known.get(keyOf(size));
    if (known === undefined && this.#wanted.size < MAX_WANTED) this.#wanted.set(keyOf(size), size);
    return known && chooseEncoder(known, wish);
  }

  /** There is no call from now on. */
  rest(): void {
    this.#busy.abort();
    this.#busy = new AbortController();
    this.#measuring = this.#measure(this.#busy.signal);
  }

  /** There is a call from now on: measuring would cost it pictures. */
  work(): void {
    this.#busy.abort();
  }

  /** What the usual size and a large one take, from the small to the large; undefined when there is a call. */
  async survey(): Promise<readonly EncoderReport[] | undefined> {
    const { signal } = this.#busy;
    // Two measurements at once would both come out too long.
    await this.#measuring;
    try {
      const reports = [];
      for (const size of [USUAL, LARGE]) {
        const best = chooseEncoder(await this.#learn(size, 0, signal), WISH);
        if (best !== undefined) reports.push({ ...size, isInTime: keepsUp(best, WISH.frameRate) });
      }
      return reports;
    } catch {
      return undefined;
    }
  }

  async #measure(signal: AbortSignal): Promise<void> {
    try {
      for (const [key, size] of this.#wanted) {
        await this.#learn(size, CALM_AFTER, signal);
        this.#wanted.delete(key);
      }
    } catch {
      // A call has begun; what is missing is measured after it.
    }
  }

  /** From memory, or measured after so many milliseconds of calm. */
  async #learn(size: PictureSize, calm: number, signal: AbortSignal): Promise<EncoderMeasurement[]> {
    const { probe, memory } = this.#parts;
    const remembered = this.#known.get(keyOf(size)) ?? (await memory.recall(size));
    if (remembered === undefined) await sleep(calm, signal);
    const encoders = remembered ?? (await probe(size, signal));
    this.#known.set(keyOf(size), encoders);
    if (remembered === undefined) await memory.keep(size, encoders);
    return encoders;
  }
}

function keyOf({ width, height }: PictureSize): string {
  return `${width}×${height}`;
}
