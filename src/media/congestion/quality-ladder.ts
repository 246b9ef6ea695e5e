import { AudioShare } from "./audio-share.ts";
import { Rung } from "./rung.ts";

/** Sound as it is to be sent. */
export interface AudioQuality {
  /** Of the encoder, bits per second. */
  readonly bitrate: number;
  /** How many earlier frames each packet repeats. */
  readonly copies: number;
}

export interface VideoQuality {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly temporalLayers: 1 | 2 | 3;
  /** Of the encoder, bits per second. */
  readonly bitrate: number;
}

/** What keeps the picture from being better, for the statistics. */
export const QualityLimit = {
  none: "none",
  bitrate: "bitrate",
  /** Copies of sound take what a larger picture would need. */
  loss: "loss",
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
  readonly temporalLayers: 1 | 2 | 3;
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

/** Of a picture of the step's own size, all the bits that make it any better, as a multiple of `from`. */
const ENOUGH = 4;

/**
 * Turns a bitrate into sound and picture. Sound comes first: it gets its bitrate and its copies, and the picture what is left.
 * Goes down at once, up only when there has been plenty for a while, so that it does not flap.
 */
export class QualityLadder {
  #source: VideoSource;
  readonly #audio = new AudioShare();
  readonly #rung = new Rung(steps.map(({ from }) => from));

  constructor(source: VideoSource) {
    this.#source = source;
  }

  /** Another camera, or another screen. */
  setSource(source: VideoSource): void {
    this.#source = source;
  }

  /** `bitrate` is for everything that is sent, bits per second; `loss` the share of datagrams lost; `now` milliseconds. */
  choose(now: number, bitrate: number, loss: number): Quality {
    const audio = this.#audio.choose(now, bitrate, loss);
    const left = bitrate - audio.cost;
    const rung = this.#rung.choose(now, left);
    const step = steps[rung];
    const best = this.#bestStep();
    const video = step === undefined ? undefined : this.#videoAt(steps[Math.min(rung, best)] ?? step, left);
    const isLimited = rung < best;
    const isByCopies =
      isLimited && left + audio.costOfCopies >= (steps[rung + 1]?.from ?? Number.POSITIVE_INFINITY);
    return {
      audio: { bitrate: audio.bitrate, copies: audio.copies },
      video,
      limitedBy: isByCopies ? QualityLimit.loss : isLimited ? QualityLimit.bitrate : QualityLimit.none,
    };
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
      bitrate: Math.round(Math.min(left, ENOUGH * step.from)),
    };
  }
}

/** Encoders halve the colours. */
function even(pixels: number): number {
  return 2 * Math.max(1, Math.round(pixels / 2));
}
