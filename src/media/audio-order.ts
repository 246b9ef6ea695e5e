import type { AudioFrame } from "./audio-copies.ts";
import { opusDuration } from "./opus-frame.ts";
import { samplesIn } from "./sound.ts";

/** A frame whose turn it is to be decoded. */
export interface ReadyFrame extends AudioFrame {
  /** Whether it came as a copy only. */
  readonly isCopy: boolean;
}

/** Frames that wait for one before them, and timestamps that are remembered: more than copies reach back. */
const MAX_HELD = 64;
const MAX_REMEMBERED = 128;
/** A timestamp so far back is no late packet: the sender has begun anew. */
const NEW_BEGINNING = samplesIn(1000);

/**
 * Puts the frames of one source in order for its decoder, each once: out of order, Opus makes noise of a frame and of those
 * behind it. Where one is missing, those behind it wait for as long as a copy of it may still come, which costs nothing: they
 * could not be heard before it anyway.
 */
export class AudioOrder {
  /** Behind what is missing, in order. */
  #held: ReadyFrame[] = [];
  readonly #seen = new Set<number>();
  /** Where the last frame that was given out ends. */
  #next: number | undefined;

  /** The frames of one packet, its own last, by unwrapped timestamps. Returns those that are to be decoded now. */
  put(frames: readonly AudioFrame[]): ReadyFrame[] {
    const own = frames.at(-1);
    if (own === undefined) return [];
    if (this.#next === undefined || own.timestamp < this.#next - NEW_BEGINNING) this.#begin(own.timestamp);
    const ready = frames.flatMap((frame) => this.#sort({ ...frame, isCopy: frame !== own }));
    const reach = own.timestamp - (frames[0]?.timestamp ?? own.timestamp);
    return [...ready, ...this.#release(own.timestamp - reach)];
  }

  #begin(timestamp: number): void {
    this.#held = [];
    this.#seen.clear();
    this.#next = timestamp;
  }

  /** Gives back what is late, but not here yet: better heard badly than not at all. */
  #sort(frame: ReadyFrame): ReadyFrame[] {
    const { timestamp, isCopy } = frame;
    const isLate = timestamp < (this.#next ?? timestamp);
    if (this.#seen.has(timestamp) || (isLate && isCopy)) return [];
    this.#seen.add(timestamp);
    for (const earlier of this.#seen) {
      if (this.#seen.size <= MAX_REMEMBERED) break;
      this.#seen.delete(earlier);
    }
    if (isLate) return [frame];
    const index = this.#held.findLastIndex((held) => held.timestamp < timestamp) + 1;
    this.#held.splice(index, 0, frame);
    return [];
  }

  /** Of what begins at or before `reached` no copy will come any more. */
  #release(reached: number): ReadyFrame[] {
    const ready: ReadyFrame[] = [];
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      const next = this.#next ?? first.timestamp;
      if (first.timestamp > next && next > reached && this.#held.length <= MAX_HELD) break;
      this.#held.shift();
      this.#next = first.timestamp + opusDuration(first.data);
      ready.push(first);
    }
    return ready;
  }
}
