import type { ByteBudget } from "./byte-budget.ts";
import type { Carrier, SendStream } from "./carrier.ts";

/** What becomes of a copy, each told once at most and in this order. */
export interface FrameCopyEvents {
  /** The receiver will not have all of it. */
  lost(): void;
  /** It takes up no stream and no memory any more. */
  over(): void;
}

interface Accounted extends FrameCopyEvents {
  /** A frame of so many bytes is put on it. */
  began(length: number, now: number): void;
}

/** What a piece costs besides its bytes, so that a frame in tiny pieces is no way around the budget. */
const PIECE_COST = 256;

/** One stream of frames on its way to one receiver, passed on as it arrives: what the sender is still sending need not wait. */
export class FrameCopy {
  readonly #budget: ByteBudget;
  readonly #events: Accounted;
  readonly #waiting: Uint8Array[] = [];
  /** When what waits began to, milliseconds. */
  #busySince: number | undefined;
  #state: "open" | "complete" | "abandoned" = "open";
  #wake: () => void = () => undefined;

  /** `budget` bounds what waits here and in its siblings together. */
  constructor(carrier: Carrier, budget: ByteBudget, events: Accounted) {
    this.#budget = budget;
    this.#events = events;
    void this.#run(carrier);
  }

  /** For how long the network has not taken all that there is. What is still to come from the sender is not its fault. */
  busyFor(now: number): number {
    return now - (this.#busySince ?? now);
  }

  /** A frame of so many bytes follows. `now` in milliseconds. */
  begin(length: number, now: number): void {
    if (this.#state === "open") this.#events.began(length, now);
  }

  /** Bytes that stay as they are until they are gone: several copies share them. `now` in milliseconds. */
  write(bytes: Uint8Array, now: number): void {
    if (this.#state !== "open") return;
    this.#busySince ??= now;
    if (!this.#budget.reserve(bytes.length + PIECE_COST)) {
      this.abandon();
      return;
    }
    this.#waiting.push(bytes);
    this.#wake();
  }

  /** Nothing follows. */
  complete(): void {
    if (this.#state !== "open") return;
    this.#state = "complete";
    this.#wake();
  }

  /** Cuts it short, because its sender broke off or the receiver is too slow for it. */
  abandon(): void {
    if (this.#state === "abandoned") return;
    this.#state = "abandoned";
    for (const bytes of this.#waiting.splice(0)) this.#budget.release(bytes.length + PIECE_COST);
    this.#events.lost();
    this.#wake();
  }

  async #run(carrier: Carrier): Promise<void> {
    let stream: SendStream | undefined;
    try {
      stream = await carrier.openStream();
      await this.#pump(stream);
    } catch {
      // The receiver refuses the stream or is gone.
      this.abandon();
    }
    if (this.#state === "abandoned") stream?.abort();
    this.#events.over();
  }

  async #pump(stream: SendStream): Promise<void> {
    for (;;) {
      const bytes = this.#waiting.shift();
      if (bytes !== undefined) {
        this.#budget.release(bytes.length + PIECE_COST);
        await stream.write(bytes);
      } else if (this.#state === "open") {
        this.#busySince = undefined;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else break;
    }
    if (this.#state === "complete") await stream.close();
  }
}
