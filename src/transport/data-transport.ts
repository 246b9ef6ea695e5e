import type { CarrierSession } from "./carrier-session.ts";
import { type DataPipe, OutgoingData } from "./data-pipe.ts";
import { TransportError } from "./error.ts";
import type { IncomingStream, IncomingStreams } from "./incoming-streams.ts";
import type { Signaling } from "./signaling.ts";
import { withTimeout } from "./timeout.ts";
import { type DataHead, decodeDataHead } from "./wire/data-head.ts";
import { WireError } from "./wire/error.ts";
import { Flow } from "./wire/flows.ts";
import { limits, timeouts } from "./wire/limits.ts";

/** Takes the records of all streams that come in. Who a record is really from is for the listener to prove. */
export interface DataListener {
  /**
   * The next record of that stream, the listener's to keep. Until this resolves nothing more is read of the stream, which
   * makes its sender wait. When it throws, or takes longer than `RECORD_TIMEOUT`, the stream is refused.
   */
  record(head: DataHead, record: Uint8Array<ArrayBuffer>): Promise<void> | void;
  /** The stream has ended or broken off: nothing follows on it. */
  ended(head: DataHead): void;
}

/** Milliseconds. What is not read takes up the connection's window, in the end that of pictures: it may not lie for ever. */
export const RECORD_TIMEOUT = 10_000;

/** Records between members, on the connection that signaling opened. It lives and ends with that connection. */
export class DataTransport {
  readonly #session: CarrierSession;
  #listener: DataListener | undefined;
  #outgoing = 0;
  #incoming = 0;

  constructor(signaling: Signaling, streams: IncomingStreams) {
    this.#session = signaling.getConnection().session;
    streams.read(Flow.data, (stream) => this.#read(stream));
  }

  /** Set once, before a room is entered: without a listener every stream is refused. */
  listen(listener: DataListener): void {
    this.#listener = listener;
  }

  /** Opens a stream of its own to `head.to`. Where that fails, sending on it does. */
  open(head: DataHead): DataPipe {
    this.#outgoing++;
    return new OutgoingData(this.#openStream(), head, () => this.#outgoing--);
  }

  async #openStream(): Promise<WritableStream<Uint8Array>> {
    if (this.#outgoing > limits.dataStreams) throw new TransportError("cancelled", "too many data streams");
    return await this.#session.createUnidirectionalStream();
  }

  async #read(stream: IncomingStream): Promise<void> {
    if (this.#incoming >= limits.dataStreams) throw new WireError("too-large", "too many data streams");
    this.#incoming++;
    try {
      const head = await readHead(stream);
      await this.#pass(head, stream).finally(() => this.#listener?.ended(head));
    } finally {
      this.#incoming--;
    }
  }

  async #pass(head: DataHead, stream: IncomingStream): Promise<void> {
    if (this.#listener === undefined) throw new TransportError("cancelled", "nobody listens");
    for (let packet = await stream.next(); packet !== undefined; packet = await stream.next()) {
      const taken = this.#listener.record(head, packet.slice());
      if (taken !== undefined) await withTimeout(taken, RECORD_TIMEOUT, "a record to be taken");
    }
  }
}

async function readHead(stream: IncomingStream): Promise<DataHead> {
  const giveUp = setTimeout(() => stream.cancel(), timeouts.streamHead);
  try {
    return decodeDataHead((await stream.next()) ?? new Uint8Array(0));
  } finally {
    clearTimeout(giveUp);
  }
}
