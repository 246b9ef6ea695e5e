/** Fewer say nothing about the rest. */
const MIN_SAMPLES = 3;
/** Of the recent transits the one that this share is faster than: repetitions by QUIC and the tail of jitter lie above it. */
const TYPICAL = 0.2;
/** The shortest typical transit of so many spells is what the path takes without a queue. */
const SPELL = 1_500;
const SPELLS = 10;

/**
 * What arrives closer together than this came in one go: whoever had to take it in was busy, and the quickest of it shows what
 * the path took. A queue on the path keeps packets apart. Milliseconds, from one to the next and in all.
 */
const BURST = 4;
const LONGEST_BURST = 20;

interface Transit {
  readonly at: number;
  readonly transit: number;
}

/**
 * By how much transits of late are above the shortest of the last 15 s. Only differences count, so the clocks of both ends
 * need not agree; one that runs off by 100 ppm is forgotten before it makes 2 ms. Milliseconds.
 */
export class TransitFloor {
  readonly #span: number;
  #recent: Transit[] = [];
  #burst: { readonly from: number; readonly last: number } | undefined;
  #spells: number[] = [];
  #spellEnd = Number.NEGATIVE_INFINITY;
  #excess = 0;

  /** Transits of so many milliseconds are taken together. */
  constructor(span: number) {
    this.#span = span;
  }

  get excess(): number {
    return this.#excess;
  }

  /** `at` is when it arrived. */
  add(at: number, transit: number): void {
    const burst = this.#burst;
    const before = this.#recent.at(-1);
    const isBurst = burst !== undefined && at - burst.last <= BURST && at - burst.from <= LONGEST_BURST;
    this.#burst = { from: isBurst ? burst.from : at, last: at };
    if (!isBurst || before === undefined) this.#recent.push({ at, transit });
    else this.#recent[this.#recent.length - 1] = { at, transit: Math.min(before.transit, transit) };
  }

  /** Takes what was added into account. */
  settle(): void {
    const latest = this.#recent.at(-1)?.at;
    if (latest === undefined) return;
    this.#recent = this.#recent.filter(({ at }) => at > latest - this.#span);
    if (this.#recent.length < MIN_SAMPLES) return;
    const transits = this.#recent.map(({ transit }) => transit).sort((a, b) => a - b);
    const typical = transits[Math.floor(transits.length * TYPICAL)] ?? 0;
    this.#remember(latest, typical);
    this.#excess = typical - Math.min(...this.#spells);
  }

  #remember(at: number, typical: number): void {
    if (at >= this.#spellEnd) {
      this.#spells = [...this.#spells.slice(1 - SPELLS), typical];
      this.#spellEnd = at + SPELL;
    }
    const last = this.#spells.length - 1;
    this.#spells[last] = Math.min(this.#spells[last] ?? typical, typical);
  }
}
