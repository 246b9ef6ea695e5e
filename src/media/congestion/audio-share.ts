import { Rung } from "./rung.ts";

/**
 * From which bitrate of everything the encoder of sound gets how much, in bits per second: below, speech; above, music. And how
 * much sound goes into a packet, in milliseconds: what is around packets costs more than what is in them, so that the shortest
 * delay is for those who have plenty.
 */
const rungs = [
  { from: 0, bitrate: 16_000, frameDuration: 40 },
  { from: 80_000, bitrate: 24_000, frameDuration: 20 },
  { from: 200_000, bitrate: 32_000, frameDuration: 20 },
  { from: 600_000, bitrate: 48_000, frameDuration: 10 },
] as const;

/** RTP, encryption, QUIC and IP around each packet, bits. */
const OVERHEAD = 85 * 8;
/** From which share of losses on each packet repeats one frame more. */
const LOSSES = [0.005, 0.03, 0.1] as const;
/** Copies go only when losses have been below this part of what they came for, so long (ms): bursts come in series. */
const QUIET = 0.5;
const QUIET_FOR = 10_000;

/** What the smallest picture takes, bits per second: copies that only past losses speak for leave it room. */
const PICTURE = 40_000;

export interface AudioCost {
  readonly bitrate: number;
  readonly copies: number;
  /** Milliseconds. */
  readonly frameDuration: number;
  /** On the path, with copies and overhead, bits per second. */
  readonly cost: number;
  readonly costOfCopies: number;
}

/** What sound gets of the bitrate: what it needs, before anything else does. */
export class AudioShare {
  readonly #rung = new Rung(rungs.map(({ from }) => from));
  #copies = 0;
  #quietSince: number | undefined;

  /** `bitrate` is for everything that is sent, `loss` the share of datagrams lost, `now` in milliseconds. */
  choose(now: number, bitrate: number, loss: number): AudioCost {
    const wanted = LOSSES.filter((from) => loss >= from).length;
    this.#remember(now, wanted, loss);
    const { bitrate: encoder, frameDuration } = rungs[this.#rung.choose(now, bitrate)] ?? rungs[0];
    const bare = encoder + (OVERHEAD * 1000) / frameDuration;
    const affordable = (spare: number) => Math.max(0, Math.floor((bitrate - bare - spare) / encoder));
    const needed = Math.min(wanted, affordable(0));
    const copies = Math.max(needed, Math.min(this.#copies, affordable(PICTURE)));
    return {
      bitrate: encoder,
      copies,
      frameDuration,
      cost: bare + encoder * copies,
      costOfCopies: encoder * copies,
    };
  }

  #remember(now: number, wanted: number, loss: number): void {
    if (wanted >= this.#copies) {
      this.#copies = wanted;
      this.#quietSince = undefined;
      return;
    }
    if (loss >= QUIET * (LOSSES[this.#copies - 1] ?? 0)) this.#quietSince = undefined;
    else this.#quietSince ??= now;
    if (this.#quietSince === undefined || now - this.#quietSince < QUIET_FOR) return;
    this.#copies--;
    this.#quietSince = now;
  }
}
