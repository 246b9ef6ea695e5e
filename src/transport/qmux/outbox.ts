import { TransportError } from "../error.ts";
import { DATAGRAM, encodeFrame, MAX_RECORD } from "./frames.ts";

/** A stream that has something to send. */
export interface Sender {
  /** Whether it may send any of it, where all streams together may send so many bytes. */
  canSend(room: number): boolean;
  /** Sends one record at most. Returns how many bytes of the stream that were, and whether there is more. */
  send(room: number): { readonly bytes: number; readonly isMore: boolean };
}

const KiB = 1024;
/**
 * Bytes that may wait in the browser. A WebSocket is one queue, in which nothing is overtaken: streams keep it short, and leave room for
 * datagrams, which go at once or not at all.
 */
const STREAM_ROOM = 48 * KiB;
const DATAGRAM_ROOM = 64 * KiB;
/** Besides, what the relay asks for: a relay that makes this end say much, and takes none of it, is none. */
const CONTROL_ROOM = 128 * KiB;
/** Milliseconds between looks whether the browser has got something off: it does not tell. */
const LOOK = 5;

/** What leaves by the socket, and in which order. */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #fail: (error: TransportError) => void;
  readonly #waiting = new Set<Sender>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #room = 0;
  #limit = 0;
  #maxDatagram = 0;

  constructor(socket: WebSocket, fail: (error: TransportError) => void) {
    this.#socket = socket;
    this.#fail = fail;
  }

  /** The relay takes so many bytes on all streams together, counted from the beginning. */
  allow(limit: number): void {
    this.#room += Math.max(0, limit - this.#limit);
    this.#limit = Math.max(limit, this.#limit);
    this.flush();
  }

  /** None are sent before. */
  allowDatagrams(maxFrame: number): void {
    this.#maxDatagram = Math.min(maxFrame, MAX_RECORD);
  }

  /** Something short, before all that waits here. */
  control(name: number | bigint, ...numbers: readonly number[]): void {
    if (this.#socket.bufferedAmount > CONTROL_ROOM)
      this.#fail(new TransportError("closed", "the relay takes nothing"));
    else this.#socket.send(encodeFrame(name, numbers));
  }

  /** Lost where it is too large or too much waits: what would leave late is worth nothing. */
  datagram(bytes: Uint8Array): void {
    if (bytes.length < this.#maxDatagram && this.#socket.bufferedAmount < DATAGRAM_ROOM)
      this.#socket.send(encodeFrame(DATAGRAM, [], bytes));
  }

  /** A record of a stream whose turn it is. */
  record(record: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(record);
  }

  add(sender: Sender): void {
    this.#waiting.add(sender);
    this.flush();
  }

  remove(sender: Sender): void {
    this.#waiting.delete(sender);
  }

  /** Sends what there is room for. To be called when a stream that waits may send more. */
  flush(): void {
    clearTimeout(this.#timer);
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (this.#socket.bufferedAmount + MAX_RECORD > STREAM_ROOM) {
        this.#timer = setTimeout(() => this.flush(), LOOK);
        return;
      }
      // Behind the others: they take turns.
      this.#waiting.delete(next);
      const { bytes, isMore } = next.send(this.#room);
      this.#room -= bytes;
      if (isMore) this.#waiting.add(next);
    }
  }

  close(): void {
    this.#waiting.clear();
    clearTimeout(this.#timer);
  }

  #next(): Sender | undefined {
    for (const sender of this.#waiting) if (sender.canSend(this.#room)) return sender;
    return undefined;
  }
}
