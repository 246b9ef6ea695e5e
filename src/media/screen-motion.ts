/** Share of the picture from which on a change is one of what is shown, and not of a word or a pointer. */
const MUCH = 0.08;
/** For how long much has to change until it counts as a film, and to rest until it counts as text again. Milliseconds. */
const LONG = 4_000;
const REST = 1_500;
/** Movement with longer pauses is somebody who scrolls. Milliseconds. */
const PAUSE = 600;

/** Tells what moves on and on, as a film does, from what is there to be read. All times in milliseconds. */
export class ScreenMotion {
  #since: number | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #isFilm = false;

  /** `changed` is the share of the picture that is new since the look before. */
  learn(now: number, changed: number): void {
    if (changed < MUCH) return;
    if (now - this.#last > PAUSE) this.#since = undefined;
    this.#since ??= now;
    this.#isFilm = this.isMoving(now) || now - this.#since >= LONG;
    this.#last = now;
  }

  isMoving(now: number): boolean {
    return this.#isFilm && now - this.#last < REST;
  }
}
