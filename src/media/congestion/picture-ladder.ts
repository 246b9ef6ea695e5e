import type { LayerCount } from "../temporal-layers.ts";
import { EffortLimit } from "./effort-limit.ts";
import type { VideoQuality, VideoSource } from "./quality-ladder.ts";
import { Rung } from "./rung.ts";

/** One way to show a picture. */
export interface PictureStep {
  /** Bits per second of video from which this looks better than the step below. */
  readonly from: number;
  readonly height: number;
  readonly frameRate: number;
  readonly temporalLayers: LayerCount;
}

/** What a picture gets, and how that compares. */
export interface PictureChoice {
  readonly quality: VideoQuality | undefined;
  /** Nothing would be better with more. */
  readonly isBest: boolean;
  /** The bits would do for more than the machine does. */
  readonly isByEffort: boolean;
  /** Bits per second from which on it would be better. */
  readonly next: number;
}

/** All the bits that make a picture any better, as a multiple of what its step takes. */
const ENOUGH = 2;

/** Less than that is no picture at all, bits per second. */
const LEAST_VIDEO = 20_000;

/** What the path carries for each bit of picture: seals, headers of RTP, QUIC and IP. */
const CARRIAGE = 1.06;

/**
 * Turns bits into one picture. Goes down at once, up only when there has been plenty for a while, so that it does not flap.
 */
export class PictureLadder {
  readonly #steps: readonly PictureStep[];
  readonly #rung: Rung;
  readonly #effort = new EffortLimit();
  #source: VideoSource;
  #step = -1;

  /** `steps` from the least to the best. */
  constructor(source: VideoSource, steps: readonly PictureStep[]) {
    this.#source = source;
    this.#steps = steps;
    this.#rung = new Rung(steps.map(({ from }) => from));
  }

  /** Another camera. */
  setSource(source: VideoSource): void {
    this.#source = source;
  }

  /** Bits per second with which it gets no better. */
  get most(): number {
    return ENOUGH * (this.#steps[this.#bestStep()]?.from ?? 0);
  }

  /** `load` is the share of the time between frames that encoding them takes; `now` in milliseconds. */
  handleLoad(now: number, load: number): void {
    this.#effort.learn(now, load, this.#step);
  }

  /** `bitrate` in bits per second, `present` what of it there is at this moment, `now` in milliseconds. */
  choose(now: number, bitrate: number, present = bitrate): PictureChoice {
    const rung = this.#rung.choose(now, bitrate);
    const best = this.#bestStep();
    this.#step = Math.min(rung, best, this.#effort.ceiling);
    const step = this.#steps[this.#step];
    return {
      quality: step && this.#qualityAt(step, Math.max(LEAST_VIDEO, present)),
      isBest: this.#step === best,
      isByEffort: this.#step < Math.min(rung, best),
      next: this.#steps[rung + 1]?.from ?? Number.POSITIVE_INFINITY,
    };
  }

  /** The first step that shows all there is of the source. */
  #bestStep(): number {
    const shows = ({ height, frameRate }: PictureStep) =>
      height >= this.#source.height && frameRate >= Math.min(30, this.#source.frameRate);
    const first = this.#steps.findIndex(shows);
    return first < 0 ? this.#steps.length - 1 : first;
  }

  #qualityAt(step: PictureStep, left: number): VideoQuality {
    const { width, height, frameRate } = this.#source;
    const scale = Math.min(1, step.height / height);
    return {
      width: even(width * scale),
      height: even(height * scale),
      frameRate: Math.min(frameRate, step.frameRate),
      temporalLayers: step.temporalLayers,
      bitrate: Math.round(Math.min(left / CARRIAGE, this.most)),
    };
  }
}

/** Encoders halve the colours. */
function even(pixels: number): number {
  return 2 * Math.max(1, Math.round(pixels / 2));
}
