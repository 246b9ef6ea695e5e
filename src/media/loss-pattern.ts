import { MAX_OFFSET } from "./audio-copies.ts";

/** After so many packets a loss counts for a third of what it did: ten seconds of sound. */
const MEMORY = 1000;
/** Until shown otherwise, losses come one by one: so many of those are taken for granted. */
const PRESUMED = 3;
/** Losses that come one by one, for all that chance does, and from where on bursts are plain: as multiples of chance. */
const [CHANCE, PLAIN] = [1.3, 1.5];
/** So much farther apart than a mean burst is long, two copies hardly ever fall into the same one. */
const SPACING = 1.5;
const CHANGE = 0.75;
/** Every frame of spacing is waited for by everybody who listens. */
const MAX_SPACING = 6;

/** Whether the losses of one sender's sound come one by one or in bursts, as its receivers report them. */
export class LossPattern {
  #lastLost: number | undefined;
  #sent = 0;
  #lost = 0;
  #bursts = 0;
  #spacing = 1;

  /** From 0 to 1. */
  get share(): number {
    return this.#sent === 0 ? 0 : this.#lost / this.#sent;
  }

  /** How many are lost in a row, on average; 1 when none are. */
  get burstLength(): number {
    return (this.#lost + PRESUMED) / (this.#bursts + PRESUMED);
  }

  /** What became of a datagram, each once; of those that are lost, in the order of sending. `sequence` wraps at 16 bits. */
  learn(sequence: number, isLost: boolean): void {
    const kept = 1 - 1 / MEMORY;
    const goesOn = isLost && this.#lastLost === ((sequence - 1) & 0xffff);
    this.#sent = this.#sent * kept + 1;
    this.#lost = this.#lost * kept + (isLost ? 1 : 0);
    this.#bursts = this.#bursts * kept + (isLost && !goesOn ? 1 : 0);
    if (isLost) this.#lastLost = sequence & 0xffff;
    this.#space();
  }

  /**
   * How many frames before each packet its copies are: next to it while losses come one by one, farther apart when they come
   * in bursts, which would take a frame with its copy.
   */
  offsets(copies: number): number[] {
    const spacing = Math.min(this.#spacing, Math.floor(MAX_OFFSET / copies));
    return Array.from({ length: copies }, (_, i) => (i + 1) * spacing);
  }

  /** A change of spacing is a change of delay for everyone: it takes plain evidence. */
  #space(): void {
    const excess = this.burstLength * (1 - this.share);
    const wanted = SPACING * excess;
    if (excess < CHANCE) this.#spacing = 1;
    else if (excess > PLAIN && Math.abs(wanted - this.#spacing) >= CHANGE)
      this.#spacing = Math.min(MAX_SPACING, Math.round(wanted));
  }
}
