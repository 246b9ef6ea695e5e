/** The part of each new interval that goes into the mean. */
const SMOOTHING = 1 / 16;
/** A camera that paused has not become slower. Milliseconds. */
const PAUSE = 500;
const USUAL = 30;

/** How many frames a second a source really delivers. */
export class FrameRate {
  #interval = 1000 / USUAL;
  #last: number | undefined;

  /** Frames per second; 30 before anything is known. */
  get current(): number {
    return 1000 / this.#interval;
  }

  /** A frame of the moment `time`, milliseconds. */
  learn(time: number): void {
    const interval = time - (this.#last ?? time);
    this.#last = time;
    if (interval > 0 && interval < PAUSE) this.#interval += (interval - this.#interval) * SMOOTHING;
  }
}

/** Lets through so many frames a second, as evenly as they come. */
export class FrameThinner {
  #due = Number.NEGATIVE_INFINITY;

  /** Whether the frame of the moment `time` (milliseconds) is one of `rate` a second. */
  admits(time: number, rate: number): boolean {
    const interval = 1000 / rate;
    // Cameras are uneven: a frame that is a little early is the one that was meant.
    if (time < this.#due - interval / 4) return false;
    this.#due = Math.max(this.#due + interval, time + interval / 2);
    return true;
  }
}
