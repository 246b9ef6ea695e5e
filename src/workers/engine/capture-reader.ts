/** A frame of a camera, or a piece of a microphone's sound. */
interface Captured {
  close(): void;
}

/** Until a stream that nobody wants any more has to have ended by itself, milliseconds. */
export const PATIENCE = 10_000;

/**
 * Reads what is captured, piece by piece, and closes each. When another stream comes it takes over with its first piece, so that
 * the change of a device leaves no gap. A piece that cannot be used is left out.
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
        } catch {
          // The next one may find another encoder.
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The device is gone; the page sees the track end and says so.
    }
  }

  #takeTurn(): void {
    letGo(this.#current);
    this.#current = this.#next;
    this.#next = undefined;
    this.#onTurn();
  }
}

/**
 * Its owner stops the device, and until then what is still on its way is read and closed: what waits in a stream when it is
 * cancelled is closed by nobody.
 */
function letGo(reader: ReadableStreamDefaultReader<unknown> | undefined): void {
  if (reader === undefined) return;
  const cancelling = setTimeout(() => void reader.cancel().catch(() => undefined), PATIENCE);
  reader.closed.catch(() => undefined).finally(() => clearTimeout(cancelling));
}
