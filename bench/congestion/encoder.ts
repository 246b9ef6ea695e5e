import type { Random } from "../../tests/shaper/random.ts";
import { gaussian } from "./gaussian.ts";

export const FRAME_INTERVAL = 1000 / 30;
/** How slowly an encoder comes round to a new rate, milliseconds. */
const LAG = 150;
const MEAN_BETWEEN_KEY_FRAMES = 15_000;
/** Beside an ordinary frame, at constant bitrate. */
const KEY_FRAME_SIZE = 3;
/** Frame by frame, and over a second or so. */
const NOISE = 0.12;
const DRIFT = 0.05;
const SMALLEST_FRAME = 200;

/** A video encoder as far as a network sees it: follows its target late and unevenly, with a key frame now and then. */
export class Encoder {
  readonly #random: Random;
  /** Bits per second that it has come round to. */
  #bitrate: number;
  #drift = 0;
  /** Bytes above the target that it still has to save. */
  #debt = 0;
  #isKeyFrameDue = true;

  constructor(bitrate: number, random: Random) {
    this.#bitrate = bitrate;
    this.#random = random;
  }

  /** The bytes of the next frame, with `bitrate` (bits per second) asked for. */
  encode(bitrate: number): number {
    this.#bitrate += (bitrate - this.#bitrate) * (FRAME_INTERVAL / LAG);
    this.#drift += -this.#drift * 0.03 + DRIFT * Math.sqrt(0.06) * gaussian(this.#random);
    const isKeyFrame = this.#isKeyFrameDue;
    this.#isKeyFrameDue = this.#random() < FRAME_INTERVAL / MEAN_BETWEEN_KEY_FRAMES;
    const mean = (this.#bitrate * FRAME_INTERVAL) / 8000;
    const factor = Math.max(0.4, 1 + this.#drift + NOISE * gaussian(this.#random));
    const saved = Math.min(mean * 0.25, Math.max(-mean * 0.25, this.#debt * 0.1));
    const bytes = isKeyFrame ? mean * KEY_FRAME_SIZE : Math.max(SMALLEST_FRAME, mean * factor - saved);
    this.#debt += bytes - mean;
    return Math.round(bytes);
  }
}
