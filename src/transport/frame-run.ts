import type { StreamOnWay } from "./media-way.ts";

/** Frames that build on one another on their way out: one stream of them all, and the same once more on each further way. */
export class FrameRun {
  /** True once the other end has all of one of the streams, false once all were given up. */
  readonly arrived: Promise<boolean>;
  readonly #streams: readonly StreamOnWay[];

  constructor(streams: readonly StreamOnWay[]) {
    this.#streams = streams;
    const arrivals = streams.map(async ({ frames }) => (await frames.arrived) || Promise.reject());
    this.arrived = Promise.any(arrivals).then(
      () => {
        // What is there need not come once more.
        for (const { frames } of streams) frames.abandon();
        return true;
      },
      () => false,
    );
  }

  /** Whether nothing can be put behind what it has. */
  get isOver(): boolean {
    return this.#streams.every(({ frames }) => frames.isOver);
  }

  /** Behind what is there already. Tells once when it is written, by the quickest way. */
  write(bytes: Uint8Array, onWritten: () => void = () => undefined): void {
    let isTold = false;
    const tell = () => {
      if (!isTold) onWritten();
      isTold = true;
    };
    for (const { frames } of this.#streams) if (!frames.isOver) frames.write(bytes, tell);
  }

  /** Nothing follows. */
  end(): void {
    for (const stream of this.#streams) stream.end();
  }
}
