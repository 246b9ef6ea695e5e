/** Arrivals that are judged by: two seconds of 10 ms packets. */
const WINDOW = 200;
/** The part of packets that may come later than all others: to wait for them would delay everything. */
const LATE_SHARE = 0.02;

/** How unevenly the packets of one source arrive. Times in any unit, as long as it is always the same. */
export class ArrivalJitter {
  #transits: number[] = [];
  #fastest = 0;
  #spread = 0;
  #isRebased = false;

  /** The shortest transit of late. */
  get fastest(): number {
    return this.#fastest;
  }

  /** By how much a packet may come later than the fastest one. */
  get spread(): number {
    return this.#spread;
  }

  /** `transit` is from a packet's timestamp to its arrival; the clocks need not agree. */
  learn(transit: number): void {
    if (this.#isRebased) {
      const shift = transit - this.#fastest;
      this.#transits = this.#transits.map((earlier) => earlier + shift);
      this.#isRebased = false;
    }
    this.#transits.push(transit);
    if (this.#transits.length > WINDOW) this.#transits.shift();
    const sorted = this.#transits.toSorted((a, b) => a - b);
    this.#fastest = sorted[0] ?? transit;
    const slow = sorted[Math.floor((sorted.length - 1) * (1 - LATE_SHARE))] ?? transit;
    this.#spread = slow - this.#fastest;
  }

  /** The sender's clock may be another from now on; the network is the same. */
  rebase(): void {
    this.#isRebased = true;
  }
}
