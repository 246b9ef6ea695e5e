import { WireError } from "../src/transport/wire/error.ts";
import { Flow } from "../src/transport/wire/flows.ts";
import { StreamParser } from "../src/transport/wire/framing.ts";
import { encodeMessage, type RelayMessage } from "../src/transport/wire/signaling.ts";
import type { ReceiveStream, SendStream } from "./carrier.ts";
import { relayLimits } from "./relay-limits.ts";

/** The stream on which a client and the relay talk. It belongs to the connection, which ends it by ending itself. */
export class SignalingStream {
  readonly #readable: ReceiveStream;
  readonly #writable: SendStream;
  readonly #parser: StreamParser;
  #arrived: Uint8Array[];
  #queued = 0;

  /**
   * Takes a stream that the client opened, if signaling is what it is for; throws otherwise. Where a client opens a
   * stream for nothing the caller's patience with it ends sooner than this wait.
   */
  static async accept(readable: ReceiveStream, writable: SendStream): Promise<SignalingStream> {
    const parser = new StreamParser();
    const arrived: Uint8Array[] = [];
    while (parser.flow === undefined) {
      const bytes = await readable.read();
      if (bytes === undefined) throw new WireError("malformed", "stream ended early");
      arrived.push(...parser.push(bytes));
    }
    if (parser.flow !== Flow.signaling) throw new WireError("unknown-flow", "not signaling");
    return new SignalingStream(readable, writable, parser, arrived);
  }

  private constructor(
    readable: ReceiveStream,
    writable: SendStream,
    parser: StreamParser,
    arrived: Uint8Array[],
  ) {
    this.#readable = readable;
    this.#writable = writable;
    this.#parser = parser;
    this.#arrived = arrived;
  }

  /** Every packet in turn, until the client ends the stream; throws what makes it unreadable. */
  async *packets(): AsyncGenerator<Uint8Array> {
    yield* this.#arrived.splice(0);
    for (let bytes = await this.#readable.read(); bytes !== undefined; bytes = await this.#readable.read())
      yield* this.#parser.push(bytes);
  }

  /** Sends it if that leaves room for what the relay itself has to say. */
  offer(message: RelayMessage): boolean {
    return this.#queued < relayLimits.queuedSignaling / 2 && this.send(message);
  }

  /** False when more waits for the client than a client that keeps up would ever have. */
  send(message: RelayMessage): boolean {
    const bytes = encodeMessage(message);
    if (this.#queued + bytes.length > relayLimits.queuedSignaling) return false;
    this.#queued += bytes.length;
    const settled = () => {
      this.#queued -= bytes.length;
    };
    this.#writable.write(bytes).then(settled, settled);
    return true;
  }
}
