import { WireError } from "../src/transport/wire/error.ts";
import { type FrameHead, readFrameHead } from "../src/transport/wire/frame-head.ts";
import { timeouts } from "../src/transport/wire/limits.ts";
import { joined } from "./bytes.ts";
import type { ReceiveStream } from "./carrier.ts";
import { DropError } from "./drop-error.ts";

/** A stream with one frame, its head read and the rest still arriving. */
export class IncomingFrame {
  readonly head: FrameHead;
  readonly #stream: ReceiveStream;
  readonly #first: Uint8Array;

  /** Waits for the head, however the bytes were cut, but not for long. */
  static read(stream: ReceiveStream): Promise<IncomingFrame> {
    return giveUpAfter(timeouts.streamHead, stream, async () => {
      let bytes = await readSome(stream);
      for (;;) {
        const head = readFrameHead(bytes);
        if (head !== undefined) return new IncomingFrame(stream, head, bytes);
        bytes = joined(bytes, await readSome(stream));
      }
    });
  }

  private constructor(stream: ReceiveStream, head: FrameHead, first: Uint8Array) {
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
    await giveUpAfter(timeouts.frame, this.#stream, async () => {
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
    const more = await giveUpAfter(timeouts.frame, this.#stream, () => this.#stream.read());
    if (more !== undefined) throw new WireError("malformed", "more than one frame");
  }
}

async function readSome(stream: ReceiveStream): Promise<Uint8Array> {
  const bytes = await stream.read();
  if (bytes === undefined) throw new DropError("incomplete");
  return bytes;
}

/** Cancels the stream after that many milliseconds, which ends what `read` waits for. */
async function giveUpAfter<T>(
  milliseconds: number,
  stream: ReceiveStream,
  read: () => Promise<T>,
): Promise<T> {
  const timer = setTimeout(() => stream.cancel(), milliseconds);
  try {
    return await read();
  } finally {
    clearTimeout(timer);
  }
}
