/** Until a source that nobody wants any more has to have ended by itself, milliseconds. */
const PATIENCE = 1_000;

/**
 * Stops a source. Whoever reads it goes on until it ends, and closes what is still on its way: what waits in a stream when it is
 * cancelled is closed by nobody.
 */
export function letGo(reader: ReadableStreamDefaultReader<VideoFrame> | undefined): void {
  if (reader === undefined) return;
  const cancelling = setTimeout(() => void reader.cancel().catch(() => undefined), PATIENCE);
  reader.closed.catch(() => undefined).finally(() => clearTimeout(cancelling));
}
