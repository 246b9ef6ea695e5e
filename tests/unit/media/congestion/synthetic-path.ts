import type { Arrival, RateControl } from "../../../../src/media/congestion/rate-control.ts";

const REPORT_INTERVAL = 50;
const DELAY = 40;

/** What a path does to what is sent, as a function of the rate that is sent at and the time (ms). */
export interface PathModel {
  /** Milliseconds on top of the shortest. */
  readonly queue?: (bitrate: number, now: number) => number;
  /** The share of datagrams that is lost. */
  readonly loss?: (bitrate: number, now: number) => number;
  /** How much of what may be sent is. */
  readonly used?: number;
  /** The receiver's clock. */
  readonly clock?: (now: number) => number;
}

/** Drives a rate control as a sender with 50 datagrams and 20 frames a second would, without randomness. */
export class SyntheticPath {
  readonly #control: RateControl;
  #now = 1_000;
  #lost = 0;

  constructor(control: RateControl) {
    this.#control = control;
  }

  get now(): number {
    return this.#now;
  }

  run(duration: number, { queue, loss, used = 1, clock = (now) => now }: PathModel = {}): void {
    for (const end = this.#now + duration; this.#now < end; this.#now += REPORT_INTERVAL) {
      const bitrate = this.#control.advice.bitrate * used;
      const delay = DELAY + (queue?.(bitrate, this.#now) ?? 0);
      const frame = (bitrate * REPORT_INTERVAL) / 8000;
      const arrivals = [0, 20, 40].map((offset): Arrival => {
        const sentAt = this.#now + offset;
        const isLost = this.#loses(loss?.(bitrate, this.#now) ?? 0);
        return {
          carrier: "datagram",
          sentAt,
          arrivedAt: isLost ? undefined : clock(sentAt + delay),
          size: 100,
        };
      });
      const sentAt = this.#now + 45;
      arrivals.push({
        carrier: "stream",
        sentAt,
        arrivedAt: clock(sentAt + delay),
        size: Math.max(100, frame - 300),
      });
      this.#control.onTick(this.#now, true);
      this.#control.onReport({ now: this.#now + 2 * DELAY, rtt: DELAY + delay, arrivals });
    }
  }

  /** Nothing comes back. */
  silence(duration: number, isSending: boolean): void {
    for (const end = this.#now + duration; this.#now < end; this.#now += REPORT_INTERVAL) {
      this.#control.onTick(this.#now + 2 * DELAY, isSending);
    }
  }

  /** Evenly, as exactly as whole datagrams allow. */
  #loses(share: number): boolean {
    this.#lost += share;
    if (this.#lost < 1) return false;
    this.#lost--;
    return true;
  }
}
