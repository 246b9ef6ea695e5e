import { DueQueue } from "./due-queue.ts";
import { type Lateness, LatenessLog } from "./lateness.ts";

/** Bounds memory: at full-size datagrams about 80 MB. */
const MAX_WAITING = 65_536;
/** Node's timers count whole milliseconds, so the last stretch before a due time is napped instead. */
const TIMER_REACH_MS = 1.5;
/** Naps end so often that sockets are still read: this bounds the error in when a datagram arrived. */
const NAP_MS = 0.2;
/** Waking from a nap takes about as long, so this early is on time. */
const EARLY_MS = 0.05;

const neverNotified = new Int32Array(new SharedArrayBuffer(4));

/**
 * Holds items until `performance.now()` reaches their due time, then hands them to `release`, in order, to
 * about a tenth of a millisecond. While something is due within {@link TIMER_REACH_MS} the event loop keeps
 * turning in naps; with nothing waiting it costs nothing. The owner calls {@link clear} when done.
 */
export class DelayLine<Item> {
  readonly #release: (item: Item) => void;
  readonly #queue = new DueQueue<Item>();
  readonly #lateness = new LatenessLog();
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #wakesForMs = Number.POSITIVE_INFINITY;

  constructor(release: (item: Item) => void) {
    this.#release = release;
  }

  get size(): number {
    return this.#queue.size;
  }

  get lateness(): Lateness {
    return this.#lateness.summary();
  }

  /** False when the line is full and the item was not taken. What is due and next is released at once. */
  push(dueMs: number, item: Item): boolean {
    if (this.#queue.size >= MAX_WAITING) return false;
    const isNext = dueMs < (this.#queue.nextDueMs ?? Number.POSITIVE_INFINITY);
    if (isNext && dueMs <= performance.now()) {
      this.#release(item);
      return true;
    }
    this.#queue.push(dueMs, item);
    this.#arrangeWake();
    return true;
  }

  /** Forgets everything that waits and stops the clock; returns how many items were forgotten. */
  clear(): number {
    const forgotten = this.#queue.size;
    this.#queue.clear();
    this.#cancelWake();
    return forgotten;
  }

  #releaseDue(): void {
    const nowMs = performance.now();
    for (let dueMs = this.#queue.nextDueMs; dueMs !== undefined; dueMs = this.#queue.nextDueMs) {
      if (dueMs > nowMs + EARLY_MS) return;
      const item = this.#queue.pop();
      if (item === undefined) return;
      this.#lateness.record(performance.now() - dueMs);
      this.#release(item);
    }
  }

  #arrangeWake(): void {
    const dueMs = this.#queue.nextDueMs;
    if (dueMs === undefined || this.#wakesForMs <= dueMs) return;
    this.#cancelWake();
    this.#wakesForMs = dueMs;
    const waitMs = dueMs - performance.now();
    if (waitMs > TIMER_REACH_MS) this.#timer = setTimeout(this.#wake, Math.floor(waitMs - 0.5));
    else this.#turn = setImmediate(this.#wake);
  }

  #cancelWake(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#wakesForMs = Number.POSITIVE_INFINITY;
  }

  readonly #wake = (): void => {
    this.#wakesForMs = Number.POSITIVE_INFINITY;
    const restMs = (this.#queue.nextDueMs ?? 0) - EARLY_MS - performance.now();
    if (restMs > 0) Atomics.wait(neverNotified, 0, 0, Math.min(restMs, NAP_MS));
    this.#releaseDue();
    this.#arrangeWake();
  };
}
