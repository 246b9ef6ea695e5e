import { concatBytes } from "../src/transport/wire/concat-bytes.ts";
import { type DataHead, readDataHead } from "../src/transport/wire/data-head.ts";
import { Flow } from "../src/transport/wire/flows.ts";
import { type FrameHead, readFrameHead } from "../src/transport/wire/frame-head.ts";
import { timeouts } from "../src/transport/wire/limits.ts";
import { readVarint } from "../src/transport/wire/varint.ts";
import type { ReceiveStream } from "./carrier.ts";
import { giveUpAfter, readSome } from "./reading.ts";

/** A stream that a client opened, by what it carries. `first` is what has arrived, from the flow identifier on. */
export type IncomingStream =
  | { readonly carries: "frames"; readonly head: FrameHead; readonly first: Uint8Array }
  | { readonly carries: "data"; readonly head: DataHead; readonly first: Uint8Array };

/** Waits for the stream's head, however the bytes were cut, but not for long. Its flow decides which kind of head that is. */
export function readIncoming(stream: ReceiveStream): Promise<IncomingStream> {
  return giveUpAfter(timeouts.streamHead, stream, async () => {
    let first = await readSome(stream);
    for (;;) {
      const incoming = sort(first);
      if (incoming !== undefined) return incoming;
      first = concatBytes(first, await readSome(stream));
    }
  });
}

function sort(first: Uint8Array): IncomingStream | undefined {
  if (readVarint(first)?.value === Flow.data) {
    const head = readDataHead(first);
    return head && { carries: "data", head, first };
  }
  const head = readFrameHead(first);
  return head && { carries: "frames", head, first };
}
