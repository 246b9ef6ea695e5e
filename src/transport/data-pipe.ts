import { TransportError } from "./error.ts";
import { withTimeout } from "./timeout.ts";
import { type DataHead, encodeDataHead } from "./wire/data-head.ts";
import { WireError } from "./wire/error.ts";
import { Flow } from "./wire/flows.ts";
import { framePacket, frameStream } from "./wire/framing.ts";
import { limits, timeouts } from "./wire/limits.ts";

/** Carries records to one member, whole and in order. */
export interface DataPipe {
  /**
   * Resolves once the network has taken the record: wait for it before the next. Rejects with a TransportError when the
   * pipe is broken or closed, and with a WireError for a record that is empty or over the limit.
   */
  send(record: Uint8Array<ArrayBuffer>): Promise<void>;
  /** What has been sent still arrives, what is being sent rejects. */
  close(): void;
}

/** Records that wait for the network because their senders did not wait for them. */
const MAX_PENDING = 16;

/** A pipe on a stream of its own. */
export class OutgoingData implements DataPipe {
  readonly #writer: Promise<WritableStreamDefaultWriter<Uint8Array>>;
  /** Of the records that the network has not taken yet: what tells their senders that it never will. */
  readonly #pending = new Set<(cause: unknown) => void>();
  #isClosed = false;

  /** The stream is the pipe's from now on. `over` is called once it takes up no stream any more. */
  constructor(stream: Promise<WritableStream<Uint8Array>>, head: DataHead, over: () => void) {
    stream.then((late) => (this.#isClosed ? late.abort() : undefined)).catch(() => undefined);
    this.#writer = withTimeout(stream, timeouts.request, "data stream").then((opened) => {
      const writer = opened.getWriter();
      writer.closed.then(over, over);
      // Not awaited: every record behind it waits for it.
      writer.write(frameStream(Flow.data, encodeDataHead(head))).catch(() => undefined);
      return writer;
    });
    this.#writer.catch(() => {
      this.#isClosed = true;
      over();
    });
  }

  async send(record: Uint8Array<ArrayBuffer>): Promise<void> {
    if (record.length > limits.signalingMessage)
      throw new WireError("too-large", `record of ${record.length}`);
    const bytes = framePacket(record);
    if (this.#isClosed) throw new TransportError("closed", "data stream");
    if (this.#pending.size >= MAX_PENDING) throw new TransportError("timeout", "too many records under way");
    try {
      await this.#write(bytes);
    } catch (cause) {
      this.#isClosed = true;
      throw new TransportError("closed", "data stream", { cause });
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const isIdle = this.#pending.size === 0;
    for (const reject of this.#pending) reject(new TransportError("cancelled", "data stream"));
    this.#writer.then((writer) => (isIdle ? writer.close() : writer.abort())).catch(() => undefined);
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      this.#writer
        .then((writer) => writer.write(bytes))
        .then(resolve, reject)
        .finally(() => this.#pending.delete(reject));
    });
  }
}
