import type { Path } from "./path.ts";
import type { Sample } from "./recovery.ts";

/** Milliseconds. */
const EVERY = 50;

/** Looks at the way to the listener every now and then, until it is stopped. */
export class Recorder {
  readonly #path: Path;
  readonly #samples: Sample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(path: Path) {
    this.#path = path;
    this.#look();
    this.#timer = setInterval(() => this.#look(), EVERY);
  }

  stop(): readonly Sample[] {
    clearInterval(this.#timer);
    this.#look();
    return this.#samples;
  }

  #look(): void {
    const { deliveredBytes, queueMs } = this.#path.forward;
    this.#samples.push({ time: performance.now(), bytes: deliveredBytes, queueMs });
  }
}
