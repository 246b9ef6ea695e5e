import type { ReceiveStream } from "./carrier.ts";

/** One of the streams that carry the same, and how far it has come. */
interface Source {
  readonly stream: ReceiveStream;
  /** Bytes of it that have arrived. */
  arrived: number;
  /** What is being waited for. There is one read at a time, and nothing is read that nobody asked for. */
  reading: Promise<Piece> | undefined;
}

interface Piece {
  readonly source: Source;
  /** Undefined at its end. */
  readonly bytes: Uint8Array | undefined;
  /** Why it broke off, where it did. */
  readonly error?: unknown;
}

/** A stream that comes by one connection, and once more by another: read once, from whichever is ahead. */
export class TwinStream implements ReceiveStream {
  readonly #sources = new Set<Source>();
  /** Bytes that have been handed on. */
  #read: number;
  /** One of them has ended with what has been handed on. While there is another, it may have been cut short. */
  #isWhole = false;
  #isOver = false;
  /** Another stream has been added. */
  #wake: () => void = () => undefined;

  /** Its first bytes have been read. */
  constructor(stream: ReceiveStream, read: number) {
    this.#read = read;
    this.#sources.add({ stream, arrived: read, reading: undefined });
  }

  /** The same stream by the other way, of which these bytes have arrived. */
  add(stream: ReceiveStream, first: Uint8Array): void {
    if (this.#isOver) {
      stream.cancel();
      return;
    }
    const source: Source = { stream, arrived: 0, reading: undefined };
    source.reading = Promise.resolve({ source, bytes: first });
    this.#sources.add(source);
    this.#wake();
  }

  async read(): Promise<Uint8Array | undefined> {
    while (!this.#isOver) {
      const piece = await this.#next();
      if (piece === undefined) continue;
      const { source, bytes } = piece;
      source.reading = undefined;
      if (bytes !== undefined) {
        source.arrived += bytes.length;
        const fresh = source.arrived - this.#read;
        if (fresh <= 0) continue;
        this.#read = source.arrived;
        this.#isWhole = false;
        return bytes.subarray(bytes.length - fresh);
      }
      this.#sources.delete(source);
      if (!("error" in piece) && source.arrived === this.#read) this.#isWhole = true;
      if (this.#sources.size > 0) continue;
      if (!this.#isWhole) throw piece.error ?? new Error("cut short");
      this.#finish();
    }
    return undefined;
  }

  cancel(): void {
    this.#finish();
    this.#wake();
  }

  #finish(): void {
    this.#isOver = true;
    for (const { stream } of this.#sources) stream.cancel();
    this.#sources.clear();
  }

  /** Of any source; undefined when there is another to look at, or none any more. */
  #next(): Promise<Piece | undefined> {
    const woken = new Promise<undefined>((resolve) => {
      this.#wake = () => resolve(undefined);
    });
    for (const source of this.#sources) source.reading ??= readOf(source);
    return Promise.race([woken, ...Array.from(this.#sources, ({ reading }) => reading)]);
  }
}

function readOf(source: Source): Promise<Piece> {
  return source.stream.read().then(
    (bytes) => ({ source, bytes }),
    (error: unknown) => ({ source, bytes: undefined, error }),
  );
}
