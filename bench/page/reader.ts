import { now } from "./clock.ts";
import { readSurface, type Surface, sizeOf } from "./surface.ts";
import { ageOf } from "./time-code.ts";

/** What a page has shown over some time. */
export interface Reading {
  /** Of each new picture, in the order of appearance: milliseconds from its capture to the frame that showed it. */
  readonly ages: readonly number[];
  /** When each of them appeared, in milliseconds of the shared clock. */
  readonly shown: readonly number[];
  /** When reading began, in milliseconds of the shared clock. */
  readonly started: number;
  readonly displayFrames: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly width: number;
  readonly height: number;
}

/** Reads the time code off whatever the page shows, at every animation frame. */
export class Reader {
  readonly #find: () => Surface | undefined;
  readonly #started = now();
  #surface: Surface | undefined;
  readonly #ages: number[] = [];
  readonly #shown: number[] = [];
  #last: number | undefined;
  #displayFrames = 0;
  #running = true;

  constructor(find: () => Surface | undefined) {
    this.#find = find;
    const look = () => {
      if (!this.#running) return;
      requestAnimationFrame(look);
      void this.#look();
    };
    requestAnimationFrame(look);
  }

  /** When the first picture was shown, in milliseconds of the shared clock. */
  get firstShown(): number | undefined {
    return this.#shown[0];
  }

  stop(): Reading {
    this.#running = false;
    const { width = 0, height = 0 } = this.#surface === undefined ? {} : sizeOf(this.#surface);
    return {
      ages: this.#ages,
      shown: this.#shown,
      started: this.#started,
      displayFrames: this.#displayFrames,
      duration: now() - this.#started,
      width,
      height,
    };
  }

  /** The moment of reading is that of the animation frame, however long it takes to look into the picture. */
  async #look(): Promise<void> {
    this.#displayFrames++;
    if (!this.#surface?.isConnected) this.#surface = this.#find();
    const time = now();
    const code = this.#surface && (await readSurface(this.#surface));
    if (code === undefined || code === this.#last) return;
    this.#last = code;
    this.#shown.push(time);
    this.#ages.push(ageOf(code, time));
  }
}
