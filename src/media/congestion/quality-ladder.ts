import type { LayerCount } from "../temporal-layers.ts";
import { AudioShare } from "./audio-share.ts";
import { EffortLimit } from "./effort-limit.ts";
import { Rung } from "./rung.ts";

/** Sound as it is to be sent. */
export interface AudioQuality {
  /** Of the encoder, bits per second. */
  readonly bitrate: number;
  /** How many earlier frames each packet repeats. */
  readonly copies: number;
  /** Sound in each packet, milliseconds. */
  readonly frameDuration: number;
}

export interface VideoQuality {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly temporalLayers: LayerCount;
  /** Of the encoder, bits per second. */
  readonly bitrate: number;
}

/** What keeps the picture from being better, for the statistics. */
export const QualityLimit = {
  none: "none",
  bitrate: "bitrate",
  /** Copies of sound take what a larger picture would need. */
  loss: "loss",
  /** The machine does not encode a larger one in time. */
  cpu: "cpu",
} as const;

export type QualityLimit = (typeof QualityLimit)[keyof typeof QualityLimit];

export interface Quality {
  readonly audio: AudioQuality;
  /** Undefined while there is enough for sound only. */
  readonly video: VideoQuality | undefined;
  readonly limitedBy: QualityLimit;
}

/** The camera's picture, or the screen's. */
export interface VideoSource {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

interface Step {
  /** Bits per second of video from which this looks better than the step below. */
  readonly from: number;
  readonly height: number;
  readonly frameRate: number;
  readonly temporalLayers: LayerCount;
}

/** Few layers where frames are few: every layer costs some of what is left. */
const steps: readonly Step[] = [
  { from: 30_000, height: 180, frameRate: 7.5, temporalLayers: 1 },
  { from: 80_000, height: 180, frameRate: 15, temporalLayers: 1 },
  { from: 180_000, height: 270, frameRate: 20, temporalLayers: 2 },
  { from: 350_000, height: 360, frameRate: 30, temporalLayers: 3 },
  { from: 700_000, height: 540, frameRate: 30, temporalLayers: 3 },
  { from: 1_200_000, height: 720, frameRate: 30, temporalLayers: 3 },
  { from: 2_500_000, height: 1080, frameRate: 30, temporalLayers: 3 },
];

/** All the bits that make a picture any better, as a multiple of what its step takes. */
const ENOUGH = 2;

/** Sound with a copy of everything. */
const MOST_FOR_AUDIO = 200_000;

/** Less than that is no picture at all, bits per second. */
const LEAST_VIDEO = 20_000;

/** What the path carries for each bit of picture: seals, headers of RTP, QUIC and IP. */
const CARRIAGE = 1.06;

/**
 * Turns a bitrate into sound and picture. Sound comes first: it gets its bitrate and its copies, and the picture what is left.
 * Goes down at once, up only when there has been plenty for a while, so that it does not flap.
 */
export class QualityLadder {
  #source: VideoSource;
  readonly #audio = new AudioShare();
  readonly #rung = new Rung(steps.map(({ from }) => from));
  readonly #effort = new EffortLimit();
  #step = -1;

  constructor(source: VideoSource) {
    this.#source = source;
  }

  /** Another camera, or another screen. */
  setSource(source: VideoSource): void {
    this.#source = source;
  }

  /** Bits per second with which nothing gets any better. */
  get most(): number {
    return MOST_FOR_AUDIO + this.#mostForVideo;
  }

  /** `load` is the share of the time between frames that encoding them takes; `now` in milliseconds. */
  handleLoad(now: number, load: number): void {
    this.#effort.learn(now, load, this.#step);
  }

  /**
   * `bitrate` is for everything that is sent, bits per second; `loss` the share of datagrams lost; `now` milliseconds. `present`
   * is less for a moment, which the encoder has to make do with.
   */
  choose(now: number, bitrate: number, loss: number, present = bitrate): Quality {
    const audio = this.#audio.choose(now, bitrate, loss);
    const left = bitrate - audio.cost;
    const rung = this.#rung.choose(now, left);
    const best = this.#bestStep();
    this.#step = Math.min(rung, best, this.#effort.ceiling);
    const step = steps[this.#step];
    const next = steps[rung + 1]?.from ?? Number.POSITIVE_INFINITY;
    const isByCopies = left + audio.costOfCopies >= next;
    return {
      audio: { bitrate: audio.bitrate, copies: audio.copies, frameDuration: audio.frameDuration },
      video:
        step === undefined
          ? undefined
          : this.#videoAt(step, Math.max(LEAST_VIDEO, left - (bitrate - present))),
      limitedBy:
        this.#step === best
          ? QualityLimit.none
          : this.#step < rung
            ? QualityLimit.cpu
            : isByCopies
              ? QualityLimit.loss
              : QualityLimit.bitrate,
    };
  }

  get #mostForVideo(): number {
    return ENOUGH * (steps[this.#bestStep()]?.from ?? 0);
  }

  /** The first step that shows all there is of the source. */
  #bestStep(): number {
    const shows = ({ height, frameRate }: Step) =>
      height >= this.#source.height && frameRate >= Math.min(30, this.#source.frameRate);
    const first = steps.findIndex(shows);
    return first < 0 ? steps.length - 1 : first;
  }

  #videoAt(step: Step, left: number): VideoQuality {
    const { width, height, frameRate } = this.#source;
    const scale = Math.min(1, step.height / height);
    return {
      width: even(width * scale),
      height: even(height * scale),
      frameRate: Math.min(frameRate, step.frameRate),
      temporalLayers: step.temporalLayers,
      bitrate: Math.round(Math.min(left / CARRIAGE, this.#mostForVideo)),
    };
  }
}

/** Encoders halve the colours. */
function even(pixels: number): number {
  return 2 * Math.max(1, Math.round(pixels / 2));
}
