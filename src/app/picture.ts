import type { PictureSize } from "../workers/engine/client.ts";

export type { PictureSize } from "../workers/engine/client.ts";

/** A moving picture on its way to the page. */
export interface Picture {
  /**
   * Writes each frame to `frames` as it arrives, until the returned function is called. The stream is the picture's from
   * then on, and goes where the frames come from, past the page's thread; each frame is the stream's to close. One stream
   * at a time: a second one takes over from the first.
   */
  attach(frames: WritableStream<VideoFrame>): () => void;
  /** How large it is seen, so that no more of it is sent than is needed; undefined when nothing shows it. */
  setSize(size: PictureSize | undefined): void;
}
