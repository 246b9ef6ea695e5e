import { concatBytes } from "../src/transport/wire/concat-bytes.ts";
import { WireError } from "../src/transport/wire/error.ts";
import { Flow, flowName } from "../src/transport/wire/flows.ts";
import { StreamParser } from "../src/transport/wire/framing.ts";
import { encodeMessage, type RelayMessage } from "../src/transport/wire/signaling.ts";
import { readVarint } from "../src/transport/wire/varint.ts";
import type { ReceiveStream, SendStream } from "./carrier.ts";
import { relayLimits } from "./relay-limits.ts";

/** The stream on which a client and the relay talk. It belongs to the connection, which ends it by ending itself. */
export class SignalingStream {
  readonly #readable: ReceiveStream;
  readonly #writable: SendStream;
  readonly #parser = new StreamParser(Flow.signaling);
  /** What came with the flow identifier. */
  readonly #first: Uint8Array;
  #queued = 0;

  /** Takes a stream that the client opened, if signaling is what it is for; throws otherwise. */
  static async accept(readable: ReceiveStream, writable: SendStream): Promise<SignalingStream> {
    let bytes = new Uint8Array(0);
    for (;;) {
      const flow = readVarint(bytes);
      if (flow !== undefined) {
        if (flow.value !== Flow.signaling) throw new WireError("unknown-flow", flowName(flow.value));
        return new SignalingStream(readable, writable, bytes.subarray(flow.size));
      }
      const more = await readable.read();
      if (more === undefined) throw new WireError("malformed", "stream ended early");
      bytes = concatBytes(bytes, more);
    }
  }

  private constructor(readable: ReceiveStream, writable: SendStream, first: Uint8Array) {
    this.#readable = readable;
    this.#writable = writable;
    this.#first = first;
  }

  /** Every packet in turn, until the client ends the stream; throws what makes it unreadable. */
  async *packets(): AsyncGenerator<Uint8Array> {
    for (
      let bytes: Uint8Array | undefined = this.#first;
      bytes !== undefined;
      bytes = await this.#readable.read()
    )
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
