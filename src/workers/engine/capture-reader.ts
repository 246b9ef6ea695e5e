/** A frame of a camera, or a piece of a microphone's sound. */
interface Captured {
  close(): void;
}

/**
 * Reads what is captured, piece by piece, and closes each. When another stream comes it takes over with its first piece, so that
 * the change of a device leaves no gap.
 */
export class CaptureReader<T extends Captured> {
  readonly #take: (piece: T) => Promise<void> | void;
  readonly #onTurn: () => void;
  #current: ReadableStreamDefaultReader<T> | undefined;
  /** Has delivered nothing yet. */
  #next: ReadableStreamDefaultReader<T> | undefined;

  /** `take` gets the pieces, which stay this reader's; `onTurn` is called before the first one of each stream. */
  constructor(take: (piece: T) => Promise<void> | void, onTurn: () => void = () => undefined) {
    this.#take = take;
    this.#onTurn = onTurn;
  }

  /** There is something to read, or will be. */
  get isReading(): boolean {
    return this.#current !== undefined || this.#next !== undefined;
  }

  /** This stream from now on; without one, nothing at all. */
  read(stream: ReadableStream<T> | undefined): void {
    letGo(this.#next);
    this.#next = stream?.getReader();
    if (this.#next !== undefined) void this.#pump(this.#next);
    else {
      letGo(this.#current);
      this.#current = undefined;
    }
  }

  async #pump(reader: ReadableStreamDefaultReader<T>): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        try {
          if (reader === this.#next) this.#takeTurn();
          if (reader === this.#current) await this.#take(next.value);
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The device is gone or the encoder gave up; the page sees the track end and says so.
    }
  }

  #takeTurn(): void {
    letGo(this.#current);
    this.#current = this.#next;
    this.#next = undefined;
    this.#onTurn();
  }
}

function letGo(reader: ReadableStreamDefaultReader<unknown> | undefined): void {
  reader?.cancel().catch(() => undefined);
}
