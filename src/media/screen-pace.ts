/** After a new picture it is sent again so often and so long, in milliseconds, for the encoder to make it sharp. */
const SHARPENING_INTERVAL = 200;
const SHARPENING_TIME = 2_000;
/** Then so often, in milliseconds: receivers see that it is still there, and what was lost is made good. */
const STILL_INTERVAL = 1_000;

/** Decides when the newest picture of a screen is sent, and sent again. All times in milliseconds. */
export class ScreenPace {
  #pictureAt = Number.NEGATIVE_INFINITY;
  #sentAt = Number.NEGATIVE_INFINITY;
  #isNew = false;

  /** There is a new picture. */
  handlePicture(now: number): void {
    this.#pictureAt = now;
    this.#isNew = true;
  }

  /** The newest picture is sent. */
  handleSent(now: number): void {
    this.#sentAt = now;
    this.#isNew = false;
  }

  /** How long until the newest picture is due, of which so many may be sent in a second; 0 when it is. */
  wait(now: number, frameRate: number): number {
    return Math.max(0, this.#sentAt + this.#interval(now, 1000 / frameRate) - now);
  }

  #interval(now: number, shortest: number): number {
    if (this.#isNew) return shortest;
    const isSharpening = now - this.#pictureAt < SHARPENING_TIME;
    return Math.max(shortest, isSharpening ? SHARPENING_INTERVAL : STILL_INTERVAL);
  }
}
