import { WireError } from "../wire/error.ts";

/** How much the other end may send of something, bytes or streams: so much ahead of what is done with. */
export class Allowance {
  readonly #ahead: number;
  readonly #tell: (limit: number) => void;
  #limit: number;
  #used = 0;
  #done = 0;

  /** `tell` is called with the new limit, counted from the beginning, whenever half of what was allowed is used up and done with. */
  constructor(ahead: number, tell: (limit: number) => void) {
    this.#ahead = ahead;
    this.#limit = ahead;
    this.#tell = tell;
  }

  /** Throws "too-large" for more than was allowed. */
  use(count: number): void {
    this.#used += count;
    if (this.#used > this.#limit) throw new WireError("too-large", "more than was allowed");
  }

  /** Of what was used so much takes up no room any more. */
  finish(count: number): void {
    this.#done += count;
    if (2 * (this.#limit - this.#done) > this.#ahead) return;
    this.#limit = this.#done + this.#ahead;
    this.#tell(this.#limit);
  }
}
