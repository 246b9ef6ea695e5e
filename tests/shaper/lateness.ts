const KEPT = 4096;

/** How far from their due time things were done, in ms; below zero is early. Zeros before the first. */
export interface Lateness {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Remembers the latest few thousand measurements. */
export class LatenessLog {
  readonly #kept = new Float64Array(KEPT);
  #recorded = 0;

  record(lateMs: number): void {
    this.#kept[this.#recorded++ % KEPT] = lateMs;
  }

  summary(): Lateness {
    const sorted = this.#kept.slice(0, Math.min(this.#recorded, KEPT)).sort();
    const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { p50Ms: quantile(0.5), p99Ms: quantile(0.99), maxMs: quantile(1) };
  }
}
