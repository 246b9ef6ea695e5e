import type { PeerId } from "../../trust/peer-message.ts";

/** Pictures on their way to the page at once: one being drawn, one in the post. */
const IN_FLIGHT = 2;

/** Hands decoded pictures to the page at the pace at which it takes them; of those that wait, only the newest lives. */
export class Pictures {
  readonly #post: (peer: PeerId, frame: VideoFrame) => void;
  readonly #wanted = new Map<PeerId, { inFlight: number; waiting: VideoFrame | undefined }>();

  constructor(post: (peer: PeerId, frame: VideoFrame) => void) {
    this.#post = post;
  }

  setWanted(peer: PeerId, wanted: boolean): void {
    if (wanted) {
      if (!this.#wanted.has(peer)) this.#wanted.set(peer, { inFlight: 0, waiting: undefined });
    } else {
      this.#wanted.get(peer)?.waiting?.close();
      this.#wanted.delete(peer);
    }
  }

  /** Takes over the frame: it is posted, kept as the newest, or closed. */
  show(peer: PeerId, frame: VideoFrame): void {
    const state = this.#wanted.get(peer);
    if (state === undefined) {
      frame.close();
      return;
    }
    if (state.inFlight < IN_FLIGHT) {
      state.inFlight++;
      this.#post(peer, frame);
    } else {
      state.waiting?.close();
      state.waiting = frame;
    }
  }

  /** The page has taken a picture over. */
  handleTaken(peer: PeerId): void {
    const state = this.#wanted.get(peer);
    if (state === undefined) return;
    state.inFlight = Math.max(0, state.inFlight - 1);
    const { waiting } = state;
    state.waiting = undefined;
    if (waiting !== undefined) this.show(peer, waiting);
  }

  close(): void {
    for (const { waiting } of this.#wanted.values()) waiting?.close();
    this.#wanted.clear();
  }
}
