import type { LinkCounts } from "../../tests/shaper/link.ts";
import type { LinkOptions } from "../../tests/shaper/link-options.ts";
import type { UdpShaper } from "../../tests/shaper/udp-shaper.ts";

/** What the network does on the way from the speaker to the listener, and on the way back. */
export interface Conditions {
  readonly forward: LinkOptions;
  readonly backward: LinkOptions;
}

/** One direction of a path, at one moment. */
export interface Direction extends LinkCounts {
  /** How long a datagram offered now would wait for its turn. */
  readonly queueMs: number;
}

/** The part of the way between speaker and listener that goes through a shaper. */
export class Path {
  readonly #shaper: UdpShaper;
  readonly #isForwardUp: boolean;

  /** `isForwardUp` where the speaker is the shaper's client, and not what is behind it. */
  constructor(shaper: UdpShaper, isForwardUp: boolean) {
    this.#shaper = shaper;
    this.#isForwardUp = isForwardUp;
  }

  set({ forward, backward }: Conditions): void {
    this.#shaper.setUplink(this.#isForwardUp ? forward : backward);
    this.#shaper.setDownlink(this.#isForwardUp ? backward : forward);
  }

  get forward(): Direction {
    return this.#isForwardUp ? this.#up : this.#down;
  }

  get backward(): Direction {
    return this.#isForwardUp ? this.#down : this.#up;
  }

  /** Throws where the shaper itself has failed, so that its figures mean nothing. */
  check(): void {
    const { overflowed, socketErrors } = this.#shaper.stats;
    if (overflowed + socketErrors > 0)
      throw new Error(`The shaper overflowed ${overflowed} times and had ${socketErrors} socket errors`);
  }

  get #up(): Direction {
    const { uplink, uplinkQueueMs } = this.#shaper.stats;
    return { ...uplink, queueMs: uplinkQueueMs };
  }

  get #down(): Direction {
    const { downlink, downlinkQueueMs } = this.#shaper.stats;
    return { ...downlink, queueMs: downlinkQueueMs };
  }
}
