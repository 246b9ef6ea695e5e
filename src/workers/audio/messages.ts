import type { PlayoutStats } from "../../media/playout-stats.ts";

/** A piece of decoded sound, one channel. */
export interface Sound {
  /** In samples of the sender's clock. */
  readonly timestamp: number;
  /** Transferred. */
  readonly samples: Float32Array<ArrayBuffer>;
  /** It came as a copy, after what it was in at first had been lost. */
  readonly isCopy: boolean;
}

/** From the engine to the audio thread. A source is one track of one sender; any number, not 0. */
export type ToPlayout =
  | ({ readonly type: "sound"; readonly source: number } & Sound)
  | { readonly type: "end"; readonly source: number };

/** From the audio thread to the engine, once a second. */
export interface FromPlayout {
  readonly type: "stats";
  readonly sources: ReadonlyMap<number, PlayoutStats>;
}

/** What the worklet's own port hears, once: where sound comes from. */
export interface PlayoutSetup {
  readonly port: MessagePort;
}
