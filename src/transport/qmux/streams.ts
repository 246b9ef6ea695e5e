import type { ByteStreams } from "../carrier-session.ts";
import type { TransportError } from "../error.ts";
import { WireError } from "../wire/error.ts";
import { socketWindows } from "../wire/limits.ts";
import { Allowance } from "./allowance.ts";
import { MAX_DATA, MAX_STREAMS } from "./frames.ts";
import type { Outbox } from "./outbox.ts";
import { MAX_INCOMING_STREAMS, type Parameters } from "./parameters.ts";
import { ReceiveStream } from "./receive-stream.ts";
import { SendStream } from "./send-stream.ts";

/** The last two bits of a stream's id: who opened it, and which way it goes. */
const OWN_EXCHANGE = 0;
const OWN_STREAM = 2;
const THEIR_STREAM = 3;
const KINDS = 4;

/** All streams of a session. */
export class Streams {
  readonly incoming: ReadableStream<ReadableStream<Uint8Array>>;
  readonly exchanges = new Opener(OWN_EXCHANGE);
  readonly streams = new Opener(OWN_STREAM);
  readonly #outbox: Outbox;
  readonly #sending = new Map<number, SendStream>();
  readonly #receiving = new Map<number, ReceiveStream>();
  /** Of those that the relay opened, the ones that nothing has come of yet. */
  readonly #silent = new Set<ReceiveStream>();
  readonly #bytes: Allowance;
  readonly #count: Allowance;
  #incoming: ReadableStreamDefaultController<ReadableStream<Uint8Array>> | undefined;
  #parameters: Parameters | undefined;
  #nextIncoming = THEIR_STREAM;
  #error: TransportError | undefined;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
    this.#bytes = new Allowance(socketWindows.session, (limit) => outbox.control(MAX_DATA, limit));
    // As a stream counts until it has been read to its end, no more than these ever wait to be taken.
    this.#count = new Allowance(MAX_INCOMING_STREAMS, (limit) => outbox.control(MAX_STREAMS, limit));
    this.incoming = new ReadableStream({
      start: (controller) => {
        this.#incoming = controller;
      },
    });
  }

  begin(parameters: Parameters): void {
    this.#parameters = parameters;
    this.exchanges.allow(parameters.exchanges);
    this.streams.allow(parameters.streams);
  }

  async openStream(): Promise<WritableStream<Uint8Array>> {
    return this.#send(await this.streams.next(), this.#parameters?.streamData);
  }

  async openExchange(): Promise<ByteStreams> {
    const id = await this.exchanges.next();
    const writable = this.#send(id, this.#parameters?.exchangeData);
    const { readable } = this.#receive(id, () => undefined);
    return { readable, writable };
  }

  push(id: number, bytes: Uint8Array, offset: number, isLast: boolean): void {
    this.#incomingOf(id)?.push(bytes, offset, isLast);
  }

  reset(id: number, code: number, size: number): void {
    this.#incomingOf(id)?.reset(code, size);
  }

  // What the relay says of a stream that is over is late, and nothing else.
  stop(id: number, code: number): void {
    this.#sending.get(id)?.stop(code);
  }

  allow(id: number, limit: number): void {
    this.#sending.get(id)?.allow(limit);
  }

  /** The session is over. */
  fail(error: TransportError): void {
    this.#error = error;
    for (const stream of [...this.#sending.values(), ...this.#receiving.values()]) stream.fail(error);
    this.#incoming?.error(error);
    // Whoever waits for a stream finds the error instead.
    for (const opener of [this.exchanges, this.streams]) opener.allow(Number.POSITIVE_INFINITY);
  }

  #send(id: number, limit = 0): WritableStream<Uint8Array> {
    if (this.#error !== undefined) throw this.#error;
    const over = () => this.#sending.delete(id);
    const stream = new SendStream({ id, limit, outbox: this.#outbox, over });
    this.#sending.set(id, stream);
    return stream.writable;
  }

  #receive(id: number, ended: () => void): ReceiveStream {
    const over = () => {
      this.#receiving.delete(id);
      ended();
    };
    const stream = new ReceiveStream({ id, outbox: this.#outbox, bytes: this.#bytes, over });
    this.#receiving.set(id, stream);
    return stream;
  }

  /** Undefined for one that is over. */
  #incomingOf(id: number): ReceiveStream | undefined {
    const kind = id % KINDS;
    if (kind !== THEIR_STREAM && kind !== OWN_EXCHANGE)
      throw new WireError("malformed", `bytes on stream ${id}`);
    // One opens all before it, which may have less urgent things to say.
    for (; kind === THEIR_STREAM && this.#nextIncoming <= id; this.#nextIncoming += KINDS) {
      this.#count.use(1);
      this.#silent.add(this.#receive(this.#nextIncoming, () => this.#count.finish(1)));
    }
    const stream = this.#receiving.get(id);
    if (stream !== undefined && this.#silent.delete(stream)) this.#incoming?.enqueue(stream.readable);
    return stream;
  }
}

/** Numbers the streams of one kind that this end opens, as many as the relay allows. */
class Opener {
  readonly #kind: number;
  readonly #waiting: (() => void)[] = [];
  #opened = 0;
  #limit = 0;

  constructor(kind: number) {
    this.#kind = kind;
  }

  async next(): Promise<number> {
    while (this.#opened >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return KINDS * this.#opened++ + this.#kind;
  }

  allow(limit: number): void {
    this.#limit = Math.max(limit, this.#limit);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
