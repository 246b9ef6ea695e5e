/** A moving picture on its way to the page. */
export interface Picture {
  /**
   * Calls `show` with each frame as it arrives, until the returned function is called. The receiver owns the frame and
   * closes it. One surface at a time: a second one takes over from the first.
   */
  attach(show: (frame: VideoFrame) => void): () => void;
}
