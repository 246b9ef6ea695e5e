import { atom, type ReadableAtom } from "nanostores";
import type { CallStatistics, FromEngine } from "../workers/engine/client.ts";
import { Diagnosis, type Findings } from "./diagnosis.ts";
import { type RelaySample, type Sample, sampleOf } from "./statistics-sample.ts";

/** What is known of how a call fares; a new object once a second. */
export interface StatisticsState {
  /** One a second, the newest last. */
  readonly samples: readonly Sample[];
  readonly findings: Findings;
}

type ConnectionMessage = Extract<FromEngine, { type: "connection" }>;

/** Seconds that are kept: what a diagnostics file has to show for somebody who only then thinks of it. */
const KEPT = 300;

/** Remembers how a call fares, for those who look and for a diagnostics file. */
export class Statistics {
  readonly #diagnosis = new Diagnosis();
  readonly #state = atom<StatisticsState>({
    samples: [],
    findings: { own: undefined, peers: new Map() },
  });
  #relay: RelaySample = { fallback: false, roundTrip: undefined, minRoundTrip: undefined };
  #last: CallStatistics | undefined;

  get state(): ReadableAtom<StatisticsState> {
    return this.#state;
  }

  handleConnection({ carrier, health }: Pick<ConnectionMessage, "carrier" | "health">): void {
    this.#relay = {
      fallback: carrier === "websocket",
      roundTrip: health?.roundTrip,
      minRoundTrip: health?.minRoundTrip,
    };
  }

  /** A snapshot of the engine. */
  learn(snapshot: CallStatistics): void {
    const sample = sampleOf(snapshot, this.#last, this.#relay);
    this.#last = snapshot;
    const samples = [...this.#state.get().samples, sample].slice(-KEPT);
    this.#state.set({ samples, findings: this.#diagnosis.learn(samples) });
  }
}
