import type { LayerCount } from "../temporal-layers.ts";
import { type AudioCost, AudioShare, NOTHING, screenSound } from "./audio-share.ts";
import { type PictureChoice, PictureLadder } from "./picture-ladder.ts";
import { movingSteps } from "./picture-steps.ts";
import { ScreenLadder, type ScreenSource } from "./screen-ladder.ts";

/** Sound as it is to be sent. */
export interface AudioQuality {
  /** Of the encoder, bits per second; 0 while there is none, or no room for it. */
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
  /** What an encoder should know of a screen. */
  readonly hint?: "detail" | "motion";
}

/** What keeps the picture from being better, for the statistics. */
export type QualityLimit =
  | "none"
  | "bitrate"
  /** Copies of sound take what a larger picture would need. */
  | "loss"
  /** The machine does not encode a larger one in time. */
  | "cpu"
  /** The person wants no more to be sent. */
  | "choice";

export interface Quality {
  readonly audio: AudioQuality;
  readonly screenAudio: AudioQuality;
  /** Undefined while none is shared, or there is not enough for it. */
  readonly screen: VideoQuality | undefined;
  /** Undefined while there is enough for sound only, or for the screen. */
  readonly video: VideoQuality | undefined;
  readonly limitedBy: QualityLimit;
}

/** The camera's picture. */
export interface VideoSource {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

/** Sound with a copy of everything. */
const MOST_FOR_AUDIO = 200_000;
const MOST_FOR_SCREEN_AUDIO = 230_000;

/**
 * Turns a bitrate into sound and pictures. Sound comes first: it gets its bitrate and its copies; then the screen, if one is shared, and
 * of that its sound before its picture; and the camera gets what is left.
 */
export class QualityLadder {
  readonly #audio = new AudioShare();
  #screenAudio: AudioShare | undefined;
  readonly #camera: PictureLadder;
  #screen: ScreenLadder | undefined;
  #listeners = 0;
  #lossBeneath: number | undefined;

  constructor(camera: VideoSource) {
    this.#camera = new PictureLadder(camera, movingSteps);
  }

  /** Another camera. */
  setSource(camera: VideoSource): void {
    this.#camera.setSource(camera);
  }

  /** The screen as it is now; undefined when none is shared. True when that changes what there is to decide. */
  setScreen(source: ScreenSource | undefined): boolean {
    if (source === undefined ? this.#screen === undefined : this.#screen?.suits(source)) return false;
    this.#screen = source && new ScreenLadder(source);
    return true;
  }

  /** Whether something is heard of the screen. True when that changes what there is to decide. */
  setScreenAudio(isThere: boolean): boolean {
    if (isThere === (this.#screenAudio !== undefined)) return false;
    this.#screenAudio = isThere ? new AudioShare(screenSound) : undefined;
    return true;
  }

  /** The share that each of two ways loses, where everything leaves by both; undefined where there is one. */
  setDoubled(lossBeneath: number | undefined): void {
    this.#lossBeneath = lossBeneath;
  }

  /** How many receive what is sent. */
  setListeners(listeners: number): void {
    this.#listeners = listeners;
  }

  /** Bits per second with which nothing gets any better. */
  get most(): number {
    const sound = MOST_FOR_AUDIO + (this.#screenAudio === undefined ? 0 : MOST_FOR_SCREEN_AUDIO);
    return sound + this.#camera.most + (this.#screen?.most ?? 0);
  }

  /** Of the camera. `load` is the share of the time between frames that encoding them takes; `now` in milliseconds. */
  handleLoad(now: number, load: number): void {
    this.#camera.handleLoad(now, load);
  }

  /** The same of the screen. */
  handleScreenLoad(now: number, load: number): void {
    this.#screen?.handleLoad(now, load);
  }

  /** So many bits of the screen have left. */
  handleScreenSent(now: number, bits: number): void {
    this.#screen?.handleSent(now, bits);
  }

  /**
   * `bitrate` is for everything that is sent, bits per second; `loss` the share of datagrams lost; `now` milliseconds. `present`
   * is less for a moment, which the encoders have to make do with.
   */
  choose(now: number, bitrate: number, loss: number, present = bitrate): Quality {
    const isDoubled = this.#lossBeneath !== undefined;
    const conditions = { loss, isDoubled, isBusy: this.#listeners > 1 || this.#camera.isStrained(now) };
    const audio = this.#audio.choose(now, bitrate, conditions);
    const screenAudio = this.#screenAudio?.choose(now, bitrate - audio.cost, conditions) ?? NOTHING;
    const left = bitrate - audio.cost - screenAudio.cost;
    const costOfCopies = audio.costOfCopies + screenAudio.costOfCopies;
    const missing = bitrate - present;
    const screen = this.#screen?.choose(now, left, left - missing);
    const forCamera = left - (this.#screen?.claim(now, left) ?? 0);
    const camera = this.#camera.choose(now, forCamera, forCamera - missing, this.#lossBeneath ?? loss);
    return {
      audio: qualityOf(audio),
      screenAudio: qualityOf(screenAudio),
      screen: screen?.quality,
      video: camera.quality,
      limitedBy:
        screen?.isBest === false
          ? limitOf(screen, left, costOfCopies)
          : limitOf(camera, forCamera, costOfCopies),
    };
  }
}

function qualityOf({ bitrate, copies, frameDuration }: AudioCost): AudioQuality {
  return { bitrate, copies, frameDuration };
}

function limitOf(
  { isBest, isByEffort, next }: PictureChoice,
  left: number,
  costOfCopies: number,
): QualityLimit {
  if (isBest) return "none";
  if (isByEffort) return "cpu";
  return left + costOfCopies >= next ? "loss" : "bitrate";
}
