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
 * So many frames in a row that were to have another bitrate, and came as key frames, while no other did, are no accident. One alone
 * is: encoders greet a new scene with one, and rates change when frames are left out, which looks like a new scene.
 */
const NO_ACCIDENT = 4;

/**
 * Decides when an encoder is told of a new quality. Most take a new bitrate as it comes; some make a new encoder of it, and a key
 * frame that costs more than the change saves.
 */
export class EncoderSteering {
  #current: VideoQuality | undefined;
  #since = Number.NEGATIVE_INFINITY;
  /** A new size brings a key frame of its own, some frames later. */
  #resizedAt = Number.NEGATIVE_INFINITY;
  /** What was measured, if it was. */
  readonly #measured: boolean | undefined;
  /** Key frames in a row that came with a new bitrate. */
  #surprises = 0;

  /** `isFree` as it was measured, if it was; it is found out otherwise. */
  constructor(isFree?: boolean) {
    this.#measured = isFree;
  }

  /** A new bitrate costs no key frame, as far as is known. */
  get isFree(): boolean {
    return this.#measured ?? this.#surprises < NO_ACCIDENT;
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

  /** The encoder is told, before the next frame. Returns whether that frame shows what a new bitrate costs. */
  tell(quality: VideoQuality, now: number): boolean {
    const before = this.#current;
    const isSteered =
      before !== undefined && isSameSize(before, quality) && before.temporalLayers === quality.temporalLayers;
    if (!isSteered) this.#resizedAt = now;
    this.#current = quality;
    this.#since = now;
    return isSteered && now - this.#resizedAt > SETTLING;
  }

  /** A frame has come out that nobody wanted as a key frame; `shows` is what `tell` said of it, false where it was told nothing. */
  learn({ isKey, shows }: { readonly isKey: boolean; readonly shows: boolean }): void {
    if (!this.isFree) return;
    if (shows && isKey) this.#surprises++;
    // Key frames that come by themselves as well have another cause.
    else if (shows || isKey) this.#surprises = 0;
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
