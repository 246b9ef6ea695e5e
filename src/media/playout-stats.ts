import { SAMPLE_RATE } from "./sound.ts";

/**
 * Totals of one source. Where webrtc-stats (RTCInboundRtpStreamStats) has the same, its name and unit stand here. What was
 * decoded or inserted was played, removed or discarded, or is still in the buffer.
 */
export interface PlayoutStats {
  /** Given to the loudspeaker, concealed ones included. */
  readonly totalSamplesReceived: number;
  /** Made up in place of what had not arrived. */
  readonly concealedSamples: number;
  /** Of those, the ones that concealment had faded away by. */
  readonly silentConcealedSamples: number;
  readonly concealmentEvents: number;
  readonly insertedSamplesForDeceleration: number;
  readonly removedSamplesForAcceleration: number;
  /** From arrival to the loudspeaker, summed over the samples played, in seconds. */
  readonly jitterBufferDelay: number;
  readonly jitterBufferEmittedCount: number;
  /** What was aimed at from the arrival of the fastest packets on, summed over the samples played, in seconds. */
  readonly jitterBufferTargetDelay: number;
  /** Samples that arrived, copies of what was there already included. */
  readonly decodedSamples: number;
  /** Samples too late, too many, or received before. */
  readonly discardedSamples: number;
  /** Samples in the buffer now. */
  readonly bufferedSamples: number;
  /** What is aimed at now, in samples. */
  readonly targetSamples: number;
}

/** Counts what becomes of the samples of one source. All arguments are in samples. */
export class PlayoutCounts {
  #decoded = 0;
  #discarded = 0;
  #played = 0;
  #concealed = 0;
  #silent = 0;
  #events = 0;
  #inserted = 0;
  #removed = 0;
  #delay = 0;
  #targetDelay = 0;

  decoded(count: number, discarded: number): void {
    this.#decoded += count;
    this.#discarded += discarded;
  }

  discarded(count: number): void {
    this.#discarded += count;
  }

  /** `delay` is that of the first one since it arrived, `target` what was aimed at. */
  played(count: number, delay: number, target: number): void {
    this.#played += count;
    this.#delay += count * delay;
    this.#targetDelay += count * target;
  }

  concealmentBegins(): void {
    this.#events++;
  }

  concealed(count: number, silent: number): void {
    this.#concealed += count;
    this.#silent += silent;
  }

  /** By so many there are fewer now; negative for more. */
  stretched(removed: number): void {
    if (removed > 0) this.#removed += removed;
    else this.#inserted -= removed;
  }

  /** All so far. */
  stats(buffered: number, target: number): PlayoutStats {
    return {
      totalSamplesReceived: this.#played + this.#concealed,
      concealedSamples: this.#concealed,
      silentConcealedSamples: this.#silent,
      concealmentEvents: this.#events,
      insertedSamplesForDeceleration: this.#inserted,
      removedSamplesForAcceleration: this.#removed,
      jitterBufferDelay: this.#delay / SAMPLE_RATE,
      jitterBufferEmittedCount: this.#played,
      jitterBufferTargetDelay: this.#targetDelay / SAMPLE_RATE,
      decodedSamples: this.#decoded,
      discardedSamples: this.#discarded,
      bufferedSamples: buffered,
      targetSamples: target,
    };
  }
}
