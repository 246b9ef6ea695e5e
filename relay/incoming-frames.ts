import { concatBytes } from "../src/transport/wire/concat-bytes.ts";
import { WireError } from "../src/transport/wire/error.ts";
import { type FrameHead, readFrameHead } from "../src/transport/wire/frame-head.ts";
import { frameTimeout } from "../src/transport/wire/limits.ts";
import { varintSize } from "../src/transport/wire/varint.ts";
import type { ReceiveStream } from "./carrier.ts";
import { giveUpAfter, readSome } from "./reading.ts";

/** A stream with frames of one track, the first one's head read and the rest still arriving. */
export class IncomingFrames {
  readonly #stream: ReceiveStream;
  readonly #admit: () => void;
  /** What stands in front of the first frame, and is read as if it stood in front of each. */
  readonly #flow: Uint8Array;
  #head: FrameHead;
  /** Of the present frame, from the flow identifier on, and of those behind it. */
  #arrived: Uint8Array;

  /** `first` is what has arrived, from the flow identifier on. `admit` throws where a frame behind the first is one too many. */
  constructor(stream: ReceiveStream, head: FrameHead, first: Uint8Array, admit: () => void) {
    this.#stream = stream;
    this.#admit = admit;
    this.#flow = first.subarray(0, varintSize(head.flow));
    this.#head = head;
    this.#arrived = first;
  }

  /** Takes one frame after the other, each by its head first, for as long as the stream may last. */
  async forEach(take: (head: FrameHead) => Promise<void>): Promise<void> {
    const { flow, ssrc } = this.#head;
    await giveUpAfter(frameTimeout(flow), this.#stream, async () => {
      do {
        if (this.#head.ssrc !== ssrc) throw new WireError("malformed", "frames of two tracks");
        await take(this.#head);
      } while (await this.#next());
    });
  }

  /**
   * Hands over the bytes of the present frame as they arrive. The first of them begin with the flow identifier, whose length is given, and
   * which stands only once on a stream.
   */
  async forEachPiece(take: (bytes: Uint8Array, flowLength: number) => void): Promise<void> {
    const { streamLength } = this.#head;
    const first = this.#arrived.subarray(0, streamLength);
    this.#arrived = this.#arrived.subarray(first.length);
    take(first, this.#flow.length);
    for (let missing = streamLength - first.length; missing > 0; ) {
      const bytes = await readSome(this.#stream);
      take(bytes.subarray(0, missing), 0);
      this.#arrived = bytes.subarray(missing);
      missing -= bytes.length;
    }
  }

  /** False at the end of the stream, behind which its place is free for another. */
  async #next(): Promise<boolean> {
    if (this.#arrived.length === 0) {
      const bytes = await this.#stream.read();
      if (bytes === undefined) return false;
      this.#arrived = bytes;
    }
    this.#admit();
    this.#arrived = concatBytes(this.#flow, this.#arrived);
    for (let head = readFrameHead(this.#arrived); ; head = readFrameHead(this.#arrived)) {
      if (head !== undefined) {
        this.#head = head;
        return true;
      }
      this.#arrived = concatBytes(this.#arrived, await readSome(this.#stream));
    }
  }
}
