import type { Arrival } from "./rate-control.ts";
import { TransitFloor } from "./transit-floor.ts";

/** What is pooled to see through the jitter of single packets, milliseconds of arrivals. */
const POOLED_SPAN = 120;
/** Frames are few. */
const STREAM_SPAN = 250;

/**
 * How long what is sent waits in queues on the way, in milliseconds. Frames are looked at on their own, too: where QUIC may
 * not send as much as it is given they wait in the browser, while datagrams overtake them.
 */
export class QueueDelay {
  readonly #pooled = new TransitFloor(POOLED_SPAN);
  readonly #streams = new TransitFloor(STREAM_SPAN);

  /** Of late; 0 before anything has arrived. */
  get current(): number {
    return Math.max(this.#pooled.excess, this.#streams.excess);
  }

  learn(arrivals: readonly Arrival[]): void {
    for (const { carrier, sentAt, arrivedAt } of arrivals) {
      if (arrivedAt === undefined) continue;
      this.#pooled.add(arrivedAt, arrivedAt - sentAt);
      if (carrier === "stream") this.#streams.add(arrivedAt, arrivedAt - sentAt);
    }
    this.#pooled.settle();
    this.#streams.settle();
  }
}
