import { TokenBucket } from "./rate-limit.ts";
import { sleep } from "./timing.ts";

/** Milliseconds between looks whether it is time. */
const LOOK_INTERVAL = 50;

/** So many bytes a second, and `burst` at once: whoever comes with more is made to wait. */
export class Pace {
  readonly #budget: TokenBucket;
  readonly #now: () => number;

  /** `now` in milliseconds. */
  constructor(bytesPerSecond: number, burst: number, now: () => number) {
    this.#budget = new TokenBucket(bytesPerSecond, burst, now());
    this.#now = now;
  }

  /** Resolves when these bytes, at most `burst`, may go. */
  async take(bytes: number): Promise<void> {
    while (!this.#budget.take(this.#now(), bytes)) await sleep(LOOK_INTERVAL);
  }
}
