import type { SoundCounts } from "./sound-counts.ts";

/** As much of the app's snapshot as the benches read. */
export interface AppSnapshot {
  readonly connection: { readonly roundTrip?: number };
  readonly sending: unknown;
  readonly peers: readonly { readonly audio: SoundCounts & { readonly silentConcealedSamples?: number } }[];
}

/** Overhears what the app's engine tells its page once a second. */
export class AppStatistics {
  #last: AppSnapshot | undefined;

  /** From the workers that the page starts after this call. */
  static overhear(): AppStatistics {
    const statistics = new AppStatistics();
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }) => {
          if (data?.type === "statistics") statistics.#last = data.statistics;
        });
      }
    };
    return statistics;
  }

  /** Undefined before the first. */
  get last(): AppSnapshot | undefined {
    return this.#last;
  }

  /** Of the other side, up to a second old. */
  get soundCounts(): SoundCounts | undefined {
    const audio = this.#last?.peers[0]?.audio;
    if (audio === undefined) return undefined;
    const { totalSamplesReceived, concealedSamples, silentConcealedSamples = 0 } = audio;
    return { totalSamplesReceived, concealedSamples: concealedSamples - silentConcealedSamples };
  }
}
