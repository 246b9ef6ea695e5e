import type { VideoQuality } from "./congestion/quality-ladder.ts";

/** Changes that no encoder is told of, as shares: they are within what it makes of its bitrate anyway. */
const SAME_RATE = 0.04;
const SAME_FRAME_RATE = 0.1;
/** For an encoder that greets each bitrate with a key frame: bits per frame, beside the last, that are worth one. */
const WORTH_LESS = 0.8;
const WORTH_MORE = 1.5;
/** And for how long, in milliseconds, it is left alone before it gets fewer, and more. */
const BEFORE_LESS = 1_000;
const BEFORE_MORE = 5_000;
/** Until a key frame is no longer that of a new size, milliseconds. */
const SETTLING = 1_000;
/**
 * Frames after a new bitrate in which a key frame is taken for its effect; and how often that is no accident, in all and of the
 * times that it could have been: others put in a key frame now and then for reasons of their own.
 */
const EFFECT = 3;
const NO_ACCIDENT = 2;
const RULE = 0.6;

/**
 * Decides when an encoder is told of a new quality. Most take a new bitrate as it comes; some make a new encoder of it, and a key
 * frame that costs more than the change saves.
 */
export class EncoderSteering {
  #current: VideoQuality | undefined;
  #since = Number.NEGATIVE_INFINITY;
  /** A new size brings a key frame of its own, some frames later. */
  #resizedAt = Number.NEGATIVE_INFINITY;
  /** Frames in which the last change can still show. */
  #watched = 0;
  #surprises: number;
  #changes: number;

  /** `isFree` as it was measured, if it was; it is found out otherwise. */
  constructor(isFree = true) {
    this.#surprises = isFree ? 0 : NO_ACCIDENT;
    this.#changes = this.#surprises;
  }

  /** A new bitrate costs no key frame, as far as is known. */
  get isFree(): boolean {
    return this.#surprises < NO_ACCIDENT || this.#surprises < RULE * this.#changes;
  }

  /** What the encoder was told last. */
  get current(): VideoQuality | undefined {
    return this.#current;
  }

  /** `now` in milliseconds. */
  isWorthTelling(wanted: VideoQuality, now: number): boolean {
    const current = this.#current;
    if (current === undefined || !isSameSize(current, wanted)) return true;
    if (this.isFree)
      return (
        current.temporalLayers !== wanted.temporalLayers ||
        isApart(current.bitrate, wanted.bitrate, SAME_RATE) ||
        isApart(current.frameRate, wanted.frameRate, SAME_FRAME_RATE)
      );
    const ratio = bitsPerFrame(wanted) / bitsPerFrame(current);
    const quiet = now - this.#since;
    return (ratio < WORTH_LESS && quiet > BEFORE_LESS) || (ratio > WORTH_MORE && quiet > BEFORE_MORE);
  }

  /** The encoder is told. */
  tell(quality: VideoQuality, now: number): void {
    const before = this.#current;
    const isSteered =
      before !== undefined && isSameSize(before, quality) && before.temporalLayers === quality.temporalLayers;
    if (!isSteered) this.#resizedAt = now;
    const isTelling = isSteered && now - this.#resizedAt > SETTLING;
    if (isTelling && this.isFree) this.#changes++;
    this.#watched = isTelling ? EFFECT : 0;
    this.#current = quality;
    this.#since = now;
  }

  /** A frame has come out. */
  handleFrame({ isKey, wasAsked }: { readonly isKey: boolean; readonly wasAsked: boolean }): void {
    if (this.#watched === 0) return;
    this.#watched--;
    if (!isKey || wasAsked) return;
    this.#surprises++;
    this.#watched = 0;
  }
}

function isSameSize(before: VideoQuality, after: VideoQuality): boolean {
  return before.width === after.width && before.height === after.height;
}

function isApart(before: number, after: number, share: number): boolean {
  return Math.abs(after - before) > share * before;
}

function bitsPerFrame({ bitrate, frameRate }: VideoQuality): number {
  return bitrate / frameRate;
}
