import { TransportError } from "../error.ts";
import { concatBytes } from "../wire/concat-bytes.ts";
import { WireError } from "../wire/error.ts";
import { socketWindows } from "../wire/limits.ts";
import { Allowance } from "./allowance.ts";
import { MAX_STREAM_DATA, STOP_SENDING } from "./frames.ts";
import type { Outbox } from "./outbox.ts";
import { streamCode } from "./stream-code.ts";

/** Pieces that may wait before they are put together: each keeps the message that it came with, of which it may be a byte. */
const MAX_PIECES = 64;

interface ReceiveStreamParts {
  readonly id: number;
  readonly outbox: Outbox;
  /** Bytes of all streams together. */
  readonly bytes: Allowance;
  /** Called once both the relay and the reader are done with it. */
  readonly over: () => void;
}

/** A stream on its way in. What is not read makes the relay wait. */
export class ReceiveStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly #own: Allowance;
  readonly #all: Allowance;
  readonly #over: () => void;
  readonly #pieces: Uint8Array[] = [];
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #received = 0;
  #isWanted = false;
  #isCancelled = false;
  /** How the relay ended it: with an error where it was reset. */
  #end: { readonly error?: TransportError } | undefined;

  constructor({ id, outbox, bytes, over }: ReceiveStreamParts) {
    this.#own = new Allowance(socketWindows.stream, (limit) => {
      if (this.#end === undefined) outbox.control(MAX_STREAM_DATA, id, limit);
    });
    this.#all = bytes;
    this.#over = over;
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          this.#isWanted = true;
          this.#deliver();
        },
        cancel: (reason) => {
          this.#isCancelled = true;
          for (const { length } of this.#pieces.splice(0)) this.#finish(length);
          if (this.#end !== undefined) this.#over();
          else outbox.control(STOP_SENDING, id, streamCode(reason));
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** A view that is the stream's from now on. Throws a WireError for what was not allowed, or has a gap before it. */
  push(piece: Uint8Array, offset: number, isLast: boolean): void {
    // A relay that was told to stop may have reset the stream in the middle of a piece, whose rest comes behind.
    if (this.#end !== undefined) return;
    if (offset !== this.#received) throw new WireError("malformed", "gap in a stream");
    this.#use(piece.length);
    if (this.#isCancelled) this.#finish(piece.length);
    else if (piece.length > 0) this.#pieces.push(piece);
    if (this.#pieces.length > MAX_PIECES) this.#pieces.push(concatBytes(...this.#pieces.splice(0)));
    if (isLast) this.#endWith({});
    else this.#deliver();
  }

  /** The relay gave it up after so many bytes. What has come of them is read first: there may be whole frames among it. */
  reset(code: number, size: number): void {
    if (this.#end !== undefined) return;
    // Bytes that went nowhere. The relay does not count what was on its way as it gave up, so that there may be less than none.
    const missing = Math.max(0, size - this.#received);
    this.#use(missing);
    this.#finish(missing);
    this.#endWith({ error: new TransportError("closed", `reset by the relay with ${code}`) });
  }

  /** The session is over. */
  fail(error: TransportError): void {
    this.#pieces.length = 0;
    this.#controller?.error(error);
  }

  #deliver(): void {
    if (!this.#isWanted) return;
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      // Before the next one is asked for, which happens within.
      this.#isWanted = false;
      this.#controller?.enqueue(piece);
      this.#finish(piece.length);
    } else if (this.#end !== undefined) {
      this.#isWanted = false;
      if (this.#end.error === undefined) this.#controller?.close();
      else this.#controller?.error(this.#end.error);
      this.#over();
    }
  }

  #endWith(end: { readonly error?: TransportError }): void {
    this.#end = end;
    if (this.#isCancelled) this.#over();
    else this.#deliver();
  }

  #use(count: number): void {
    this.#received += count;
    this.#own.use(count);
    this.#all.use(count);
  }

  #finish(count: number): void {
    this.#own.finish(count);
    this.#all.finish(count);
  }
}
