import { TransportError } from "../error.ts";
import { encodeFrame, FIN, MAX_RECORD, OFFSET, RESET_STREAM, STREAM } from "./frames.ts";
import type { Outbox, Sender } from "./outbox.ts";
import { streamCode } from "./stream-code.ts";

/** What a record holds of a stream, besides the longest head. */
const MAX_PIECE = MAX_RECORD - 32;
const NOTHING = new Uint8Array(0);

interface SendStreamParts {
  readonly id: number;
  /** Bytes that the relay takes for a start. */
  readonly limit: number;
  readonly outbox: Outbox;
  /** Called once nothing more is sent. */
  readonly over: () => void;
}

/** A stream on its way out. A write resolves when its last byte is in the socket's hands. */
export class SendStream implements Sender {
  readonly writable: WritableStream<Uint8Array>;
  readonly #id: number;
  readonly #outbox: Outbox;
  readonly #over: () => void;
  #error: (error: TransportError) => void = () => undefined;
  #limit: number;
  #sent = 0;
  /** Of the one write that there is at a time. */
  #rest: Uint8Array = NOTHING;
  #isLast = false;
  #settle: ((error?: unknown) => void) | undefined;
  #isOver = false;

  constructor({ id, limit, outbox, over }: SendStreamParts) {
    this.#id = id;
    this.#limit = limit;
    this.#outbox = outbox;
    this.#over = over;
    this.writable = new WritableStream({
      start: (controller) => {
        this.#error = (error) => controller.error(error);
        // Not `abort`, which waits until what is being written has left: that may be never.
        const { signal } = controller;
        signal.addEventListener("abort", () => this.#reset(streamCode(signal.reason), signal.reason));
      },
      write: (bytes) => this.#write(bytes),
      close: () => this.#write(NOTHING, true),
    });
  }

  canSend(room: number): boolean {
    return this.#rest.length === 0 || this.#allowed(room) > 0;
  }

  send(room: number): { bytes: number; isMore: boolean } {
    const bytes = this.#allowed(room);
    const name = STREAM | OFFSET | (this.#isLast ? FIN : 0);
    this.#outbox.record(encodeFrame(name, [this.#id, this.#sent], this.#rest.subarray(0, bytes)));
    this.#sent += bytes;
    this.#rest = this.#rest.subarray(bytes);
    const isMore = this.#rest.length > 0;
    if (!isMore) {
      if (this.#isLast) this.#finish();
      this.#settle?.();
    }
    return { bytes, isMore };
  }

  /** The relay takes so many bytes, counted from the beginning. */
  allow(limit: number): void {
    this.#limit = Math.max(limit, this.#limit);
    this.#outbox.flush();
  }

  /** The relay wants no more of it. */
  stop(code: number): void {
    const error = new TransportError("closed", `stopped by the relay with ${code}`);
    this.#error(error);
    this.#reset(code, error);
  }

  /** The session is over. */
  fail(error: TransportError): void {
    this.#error(error);
    this.#finish();
    this.#settle?.(error);
  }

  #allowed(room: number): number {
    return Math.min(this.#rest.length, this.#limit - this.#sent, room, MAX_PIECE);
  }

  #write(bytes: Uint8Array, isLast = false): Promise<void> {
    this.#rest = bytes;
    this.#isLast = isLast;
    return new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
      this.#outbox.add(this);
    });
  }

  #reset(code: number, reason: unknown): void {
    if (this.#isOver) return;
    this.#finish();
    this.#outbox.control(RESET_STREAM, this.#id, code, this.#sent);
    this.#settle?.(reason);
  }

  #finish(): void {
    this.#isOver = true;
    this.#outbox.remove(this);
    this.#over();
  }
}
