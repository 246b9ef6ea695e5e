import { findDeep } from "./find.ts";

/** How smoothly a page has run, and what it has shown meanwhile. Milliseconds. */
export interface Smoothness {
  readonly duration: number;
  /** Tasks of the page's thread that took longer than 50 ms. */
  readonly longTasks: readonly number[];
  /** From one animation frame to the next. */
  readonly frameIntervals: readonly number[];
  /** Pictures that all surfaces together have taken to the display. */
  readonly shown: number;
}

/** Watches the page's thread and its surfaces from the moment it is made. */
export class SmoothnessProbe {
  readonly #from = performance.now();
  readonly #longTasks: number[] = [];
  readonly #frameIntervals: number[] = [];
  readonly #shownBefore = shown();
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.#longTasks.push(duration);
  });
  #running = true;

  constructor() {
    this.#observer.observe({ entryTypes: ["longtask"] });
    let last = this.#from;
    const follow = (time: number) => {
      this.#frameIntervals.push(time - last);
      last = time;
      if (this.#running) requestAnimationFrame(follow);
    };
    requestAnimationFrame((time) => {
      last = time;
      requestAnimationFrame(follow);
    });
  }

  stop(): Smoothness {
    this.#running = false;
    this.#observer.disconnect();
    return {
      duration: performance.now() - this.#from,
      longTasks: this.#longTasks,
      frameIntervals: this.#frameIntervals,
      shown: shown() - this.#shownBefore,
    };
  }
}

/** Of all pictures of others that the page shows, since each surface was made. */
function shown(): number {
  let count = 0;
  findDeep(document, "kith-picture", (picture) => {
    const video = picture.shadowRoot?.querySelector("video");
    count += video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    return false;
  });
  return count;
}
