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
   * Passes on `first` and all that follows; resolves once nothing of the stream is left, however it ended. `pass` calls
   * its second argument to write a piece of so many bytes when it is time to.
   */
  async run(
    opening: Promise<SendStream>,
    first: Uint8Array,
    pass: (bytes: number, write: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    try {
      this.#offeredAt = this.#now();
      const target = await opening;
      this.#target = target;
      this.#offeredAt = undefined;
      let bytes: Uint8Array | undefined = first;
      for (; bytes !== undefined && !this.#isCut; bytes = await this.#source.read()) {
        const piece = bytes;
        await pass(piece.length, () => this.#write(target, piece));
      }
      if (this.#isCut) target.abort();
      else await target.close();
    } catch {
      // One side broke off or refused the stream.
      this.cut();
    }
  }

  async #write(target: SendStream, bytes: Uint8Array): Promise<void> {
    this.#offeredAt = this.#now();
    await target.write(bytes);
    this.#offeredAt = undefined;
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
