import type { CarrierSession } from "./carrier-session.ts";
import type { Signaling } from "./signaling.ts";
import { WireError } from "./wire/error.ts";
import { type Flow, flowName } from "./wire/flows.ts";
import { StreamParser } from "./wire/framing.ts";
import { timeouts } from "./wire/limits.ts";

/**
 * Reads one stream of the relay to its end, or to where it has read enough of it. What it throws ends that stream and
 * nothing else; a WireError says that it was malformed.
 */
export type StreamReader = (stream: IncomingStream) => Promise<void>;

/** A stream that the relay opened, read packet by packet. */
export class IncomingStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #heard: () => void;
  readonly #parser = new StreamParser();
  readonly #ready: Uint8Array[] = [];

  constructor(stream: ReadableStream<Uint8Array>, heard: () => void) {
    this.#reader = stream.getReader();
    this.#heard = heard;
  }

  /** Waits for the flow identifier; throws when the stream ends or takes too long before it. */
  async flow(): Promise<Flow> {
    const giveUp = setTimeout(() => this.cancel(), timeouts.streamHead);
    try {
      while (this.#parser.flow === undefined) await this.#pull();
      return this.#parser.flow;
    } finally {
      clearTimeout(giveUp);
    }
  }

  /** The next packet, a view of received bytes, or undefined at the end. Nothing is read that nobody asked for. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#ready.length === 0) if (!(await this.#pull())) return undefined;
    return this.#ready.shift();
  }

  /** Wants no more of it. Whoever waits for a packet is told that the stream has ended. */
  cancel(): void {
    this.#reader.cancel().catch(() => undefined);
  }

  /** False at the end, which must not be in the middle of a packet. */
  async #pull(): Promise<boolean> {
    const { value, done } = await this.#reader.read();
    if (done) {
      this.#parser.end();
      return false;
    }
    this.#heard();
    this.#ready.push(...this.#parser.push(value));
    return true;
  }
}

/** Takes the streams that the relay opens on one connection to those who read their flows. */
export class IncomingStreams {
  readonly #signaling: Signaling;
  readonly #readers = new Map<Flow, StreamReader>();
  #malformed = 0;

  constructor(signaling: Signaling) {
    this.#signaling = signaling;
    void this.#accept(signaling.getConnection().session);
  }

  /** Streams that could not be understood, or of flows that nobody reads. */
  get malformed(): number {
    return this.#malformed;
  }

  /** Who reads the streams of this flow. To be said before the first of them can come. */
  read(flow: Flow, reader: StreamReader): void {
    this.#readers.set(flow, reader);
  }

  async #accept(session: CarrierSession): Promise<void> {
    const reader = session.incomingUnidirectionalStreams.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read())
        void this.#handle(new IncomingStream(next.value, () => this.#signaling.heard()));
    } catch {
      // The connection is over, which signaling tells everyone.
    }
  }

  async #handle(stream: IncomingStream): Promise<void> {
    try {
      const flow = await stream.flow();
      const read = this.#readers.get(flow);
      if (read === undefined) throw new WireError("unknown-flow", `${flowName(flow)} on a stream`);
      await read(stream);
    } catch (error) {
      // A reset is the sender's or relay's right; anything malformed is counted and refused.
      if (error instanceof WireError) this.#malformed++;
      stream.cancel();
    }
  }
}
