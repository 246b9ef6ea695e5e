import { samplesIn } from "./sound.ts";

/** How fine delays are told apart, and up to where. */
const STEP = samplesIn(1);
const STEPS = 400;
/** The shortest transit is that of the last two seconds: clocks drift, and paths change. */
const FASTEST_OF = samplesIn(2000);
/** Packets that are held against one another for that: as many as the shortest make of it. */
const MAX_PACKETS = 800;
/** After so long an arrival counts for a third of what it did. */
const MEMORY = samplesIn(10_000);
/** While a source is new, a part of its age: the bustle of a beginning says little about what follows. */
const [SHORTEST_MEMORY, AGEING] = [samplesIn(500), 6];
/**
 * How much longer everybody would rather wait for all sound than have one percent of it late: a rare gap of a few hundredths
 * of a second is hardly noticed, while a delay is there with every word.
 */
const PATIENCE = samplesIn(12);
/** And for each percent that is missing besides: what happens all the time is no rare gap any more. */
const ANNOYANCE = samplesIn(2);
/** What is only late is heard later, while what a copy brings is heard in time or never. */
const COPY_WEIGHT = 4;

interface Transit {
  readonly at: number;
  readonly transit: number;
}

/**
 * How unevenly the packets of one source arrive, those included that come late because they are copies of what was lost. In
 * samples.
 */
export class ArrivalJitter {
  /** Transits of late, without those that a later one has undercut: the first is the fastest. */
  #fastest: Transit[] = [];
  /** How much sound came how many steps later than the fastest, fading with time. */
  readonly #late = new Float64Array(STEPS);
  #total = 0;
  #at: number | undefined;
  #age = 0;
  #spread = 0;

  /** The shortest transit of late. */
  get fastest(): number {
    return this.#fastest[0]?.transit ?? 0;
  }

  /** How much longer than for the fastest it pays to wait for the others. */
  get spread(): number {
    return this.#spread;
  }

  /** Sound of `length` that belongs at `timestamp` arrives `at`; the two clocks need not agree. */
  learn(at: number, timestamp: number, length: number, isCopy: boolean): void {
    const transit = at - timestamp;
    this.#forget(at);
    this.#compare({ at, transit });
    const step = Math.min(STEPS - 1, Math.ceil((transit - this.fastest) / STEP));
    this.#late[step] = (this.#late[step] ?? 0) + (isCopy ? COPY_WEIGHT * length : length);
    this.#total += length;
    this.#spread = this.#cheapest();
  }

  /** The sender's clock may be another from now on; the network is the same. */
  rebase(): void {
    this.#fastest = [];
  }

  #forget(at: number): void {
    const elapsed = Math.max(0, at - (this.#at ?? at));
    this.#at = at;
    this.#age += elapsed;
    const memory = Math.min(MEMORY, Math.max(SHORTEST_MEMORY, this.#age / AGEING));
    const kept = Math.exp(-elapsed / memory);
    for (let step = 0; step < STEPS; step++) this.#late[step] = (this.#late[step] ?? 0) * kept;
    this.#total *= kept;
  }

  #compare(one: Transit): void {
    const before = this.#fastest[0]?.transit ?? one.transit;
    this.#fastest = this.#fastest.filter(
      ({ at, transit }) => at > one.at - FASTEST_OF && transit < one.transit,
    );
    this.#fastest.push(one);
    if (this.#fastest.length > MAX_PACKETS) this.#fastest.shift();
    this.#shift(Math.round(this.fastest / STEP) - Math.round(before / STEP));
  }

  /** The fastest is slower by so many steps now, so that all that came later came less so. */
  #shift(by: number): void {
    if (by === 0) return;
    const late = this.#late.slice();
    this.#late.fill(0);
    for (const [step, amount] of late.entries()) {
      const to = Math.min(STEPS - 1, Math.max(0, step - by));
      this.#late[to] = (this.#late[to] ?? 0) + amount;
    }
  }

  /** The delay at which waiting and missing together cost least. */
  #cheapest(): number {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    let missed = this.#late.reduce((sum, amount) => sum + amount);
    for (let step = 0; step < STEPS; step++) {
      missed -= this.#late[step] ?? 0;
      const percent = (100 * Math.max(0, missed)) / this.#total;
      const cost = step * STEP + PATIENCE * percent + ANNOYANCE * percent ** 2;
      if (cost < least) [best, least] = [step, cost];
    }
    return best * STEP;
  }
}
