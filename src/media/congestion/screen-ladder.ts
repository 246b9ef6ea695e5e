import { type PictureChoice, PictureLadder } from "./picture-ladder.ts";
import { movingSteps, stepsForReading } from "./picture-steps.ts";
import { RecentUse } from "./recent-use.ts";

/** A screen that is shared, as it is now. */
export interface ScreenSource {
  readonly width: number;
  readonly height: number;
  /** It shows a film, or something like one; else it is there to be read. */
  readonly isMoving: boolean;
}

/** As many as screens are asked for. */
const FRAME_RATE = 30;
/** What a screen is left of its bits whatever it used of late, as a share; and on top of what it used. */
const RESERVE = 0.2;
const HEADROOM = 1.25;

/** Turns bits into the picture of a screen: text stays sharp, and a film moves. */
export class ScreenLadder {
  readonly #source: ScreenSource;
  readonly #ladder: PictureLadder;
  readonly #use = new RecentUse();

  constructor(source: ScreenSource) {
    const { width, height, isMoving } = source;
    this.#source = source;
    this.#ladder = new PictureLadder(
      { width, height, frameRate: FRAME_RATE },
      isMoving ? movingSteps : stepsForReading(source),
    );
  }

  /** Whether it is made for this very screen. */
  suits({ width, height, isMoving }: ScreenSource): boolean {
    const own = this.#source;
    return own.width === width && own.height === height && own.isMoving === isMoving;
  }

  /** Bits per second with which it gets no better. */
  get most(): number {
    return this.#ladder.most;
  }

  /** `load` is the share of the time between frames that encoding them takes; `now` in milliseconds. */
  handleLoad(now: number, load: number): void {
    this.#ladder.handleLoad(now, load);
  }

  /** So many bits of it have left. */
  handleSent(now: number, bits: number): void {
    this.#use.add(now, bits);
  }

  choose(now: number, bitrate: number, present: number): PictureChoice {
    const { quality, ...rest } = this.#ladder.choose(now, bitrate, present);
    const hint = this.#source.isMoving ? "motion" : "detail";
    return { ...rest, quality: quality && { ...quality, hint } };
  }

  /**
   * What of `bitrate` it is to be left: the screen comes first, and as long as it stands still or little of it changes, others
   * may have what it does not use.
   */
  claim(now: number, bitrate: number): number {
    const wanted = Math.min(bitrate, this.most);
    return Math.min(wanted, Math.max(RESERVE * wanted, HEADROOM * this.#use.rate(now)));
  }
}
