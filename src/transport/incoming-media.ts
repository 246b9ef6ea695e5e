import type { IncomingStream, IncomingStreams } from "./incoming-streams.ts";
import type { Signaling } from "./signaling.ts";
import { WireError } from "./wire/error.ts";
import { type Flow, type FrameFlow, frameFlows } from "./wire/flows.ts";
import { parseDatagram } from "./wire/framing.ts";
import { frameTimeout } from "./wire/limits.ts";

/** A packet as it came off the network: a view of received bytes that is the listener's to keep. */
export interface Arrival {
  readonly flow: Flow;
  readonly packet: Uint8Array;
}

/** Media packets that come by one connection. It ends with that connection. */
export class IncomingMedia {
  readonly #signaling: Signaling;
  readonly #streams: IncomingStreams;
  readonly #take: (arrival: Arrival) => void;
  #datagrams = 0;
  #malformed = 0;

  /** `take` may throw a WireError: the packet is then counted as malformed. */
  constructor(signaling: Signaling, streams: IncomingStreams, take: (arrival: Arrival) => void) {
    this.#signaling = signaling;
    this.#streams = streams;
    this.#take = take;
    void this.#readDatagrams();
    for (const flow of frameFlows) streams.read(flow, (stream) => this.#readFrames(flow, stream));
  }

  /** How many came, whatever became of them. */
  get datagrams(): number {
    return this.#datagrams;
  }

  /** Streams and datagrams that could not be understood. */
  get malformed(): number {
    return this.#malformed + this.#streams.malformed;
  }

  async #readDatagrams(): Promise<void> {
    const { session } = this.#signaling.getConnection();
    const reader = session.datagrams.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        this.#signaling.heard();
        this.#datagrams++;
        this.#receiveDatagram(next.value);
      }
    } catch {
      // The connection is over, which signaling tells everyone.
    }
  }

  #receiveDatagram(bytes: Uint8Array): void {
    try {
      this.#take(parseDatagram(bytes));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#malformed++;
    }
  }

  /** One stream, one fate: whatever is wrong with it costs nothing but itself. */
  async #readFrames(flow: FrameFlow, stream: IncomingStream): Promise<void> {
    const giveUp = setTimeout(() => stream.cancel(), 2 * frameTimeout(flow));
    try {
      for (let packet = await stream.next(); packet !== undefined; packet = await stream.next())
        this.#take({ flow, packet });
    } finally {
      clearTimeout(giveUp);
    }
  }
}
