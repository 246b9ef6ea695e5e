/** While ramping up: how long until the rate is twice as high, milliseconds; longer where answers take long. */
const DOUBLING = 700;
const DOUBLING_ROUND_TRIPS = 3.5;
/** Bits per second that are added each second, at 1 Mb/s. */
const STEP = 60_000;
/** And at least, however little is sent. */
const LEAST_STEP = 25_000;
/** A path that shows no queue at all for so long (ms) has more to give: steps get larger by this factor. */
const EMPTY_FOR = 700;
const QUICKER = 3;
/** After losses an empty queue says little: somebody may be dropping what is too much. Milliseconds. */
const CAUTION = 4_000;
/** Someone else's queue hides what there is, and someone else takes what is not asked for. */
const CONTESTED = 3;
/** Above what the path last carried by this factor, and still no queue: it has become wider. */
const BEYOND = 1.04;
/** How long until the rate is twice as high then: at first, at last, and how much less for each millisecond of it. */
const BEYOND_DOUBLING = { first: 3_000, last: 800, quickening: 2 } as const;

/** How much of the path there seems to be. */
type Room =
  /** The queue is as good as empty. */
  | "plenty"
  /** A queue begins to form. */
  | "little"
  /** Somebody else keeps a queue. */
  | "contested";

/**
 * How a rate grows while nothing is in the way: doubling until the path has answered for the first time, then in small steps
 * up to what it is known to carry, and by leaps beyond.
 */
export class Growth {
  #isRampingUp = true;
  #ceiling = Number.POSITIVE_INFINITY;
  /** Milliseconds. */
  #beyondFor = 0;
  #emptyFor = 0;

  get isRampingUp(): boolean {
    return this.#isRampingUp;
  }

  /** What was known of the path is out of date. */
  restart(): void {
    this.#isRampingUp = true;
    this.#ceiling = Number.POSITIVE_INFINITY;
  }

  /** The path has answered with a queue. */
  stop(): void {
    this.#isRampingUp = false;
    this.#beyondFor = 0;
    this.#emptyFor = Math.min(0, this.#emptyFor);
  }

  /** The path has answered with loss. */
  stopForLoss(): void {
    this.stop();
    this.#emptyFor = -CAUTION;
  }

  /** The path carries `rate` (bits per second) and no more. */
  learnCeiling(rate: number): void {
    this.#ceiling = rate;
  }

  /** `rate` after so many milliseconds, with the round trip in milliseconds. */
  next(rate: number, elapsed: number, room: Room, rtt: number): number {
    if (this.#isRampingUp) return rate * 2 ** (elapsed / Math.max(DOUBLING, DOUBLING_ROUND_TRIPS * rtt));
    this.#emptyFor = room === "plenty" ? this.#emptyFor + elapsed : Math.min(0, this.#emptyFor);
    const isBeyond = rate > BEYOND * this.#ceiling;
    if (!isBeyond) this.#beyondFor = 0;
    if (isBeyond && room === "plenty") {
      this.#beyondFor += elapsed;
      const { first, last, quickening } = BEYOND_DOUBLING;
      return rate * 2 ** (elapsed / Math.max(last, first - quickening * this.#beyondFor));
    }
    // Between steps that are the same for all, which share fairly, and steps in proportion, which suit every rate.
    const quicker = room === "contested" ? CONTESTED : this.#emptyFor > EMPTY_FOR ? QUICKER : 1;
    const step = Math.max(LEAST_STEP, STEP * Math.sqrt(rate / 1e6)) * quicker;
    return rate + (step * elapsed) / 1000;
  }
}
