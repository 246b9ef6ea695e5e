import type { ByteStreams, CarrierSession, CloseInfo } from "../carrier-session.ts";
import { TransportError } from "../error.ts";
import { WireError } from "../wire/error.ts";
import { WEBSOCKET_PROTOCOL } from "../wire/signaling.ts";
import { encodeUtf8 } from "../wire/utf8.ts";
import { Datagrams } from "./datagrams.ts";
import * as frames from "./frames.ts";
import { Outbox } from "./outbox.ts";
import { decodeParameters, encodeParameters } from "./parameters.ts";
import { Streams } from "./streams.ts";

/** RFC 9000 §20.1. */
const PROTOCOL_VIOLATION = 0x0a;

/**
 * The client's end of a session over a WebSocket: streams and datagrams by QMux (draft-ietf-quic-qmux-02). It has no time-out of its own:
 * signaling pings, and notices silence sooner.
 */
export class QmuxSession implements CarrierSession {
  readonly ready: Promise<void>;
  readonly closed: Promise<CloseInfo>;
  readonly datagrams: Datagrams;
  readonly incomingUnidirectionalStreams: ReadableStream<ReadableStream<Uint8Array>>;
  readonly #socket: WebSocket;
  readonly #outbox: Outbox;
  readonly #streams: Streams;
  /** Of each kind of frame but those of streams, whose names have flags. What is blocked at the other end needs no answer. */
  readonly #handlers = new Map<number | bigint, (reader: frames.FrameReader) => void>([
    [frames.PARAMETERS, (reader) => this.#begin(reader.bytes(reader.number()))],
    [frames.PING, (reader) => this.#outbox.control(frames.PONG, reader.number())],
    [frames.RESET_STREAM, (reader) => this.#streams.reset(reader.number(), reader.number(), reader.number())],
    [frames.STOP_SENDING, (reader) => this.#streams.stop(reader.number(), reader.number())],
    [frames.MAX_DATA, (reader) => this.#outbox.allow(reader.number())],
    [frames.MAX_STREAM_DATA, (reader) => this.#streams.allow(reader.number(), reader.number())],
    [frames.MAX_EXCHANGES, (reader) => this.#streams.exchanges.allow(reader.number())],
    [frames.MAX_STREAMS, (reader) => this.#streams.streams.allow(reader.number())],
    [frames.DATA_BLOCKED, (reader) => void reader.number()],
    [frames.STREAM_DATA_BLOCKED, (reader) => void [reader.number(), reader.number()]],
    [frames.EXCHANGES_BLOCKED, (reader) => void reader.number()],
    [frames.STREAMS_BLOCKED, (reader) => void reader.number()],
    [frames.DATAGRAM, (reader) => this.datagrams.push(reader.bytes(reader.rest))],
    [frames.DATAGRAM_WITH_LENGTH, (reader) => this.datagrams.push(reader.bytes(reader.number()))],
    [frames.CONNECTION_CLOSE, (reader) => this.#readClose(false, reader)],
    [frames.APPLICATION_CLOSE, (reader) => this.#readClose(true, reader)],
  ]);
  #setReady: (error?: TransportError) => void = () => undefined;
  #setClosed: (error: TransportError, info?: CloseInfo) => void = () => undefined;
  #isReady = false;
  #isOver = false;

  /** Takes over a socket that was opened with `WEBSOCKET_PROTOCOL` just now. */
  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#outbox = new Outbox(socket, (error) => this.#end(error));
    this.#streams = new Streams(this.#outbox);
    this.datagrams = new Datagrams(this.#outbox);
    this.incomingUnidirectionalStreams = this.#streams.incoming;
    this.ready = new Promise((resolve, reject) => {
      this.#setReady = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.closed = new Promise((resolve, reject) => {
      this.#setClosed = (error, info) => (info === undefined ? reject(error) : resolve(info));
    });
    // As of a browser's own session, nobody has to look at them.
    for (const promise of [this.ready, this.closed]) promise.catch(() => undefined);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (socket.protocol === WEBSOCKET_PROTOCOL) socket.send(encodeParameters());
      else this.#end(new TransportError("protocol", "no protocol in common"));
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#end(new TransportError("closed", `WebSocket closed with ${code}`));
  }

  createUnidirectionalStream(): Promise<WritableStream<Uint8Array>> {
    return this.#streams.openStream();
  }

  createBidirectionalStream(): Promise<ByteStreams> {
    return this.#streams.openExchange();
  }

  close({ closeCode, reason }: { readonly closeCode: number; readonly reason: string }): void {
    if (this.#isOver) return;
    this.#say(frames.APPLICATION_CLOSE, [closeCode], reason);
    this.#end(new TransportError("cancelled", "closed here"), { closeCode, reason });
  }

  #receive(data: unknown): void {
    if (this.#isOver) return;
    try {
      if (!(data instanceof ArrayBuffer) || data.byteLength > frames.MAX_RECORD)
        throw new WireError("malformed", "no record");
      const reader = new frames.FrameReader(new Uint8Array(data));
      while (reader.rest > 0 && !this.#isOver) this.#read(reader);
    } catch (cause) {
      const error = new TransportError("protocol", String(cause), { cause });
      this.#say(frames.CONNECTION_CLOSE, [PROTOCOL_VIOLATION, frames.PADDING], error.detail);
      this.#end(error);
    }
  }

  /** One frame. */
  #read(reader: frames.FrameReader): void {
    const name = reader.name();
    if (name === frames.PADDING) return;
    if ((name === frames.PARAMETERS) === this.#isReady) throw new WireError("malformed", "parameters");
    const handle = this.#handlers.get(name);
    if (handle !== undefined) handle(reader);
    else if (typeof name === "number" && name >> 3 === 1) this.#readStream(name, reader);
    else throw new WireError("malformed", `frame ${name}`);
  }

  #begin(bytes: Uint8Array): void {
    const parameters = decodeParameters(bytes);
    this.#isReady = true;
    this.#outbox.allow(parameters.data);
    this.#outbox.allowDatagrams(parameters.datagram);
    this.#streams.begin(parameters);
    this.#setReady();
  }

  #readStream(flags: number, reader: frames.FrameReader): void {
    const id = reader.number();
    const offset = flags & frames.OFFSET ? reader.number() : 0;
    const bytes = reader.bytes(flags & frames.LENGTH ? reader.number() : reader.rest);
    this.#streams.push(id, bytes, offset, (flags & frames.FIN) !== 0);
  }

  #readClose(isOrderly: boolean, reader: frames.FrameReader): void {
    const closeCode = reader.number();
    // The frame that was wrong.
    if (!isOrderly) reader.name();
    const reason = new TextDecoder().decode(reader.bytes(reader.number()));
    const error = new TransportError("closed", `by the relay with ${closeCode} ${reason}`);
    this.#end(error, isOrderly ? { closeCode, reason } : undefined);
  }

  /** To a relay that has spoken. */
  #say(name: number, numbers: readonly number[], text: string): void {
    const reason = encodeUtf8(text);
    if (this.#isReady) this.#socket.send(frames.encodeFrame(name, [...numbers, reason.length], reason));
  }

  /** For good. Orderly where there is something to tell. */
  #end(error: TransportError, info?: CloseInfo): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // First, so that whoever waits for several things learns the reason from this one.
    this.#setClosed(error, info);
    this.#setReady(error);
    this.#streams.fail(error);
    this.datagrams.fail(error);
    this.#outbox.close();
    // What was sent still leaves.
    this.#socket.close();
  }
}
