import type { Flow, FrameFlow } from "../src/transport/wire/flows.ts";
import { frameTimeout } from "../src/transport/wire/limits.ts";
import type { Backlog, Pressure } from "./backlog.ts";
import { ByteBudget } from "./byte-budget.ts";
import type { Carrier, SendOrder, SendStream } from "./carrier.ts";
import { FrameCopy, type FrameCopyEvents } from "./frame-copy.ts";
import type { Metrics } from "./metrics.ts";
import { relayLimits } from "./relay-limits.ts";
import { TwinCopy } from "./twin-copy.ts";

/** From the best to the worst. */
const pressures: readonly Pressure[] = ["none", "slow", "full"];

/** A stream of frames on its way to a receiver. The caller writes, and completes or abandons it. */
export type OutgoingCopy = Pick<FrameCopy, "begin" | "write" | "complete" | "abandon">;

/** What goes to one receiver. Its memory is bounded whatever the receiver does. Times in milliseconds. */
export class Downlink {
  /** A second way to the same receiver, by which everything goes as well. */
  twin: Downlink | undefined;
  readonly #carrier: Carrier;
  readonly #backlog: Backlog;
  readonly #metrics: Metrics;
  readonly #waiting = new ByteBudget(relayLimits.waitingBytes);
  /** Oldest first, and when each is too late to be of use. */
  readonly #copies = new Map<FrameCopy, number>();
  #pendingDatagrams = 0;
  #datagramsSent = 0;

  constructor(carrier: Carrier, backlog: Backlog, metrics: Metrics) {
    this.#carrier = carrier;
    this.#backlog = backlog;
    this.#metrics = metrics;
  }

  /** How many datagrams the network was given, whatever became of them. */
  get datagramsSent(): number {
    return this.#datagramsSent;
  }

  /** How far the receiver is behind with what it has been sent; by two ways, by the better one. */
  pressure(now: number): Pressure {
    const own = this.#ownPressure(now);
    const other = this.twin?.pressure(now) ?? own;
    return pressures.indexOf(other) < pressures.indexOf(own) ? other : own;
  }

  #ownPressure(now: number): Pressure {
    const full =
      this.#copies.size >= relayLimits.framesPerReceiver || this.#waiting.used > relayLimits.waitingBytes / 2;
    return full ? "full" : this.#backlog.pressure(now);
  }

  /** Sends now or not at all. */
  sendDatagram(flow: Flow, bytes: Uint8Array, now: number): void {
    this.twin?.sendDatagram(flow, bytes, now);
    const hasRoom = this.#pendingDatagrams < relayLimits.pendingDatagrams;
    if (!hasRoom || !this.#backlog.takesDatagrams(now)) {
      this.#metrics.dropped.add("slow-receiver");
      return;
    }
    this.#pendingDatagrams++;
    this.#datagramsSent++;
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

  /** Begins to pass a stream of frames on: by both ways, unless one of them is behind and the other is not. */
  openFrames(flow: FrameFlow, events: FrameCopyEvents, now: number): OutgoingCopy {
    const { twin } = this;
    if (twin === undefined) return this.#open(flow, events, now);
    const pressure = this.pressure(now);
    const ways = [this, twin].filter((way) => way.#ownPressure(now) === pressure);
    return new TwinCopy(
      events,
      ways.map((way) => (events) => way.#open(flow, events, now)),
    );
  }

  #open(flow: FrameFlow, events: FrameCopyEvents, now: number): FrameCopy {
    const copy = new FrameCopy(this.#carrier, this.#waiting, {
      began: (length, now) => {
        this.#backlog.sent("frames", length, now);
        this.#metrics.forwarded(flow, length);
      },
      lost: events.lost,
      over: () => {
        this.#copies.delete(copy);
        events.over();
      },
    });
    this.#copies.set(copy, now + frameTimeout(flow));
    return copy;
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
