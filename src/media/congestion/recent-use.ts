/** Of each count, and for how many of them the highest stands. Milliseconds. */
const WINDOW = 1_000;
const WINDOWS = 4;

/** How much something that comes in bursts has used of late: as much as in its busiest second. */
export class RecentUse {
  /** Bits of each window, the newest first. */
  #counts: number[] = [0];
  #since = Number.NEGATIVE_INFINITY;

  /** `now` in milliseconds. */
  add(now: number, bits: number): void {
    this.#turn(now);
    this.#counts[0] = (this.#counts[0] ?? 0) + bits;
  }

  /** Bits per second. */
  rate(now: number): number {
    this.#turn(now);
    return (Math.max(...this.#counts) * 1000) / WINDOW;
  }

  #turn(now: number): void {
    const passed = Math.floor((now - this.#since) / WINDOW);
    if (passed <= 0) return;
    if (passed >= WINDOWS) {
      this.#counts = [0];
      this.#since = now;
      return;
    }
    const empty = Array.from({ length: passed }, () => 0);
    this.#counts = [...empty, ...this.#counts].slice(0, WINDOWS);
    this.#since += passed * WINDOW;
  }
}
