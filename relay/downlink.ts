import type { Flow, FrameFlow } from "../src/transport/wire/flows.ts";
import { frameTimeout } from "../src/transport/wire/limits.ts";
import type { Backlog, Pressure } from "./backlog.ts";
import { ByteBudget } from "./byte-budget.ts";
import type { Carrier, SendOrder, SendStream } from "./carrier.ts";
import { FrameCopy, type FrameCopyEvents } from "./frame-copy.ts";
import type { Metrics } from "./metrics.ts";
import { relayLimits } from "./relay-limits.ts";

/** What goes to one receiver. Its memory is bounded whatever the receiver does. Times in milliseconds. */
export class Downlink {
  readonly #carrier: Carrier;
  readonly #backlog: Backlog;
  readonly #metrics: Metrics;
  readonly #waiting = new ByteBudget(relayLimits.waitingBytes);
  /** Oldest first, and when each is too late to be of use. */
  readonly #copies = new Map<FrameCopy, number>();
  #pendingDatagrams = 0;

  constructor(carrier: Carrier, backlog: Backlog, metrics: Metrics) {
    this.#carrier = carrier;
    this.#backlog = backlog;
    this.#metrics = metrics;
  }

  /** How far the receiver is behind with what it has been sent. */
  pressure(now: number): Pressure {
    const full =
      this.#copies.size >= relayLimits.framesPerReceiver || this.#waiting.used > relayLimits.waitingBytes / 2;
    return full ? "full" : this.#backlog.pressure(now);
  }

  /** Sends now or not at all. */
  sendDatagram(flow: Flow, bytes: Uint8Array, now: number): void {
    const hasRoom = this.#pendingDatagrams < relayLimits.pendingDatagrams;
    if (!hasRoom || !this.#backlog.takesDatagrams(now)) {
      this.#metrics.dropped.add("slow-receiver");
      return;
    }
    this.#pendingDatagrams++;
    const settled = () => {
      this.#pendingDatagrams--;
    };
    this.#carrier.sendDatagram(bytes).then(settled, settled);
    this.#backlog.sent("datagrams", bytes.length, now);
    this.#metrics.forwarded(flow, bytes.length);
  }

  /** A stream that its owner paces, ends and accounts for. Not known to `pressure`. */
  openStream(order: SendOrder): Promise<SendStream> {
    return this.#carrier.openStream(order);
  }

  /** Begins to pass a stream of frames on. The caller writes and completes or abandons it. */
  openFrames(flow: FrameFlow, events: FrameCopyEvents, now: number): FrameCopy {
    const over = () => {
      this.#copies.delete(copy);
      events.over();
    };
    const copy = new FrameCopy(this.#carrier, this.#waiting, { lost: events.lost, over });
    this.#copies.set(copy, now + frameTimeout(flow));
    return copy;
  }

  /** A frame of `length` bytes is being passed on. */
  countFrame(flow: FrameFlow, length: number, now: number): void {
    this.#backlog.sent("frames", length, now);
    this.#metrics.forwarded(flow, length);
  }

  /** To be called now and then: gives up what is too late to be of use. */
  tick(now: number): void {
    for (const [copy, staleAt] of this.#copies) if (now > staleAt) copy.abandon();
    this.#backlog.tick(now);
  }

  /** For how long the receiver has taken nothing, although there was something for it. */
  stalledFor(now: number): number {
    const busy = [...this.#copies.keys()].map((copy) => copy.busyFor(now));
    return Math.max(...busy, this.#backlog.stalledFor(now));
  }
}
