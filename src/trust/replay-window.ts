/** How far behind the newest frame one may still arrive: seconds, for everything a device sends under one key. */
export const REPLAY_WINDOW = 1024;

/**
 * Remembers which of the last `REPLAY_WINDOW` counters have been seen, in constant space. Order within the window is free;
 * what is behind it counts as seen.
 */
export class ReplayWindow {
  /** One bit for each counter, at its remainder by the window's size. */
  readonly #seen = new Uint32Array(REPLAY_WINDOW / 32);
  #newest = -1;

  /** Whether `counter` is new. Changes nothing, so it may be asked before a frame is authenticated. */
  accepts(counter: number): boolean {
    if (counter > this.#newest) return true;
    if (counter <= this.#newest - REPLAY_WINDOW) return false;
    return ((this.#seen[wordOf(counter)] ?? 0) & bitOf(counter)) === 0;
  }

  /** Notes `counter`, of a frame that is authentic. False if it is not new: another copy was quicker. */
  note(counter: number): boolean {
    if (!this.accepts(counter)) return false;
    this.#advance(counter);
    this.#seen[wordOf(counter)] = (this.#seen[wordOf(counter)] ?? 0) | bitOf(counter);
    return true;
  }

  /** Forgets the counters that fall out of the window as `counter` comes in. */
  #advance(counter: number): void {
    if (counter - this.#newest >= REPLAY_WINDOW) this.#seen.fill(0);
    else for (let i = this.#newest + 1; i <= counter; i++) this.#clear(i);
    this.#newest = Math.max(this.#newest, counter);
  }

  #clear(counter: number): void {
    this.#seen[wordOf(counter)] = (this.#seen[wordOf(counter)] ?? 0) & ~bitOf(counter);
  }
}

function wordOf(counter: number): number {
  return Math.floor((counter % REPLAY_WINDOW) / 32);
}

function bitOf(counter: number): number {
  return 1 << (counter % 32);
}
