import type { LayerCount } from "../temporal-layers.ts";
import { EffortLimit } from "./effort-limit.ts";
import type { VideoQuality, VideoSource } from "./quality-ladder.ts";
import { type Footing, Rung } from "./rung.ts";

/** One way to show a picture. */
export interface PictureStep {
  /** Bits per second of video from which this looks better than the step below. */
  readonly from: number;
  /** With more than that it looks no better. */
  readonly most: number;
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

/** Pictures per second where the machine is too slow for more: less to do for everybody, and no new size. */
const EASY_RATE = 20;

/** Each step has two places: eased, and above that whole. */
const NOWHERE = -1;
const whole = (step: number) => 2 * step + 1;
const isEased = (place: number) => place % 2 === 0;

/** Where so much is lost, the key frame with which another size begins comes late: it has to be worth it, and fewer pictures come first. */
const LOSSY = 0.03;
const CAUTION = 10;
const HOLD = 0.45;

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
  #place = NOWHERE;

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
    return this.#steps[this.#bestStep()]?.most ?? 0;
  }

  /** Whether the machine has been too slow for it of late. */
  isStrained(now: number): boolean {
    return this.#effort.isStrained(now);
  }

  /** `load` is the share of the time between frames that encoding them takes; `now` in milliseconds. */
  handleLoad(now: number, load: number): void {
    this.#effort.learn(now, load, this.#place);
  }

  /** `bitrate` in bits per second, `present` what of it there is at this moment, `now` in milliseconds. */
  choose(now: number, bitrate: number, present = bitrate, loss = 0): PictureChoice {
    const rung = this.#rung.choose(now, bitrate, loss > LOSSY ? this.#reluctance() : undefined);
    const best = this.#bestStep();
    const affordable = this.#bestPlace(Math.min(rung, best), bitrate);
    const place = Math.min(affordable, this.#effort.ceiling);
    // Where there are few pictures anyway, only the step below is a relief.
    this.#place = isEased(place) && this.#frameRateAt(place) <= EASY_RATE ? place - 1 : place;
    const step = this.#steps[this.#place >> 1];
    return {
      quality: step && this.#qualityAt(step, Math.max(LEAST_VIDEO, present)),
      isBest: this.#place === whole(best),
      isByEffort: this.#place < affordable,
      next: this.#steps.find(({ from }, i) => i >= rung && from > bitrate)?.from ?? Number.POSITIVE_INFINITY,
    };
  }

  /** As far as the steps beside this one are of another size. */
  #reluctance(): Footing {
    const { current } = this.#rung;
    const height = (step: number) => this.#steps[step]?.height;
    return {
      caution: height(current) === height(current + 1) ? 1 : CAUTION,
      hold: height(current) === height(current - 1) ? 1 : HOLD,
    };
  }

  /** Eased where that makes good for what is missing. */
  #bestPlace(step: number, bitrate: number): number {
    const place = whole(step);
    const isShort = bitrate < (this.#steps[step]?.from ?? 0);
    return isShort && this.#frameRateAt(place) > EASY_RATE ? place - 1 : place;
  }

  #frameRateAt(place: number): number {
    return Math.min(this.#source.frameRate, this.#steps[place >> 1]?.frameRate ?? 0);
  }

  /** The first step that shows all there is of the source. */
  #bestStep(): number {
    const shows = ({ height, frameRate }: PictureStep) =>
      height >= this.#source.height && frameRate >= Math.min(30, this.#source.frameRate);
    const first = this.#steps.findIndex(shows);
    return first < 0 ? this.#steps.length - 1 : first;
  }

  #qualityAt(step: PictureStep, left: number): VideoQuality {
    const { width, height } = this.#source;
    const scale = Math.min(1, step.height / height);
    return {
      width: even(width * scale),
      height: even(height * scale),
      frameRate: isEased(this.#place) ? EASY_RATE : this.#frameRateAt(this.#place),
      temporalLayers: step.temporalLayers,
      bitrate: Math.round(Math.min(left / CARRIAGE, this.most)),
    };
  }
}

/** Encoders halve the colours. */
function even(pixels: number): number {
  return 2 * Math.max(1, Math.round(pixels / 2));
}
