import type { FromEngine } from "../../src/workers/engine/messages.ts";
import type { CallStatistics } from "../../src/workers/engine/statistics.ts";
import type { SoundCounts } from "./sound-counts.ts";

/** Overhears what the app's engine tells its page once a second. */
export class AppStatistics {
  #last: CallStatistics | undefined;

  /** From the workers that the page starts after this call. */
  static overhear(): AppStatistics {
    const statistics = new AppStatistics();
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }: MessageEvent<FromEngine | undefined>) => {
          if (data?.type === "statistics") statistics.#last = data.statistics;
        });
      }
    };
    return statistics;
  }

  /** Undefined before the first. */
  get last(): CallStatistics | undefined {
    return this.#last;
  }

  /** Of the other side, up to a second old. */
  get soundCounts(): SoundCounts | undefined {
    return this.#last?.peers[0]?.audio.playout;
  }
}
