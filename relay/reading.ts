import type { ReceiveStream } from "./carrier.ts";
import { DropError } from "./drop-error.ts";

/** The next bytes of a stream that must not end yet. */
export async function readSome(stream: ReceiveStream): Promise<Uint8Array> {
  const bytes = await stream.read();
  if (bytes === undefined) throw new DropError("incomplete");
  return bytes;
}

/** Cancels the stream after that many milliseconds, which ends what `read` waits for. */
export async function giveUpAfter<T>(
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
