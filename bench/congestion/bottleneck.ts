import type { Simulation } from "./simulation.ts";

/** A capacity that holds from `from` (ms) on, in bits per second. */
export interface Capacity {
  readonly from: number;
  readonly bitrate: number;
}

/** What became of a packet at the bottleneck. `waited` in milliseconds, its own transmission not counted. */
export interface Passage {
  readonly bytes: number;
  readonly waited: number;
}

interface Waiting {
  readonly bytes: number;
  readonly since: number;
  readonly onPassed: (passage: Passage) => void;
}

/** One link whose capacity changes, with a drop-tail queue of so many milliseconds in front, shared by everybody. */
export class Bottleneck {
  readonly #simulation: Simulation;
  readonly #schedule: readonly Capacity[];
  readonly #queueTime: number;
  readonly #waiting: Waiting[] = [];
  #head = 0;
  #waitingBytes = 0;
  #isBusy = false;

  constructor(simulation: Simulation, schedule: readonly Capacity[], queueTime: number) {
    this.#simulation = simulation;
    this.#schedule = schedule;
    this.#queueTime = queueTime;
  }

  capacityAt(time: number): number {
    return this.#schedule.findLast(({ from }) => from <= time)?.bitrate ?? 0;
  }

  /** Takes a packet in; false when the queue is full and it is lost. */
  send(bytes: number, onPassed: (passage: Passage) => void): boolean {
    const limit = (this.capacityAt(this.#simulation.now) * this.#queueTime) / 8000;
    if (this.#waitingBytes + bytes > limit) return false;
    this.#waiting.push({ bytes, since: this.#simulation.now, onPassed });
    this.#waitingBytes += bytes;
    if (!this.#isBusy) this.#transmit();
    return true;
  }

  #transmit(): void {
    const next = this.#waiting[this.#head];
    this.#isBusy = next !== undefined;
    if (next === undefined) return;
    this.#head++;
    if (this.#head > 1_000) {
      this.#waiting.splice(0, this.#head);
      this.#head = 0;
    }
    this.#waitingBytes -= next.bytes;
    const waited = this.#simulation.now - next.since;
    this.#simulation.after((next.bytes * 8000) / this.capacityAt(this.#simulation.now), () => {
      next.onPassed({ bytes: next.bytes, waited });
      this.#transmit();
    });
  }
}
