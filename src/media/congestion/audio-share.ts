import { Rung } from "./rung.ts";

/**
 * From which bitrate of everything that is left the encoder of sound gets how much, in bits per second. And how much sound goes into a
 * packet, in milliseconds: what is around packets costs more than what is in them, so that the shortest delay is for those who have plenty.
 */
interface AudioRung {
  readonly from: number;
  readonly bitrate: number;
  readonly frameDuration: number;
}

/** Of a microphone: below, speech; above, music. */
const voice: readonly AudioRung[] = [
  { from: 0, bitrate: 16_000, frameDuration: 40 },
  { from: 80_000, bitrate: 24_000, frameDuration: 20 },
  { from: 200_000, bitrate: 32_000, frameDuration: 20 },
  { from: 600_000, bitrate: 48_000, frameDuration: 10 },
];
/** Of a screen, beside the voice: music wants more, and nobody answers it, so that it may take its time. */
export const screenSound: readonly AudioRung[] = [
  { from: 45_000, bitrate: 16_000, frameDuration: 40 },
  { from: 90_000, bitrate: 24_000, frameDuration: 40 },
  { from: 200_000, bitrate: 48_000, frameDuration: 20 },
  { from: 700_000, bitrate: 96_000, frameDuration: 20 },
];

/**
 * Milliseconds in a packet, at least, where packets are many for the machines: whoever hears several people has to open and decode the
 * packets of all, and a machine that is too slow is later with twice as many than they are long. Among many nobody answers within hundredths
 * of a second.
 */
const BUSY_FRAME = 20;
/** RTP, encryption, QUIC and IP around each packet, bits. */
const OVERHEAD = 85 * 8;
/** From which share of losses on each packet repeats one frame more. */
const LOSSES = [0.005, 0.03, 0.1] as const;
/** Copies go only when losses have been below this part of what they came for, so long (ms): bursts come in series. */
const QUIET = 0.5;
const QUIET_FOR = 10_000;

/** Below that, sound with copies is rather plainer than alone: what each of them takes at least counts as gone. Bits per second. */
const TIGHT = 200_000;
const LEAST_COPY = 16_000;
/** What the smallest picture takes, bits per second: copies that only past losses speak for leave it room. */
const PICTURE = 40_000;

interface Conditions {
  /** The share of datagrams lost, 0 to 1. */
  readonly loss: number;
  /** Whatever was lost before, it is sent by two ways now. */
  readonly isDoubled?: boolean;
  /** The machines have enough to do without small packets. */
  readonly isBusy: boolean;
}

export interface AudioCost {
  readonly bitrate: number;
  readonly copies: number;
  /** Milliseconds. */
  readonly frameDuration: number;
  /** On the path, with copies and overhead, bits per second. */
  readonly cost: number;
  readonly costOfCopies: number;
}

/** Of a sound that there is none of, or no room for. */
export const NOTHING: AudioCost = { bitrate: 0, copies: 0, frameDuration: 40, cost: 0, costOfCopies: 0 };

/** What sound gets of the bitrate: what it needs, before anything else does; nothing below its first rung. */
export class AudioShare {
  readonly #rungs: readonly AudioRung[];
  readonly #rung: Rung;
  #copies = 0;
  #quietSince: number | undefined;

  constructor(rungs = voice) {
    this.#rungs = rungs;
    this.#rung = new Rung(rungs.map(({ from }) => from));
  }

  /** `bitrate` is for this sound and all that comes behind it, `now` in milliseconds. */
  choose(now: number, bitrate: number, { loss, isDoubled, isBusy }: Conditions): AudioCost {
    const wanted = LOSSES.filter((from) => loss >= from).length;
    if (isDoubled) this.#copies = wanted;
    else this.#remember(now, wanted, loss);
    const beside = bitrate < TIGHT ? Math.max(0, bitrate - this.#copies * LEAST_COPY) : bitrate;
    const rung = this.#rungs[this.#rung.choose(now, beside)];
    if (rung === undefined) return NOTHING;
    const encoder = rung.bitrate;
    const frameDuration = isBusy ? Math.max(rung.frameDuration, BUSY_FRAME) : rung.frameDuration;
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
