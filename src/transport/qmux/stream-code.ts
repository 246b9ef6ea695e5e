/** What a stream is reset or refused with, as WebTransport has it: the code of an error that brings one, else 0. */
export function streamCode(reason: unknown): number {
  return ((reason as { streamErrorCode?: number } | null | undefined)?.streamErrorCode ?? 0) >>> 0;
}
