import { Rung } from "./rung.ts";

/** From which bitrate of everything the encoder of sound gets how much: below, speech; above, music. Bits per second. */
const bitrates = [
  { from: 0, bitrate: 16_000 },
  { from: 80_000, bitrate: 24_000 },
  { from: 200_000, bitrate: 32_000 },
  { from: 600_000, bitrate: 48_000 },
] as const;

/** RTP, encryption and QUIC around 50 packets a second. */
const OVERHEAD = 20_000;
/** From which share of losses on each packet repeats one frame more. */
const LOSSES = [0.005, 0.03, 0.1] as const;
/** Copies go only when losses have been below this part of what they came for, so long (ms): bursts come in series. */
const QUIET = 0.5;
const QUIET_FOR = 10_000;

export interface AudioCost {
  readonly bitrate: number;
  readonly copies: number;
  /** On the path, with copies and overhead, bits per second. */
  readonly cost: number;
  readonly costOfCopies: number;
}

/** What sound gets of the bitrate: what it needs, before anything else does. */
export class AudioShare {
  readonly #rung = new Rung(bitrates.map(({ from }) => from));
  #copies = 0;
  #quietSince: number | undefined;

  /** `bitrate` is for everything that is sent, `loss` the share of datagrams lost, `now` in milliseconds. */
  choose(now: number, bitrate: number, loss: number): AudioCost {
    this.#learnLoss(now, loss);
    const encoder = (bitrates[this.#rung.choose(now, bitrate)] ?? bitrates[0]).bitrate;
    const affordable = Math.max(0, Math.floor((bitrate - OVERHEAD - encoder) / encoder));
    const copies = Math.min(this.#copies, affordable);
    return {
      bitrate: encoder,
      copies,
      cost: OVERHEAD + encoder * (1 + copies),
      costOfCopies: encoder * copies,
    };
  }

  #learnLoss(now: number, loss: number): void {
    const wanted = LOSSES.filter((from) => loss >= from).length;
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
