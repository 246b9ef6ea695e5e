import type { ResolvedLinkOptions } from "./link-options.ts";

interface Queued {
  readonly goneAtMs: number;
  readonly bytes: number;
}

/** A drop-tail queue in front of a fixed rate, kept as arithmetic on virtual time. */
export class Bottleneck {
  #freeAtMs = Number.NEGATIVE_INFINITY;
  #queuedBytes = 0;
  readonly #queued: Queued[] = [];

  /**
   * When the datagram's last bit leaves, or undefined when the queue is full. A change of rate takes hold
   * behind what is already queued.
   */
  admit(
    nowMs: number,
    bytes: number,
    { rateBps, queue }: Pick<ResolvedLinkOptions, "rateBps" | "queue">,
  ): number | undefined {
    this.#forgetGone(nowMs);
    const startMs = Math.max(nowMs, this.#freeAtMs);
    const full = "ms" in queue ? startMs - nowMs > queue.ms : this.#queuedBytes + bytes > queue.bytes;
    if (full && rateBps !== Number.POSITIVE_INFINITY) return undefined;
    this.#freeAtMs = startMs + (bytes * 8000) / rateBps;
    if (this.#freeAtMs > nowMs) {
      this.#queued.push({ goneAtMs: this.#freeAtMs, bytes });
      this.#queuedBytes += bytes;
    }
    return this.#freeAtMs;
  }

  /** How long a datagram offered now would wait. */
  queueMs(nowMs: number): number {
    return Math.max(0, this.#freeAtMs - nowMs);
  }

  #forgetGone(nowMs: number): void {
    for (let head = this.#queued[0]; head !== undefined && head.goneAtMs <= nowMs; head = this.#queued[0]) {
      this.#queuedBytes -= head.bytes;
      this.#queued.shift();
    }
  }
}
