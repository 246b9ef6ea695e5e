import type { ReceiveStream, SendStream } from "./carrier.ts";

/**
 * One member's data stream to another. It is read no further than the receiver has taken it, so what a slow receiver
 * does not take waits at its sender. When either side ends or breaks off, so does the other.
 */
export class DataStream {
  readonly #source: ReceiveStream;
  readonly #now: () => number;
  #target: SendStream | undefined;
  #offeredAt: number | undefined;
  #isCut = false;

  /** `now` in milliseconds. */
  constructor(source: ReceiveStream, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * Passes on `first` and all that follows; resolves once nothing of the stream is left, however it ended. `pass` is
   * asked before each piece, and may take its time.
   */
  async run(
    opening: Promise<SendStream>,
    first: Uint8Array,
    pass: (bytes: number) => Promise<void>,
  ): Promise<void> {
    try {
      this.#offeredAt = this.#now();
      const target = await opening;
      this.#target = target;
      let bytes: Uint8Array | undefined = first;
      for (; bytes !== undefined && !this.#isCut; bytes = await this.#source.read()) {
        await pass(bytes.length);
        this.#offeredAt = this.#now();
        await target.write(bytes);
        this.#offeredAt = undefined;
      }
      if (this.#isCut) target.abort();
      else await target.close();
    } catch {
      // One side broke off or refused the stream.
      this.cut();
    }
  }

  /** Milliseconds for which the receiver has not taken what there is for it. */
  stuckFor(now: number): number {
    return this.#offeredAt === undefined ? 0 : now - this.#offeredAt;
  }

  /** Ends both sides early: one of the two has left, or the receiver takes nothing. */
  cut(): void {
    this.#isCut = true;
    this.#source.cancel();
    this.#target?.abort();
  }
}
