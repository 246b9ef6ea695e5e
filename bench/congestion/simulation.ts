import { DueQueue } from "../../tests/shaper/due-queue.ts";

/** Virtual time in milliseconds: what is planned happens in order, at once and the same way every time. */
export class Simulation {
  #now = 0;
  readonly #planned = new DueQueue<() => void>();

  get now(): number {
    return this.#now;
  }

  at(time: number, action: () => void): void {
    this.#planned.push(Math.max(time, this.#now), action);
  }

  after(delay: number, action: () => void): void {
    this.at(this.#now + delay, action);
  }

  /** Now, and again and again. */
  every(interval: number, action: () => void): void {
    action();
    this.after(interval, () => this.every(interval, action));
  }

  runUntil(end: number): void {
    for (let due = this.#planned.nextDueMs; due !== undefined && due <= end; due = this.#planned.nextDueMs) {
      this.#now = due;
      this.#planned.pop()?.();
    }
    this.#now = end;
  }
}
