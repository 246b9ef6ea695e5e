import { WireError } from "../src/transport/wire/error.ts";
import type { FrameHead } from "../src/transport/wire/frame-head.ts";
import { frameTimeout } from "../src/transport/wire/limits.ts";
import type { ReceiveStream } from "./carrier.ts";
import { giveUpAfter, readSome } from "./reading.ts";

/** A stream with one frame, its head read and the rest still arriving. */
export class IncomingFrame {
  readonly head: FrameHead;
  readonly #stream: ReceiveStream;
  readonly #first: Uint8Array;

  /** `first` is what has arrived, from the flow identifier on. */
  constructor(stream: ReceiveStream, head: FrameHead, first: Uint8Array) {
    this.#stream = stream;
    this.head = head;
    this.#first = first;
  }

  /** Hands over all bytes from the flow identifier on, as they arrive; throws unless they are as many as declared. */
  async forEachPiece(take: (bytes: Uint8Array) => void): Promise<void> {
    let missing = this.head.streamLength - this.#first.length;
    if (missing < 0) throw new WireError("malformed", "more than one frame");
    take(this.#first);
    if (missing === 0) return;
    await giveUpAfter(frameTimeout(this.head.flow), this.#stream, async () => {
      while (missing > 0) {
        const bytes = await readSome(this.#stream);
        missing -= bytes.length;
        if (missing < 0) throw new WireError("malformed", "more than one frame");
        take(bytes);
      }
    });
  }

  /** Waits for the end of the stream, behind which its place is free for another; throws if there is more. */
  async end(): Promise<void> {
    const more = await giveUpAfter(frameTimeout(this.head.flow), this.#stream, () => this.#stream.read());
    if (more !== undefined) throw new WireError("malformed", "more than one frame");
  }
}
