import type { PeerId } from "./messages.ts";

/** Pictures on their way to a surface at once: one being taken, one behind it. */
const IN_FLIGHT = 2;

/** Hands decoded pictures to the surfaces that show them. Owns their streams, and every frame until a stream has it. */
export class Pictures {
  readonly #surfaces = new Map<PeerId, Surface>();

  /** Shows the peer there from now on, and nowhere else. */
  setSurface(peer: PeerId, frames: WritableStream<VideoFrame> | undefined): void {
    this.#surfaces.get(peer)?.close();
    if (frames === undefined) this.#surfaces.delete(peer);
    else this.#surfaces.set(peer, new Surface(frames));
  }

  /** Takes over the frame. */
  show(peer: PeerId, frame: VideoFrame): void {
    const surface = this.#surfaces.get(peer);
    if (surface === undefined) frame.close();
    else surface.show(frame);
  }

  close(): void {
    for (const surface of this.#surfaces.values()) surface.close();
    this.#surfaces.clear();
  }
}

/** Gives a stream the frames at the pace at which it takes them; of those that wait, only the newest lives. */
class Surface {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  #inFlight = 0;
  #waiting: VideoFrame | undefined;

  constructor(frames: WritableStream<VideoFrame>) {
    this.#writer = frames.getWriter();
    this.#writer.closed.catch(() => undefined);
  }

  show(frame: VideoFrame): void {
    this.#waiting?.close();
    this.#waiting = frame;
    if (this.#inFlight < IN_FLIGHT) void this.#write();
  }

  close(): void {
    this.#waiting?.close();
    this.#waiting = undefined;
    this.#writer.close().catch(() => undefined);
  }

  /** Until nothing waits any more. */
  async #write(): Promise<void> {
    this.#inFlight++;
    for (let frame = this.#takeWaiting(); frame !== undefined; frame = this.#takeWaiting()) {
      // A stream that takes no more belongs to a surface that is gone, which the page is about to say.
      await this.#writer.write(frame).catch(() => undefined);
      // Some streams take the frame itself, others a copy of it.
      frame.close();
    }
    this.#inFlight--;
  }

  #takeWaiting(): VideoFrame | undefined {
    const frame = this.#waiting;
    this.#waiting = undefined;
    return frame;
  }
}
