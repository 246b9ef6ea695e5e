import { chooseEncoder, type EncoderMeasurement, type EncoderWish } from "../../media/encoder-choice.ts";
import type { PictureSize } from "../../media/encoder-probe.ts";
import { sleep } from "../../transport/timeout.ts";

/** What the knowledge is made of; tests bring their own. */
export interface EncodersParts {
  readonly probe: (size: PictureSize, signal: AbortSignal) => Promise<EncoderMeasurement[]>;
  readonly memory: {
    recall(size: PictureSize): Promise<EncoderMeasurement[] | undefined>;
    keep(size: PictureSize, encoders: EncoderMeasurement[]): Promise<void>;
  };
}

/** The size that cameras are asked for. */
const USUAL: PictureSize = { width: 640, height: 360 };
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
    void this.#measure(this.#busy.signal);
  }

  /** There is a call from now on: measuring would cost it pictures. */
  work(): void {
    this.#busy.abort();
  }

  async #measure(signal: AbortSignal): Promise<void> {
    const { probe, memory } = this.#parts;
    try {
      for (const [key, size] of this.#wanted) {
        const remembered = await memory.recall(size);
        if (remembered === undefined) await sleep(CALM_AFTER, signal);
        const encoders = remembered ?? (await probe(size, signal));
        this.#wanted.delete(key);
        this.#known.set(key, encoders);
        if (remembered === undefined) await memory.keep(size, encoders);
      }
    } catch {
      // A call has begun; what is missing is measured after it.
    }
  }
}

function keyOf({ width, height }: PictureSize): string {
  return `${width}×${height}`;
}
