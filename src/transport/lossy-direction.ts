import { type Count, PathLoss } from "./path-loss.ts";

/** From which share of lost datagrams on everything goes twice, and below which it does no more. */
const BEGINS_AT = 0.03;
const ENDS_AT = 0.015;
/** For how long less is lost before it ends. Milliseconds. */
const CALM = 15_000;
/** The path was full after all: more than twice as much and this are lost by two ways, as is known after so many milliseconds. */
const WORSE = 0.1;
const SETTLED = 6_000;
/** What is lost by one way is what was lost in the last so many milliseconds of it. */
const BEFORE = 2_000;
/** Until it is tried again: when it could not be had or broke, and when it was no good. Milliseconds. */
const PAUSE = 5_000;
const LONG_PAUSE = 60_000;

/** One direction of a path, and whether what goes there is to go twice. Times in milliseconds. */
export class LossyDirection {
  readonly #loss = new PathLoss();
  #isTwice = false;
  /** Since when there are two ways. */
  #since = Number.POSITIVE_INFINITY;
  /** What was lost before. */
  #before = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #lossyAt = Number.NEGATIVE_INFINITY;

  /** Whether what goes there is to go twice. */
  get isTwice(): boolean {
    return this.#isTwice;
  }

  /** The share that gets lost, 0 to 1; 0 while too little is known. */
  get share(): number {
    return this.#loss.share() ?? 0;
  }

  /** False where it comes too late to say anything. */
  note(count: Count, now: number): boolean {
    const isNew = this.#loss.note(count);
    const share = this.#loss.share();
    if (share === undefined) return isNew;
    if (isNew && share > ENDS_AT) this.#lossyAt = now;
    if (this.#isTwice) this.#keep(share, now);
    else if (isNew && share >= BEGINS_AT && now >= this.#notBefore && this.#isNetwork) {
      this.#isTwice = true;
      this.#before = this.#loss.share(BEFORE) ?? share;
    }
    return isNew;
  }

  /** There are two ways now. */
  begin(now: number): void {
    this.#since = now;
  }

  /** The second way could not be had, or broke. Who does without it already waits as long as before. */
  end(now: number, pause = PAUSE): void {
    if (!this.#isTwice) return;
    this.#isTwice = false;
    this.#since = Number.POSITIVE_INFINITY;
    this.#notBefore = now + pause;
  }

  #keep(share: number, now: number): void {
    if (now - this.#since > SETTLED && share > 2 * this.#before + WORSE) this.end(now, LONG_PAUSE);
    else if (now - this.#lossyAt > CALM) this.end(now);
  }

  /** And no burst, and no machine or path that has too much to do. */
  get #isNetwork(): boolean {
    return this.#loss.isSteady && this.#loss.isPrompt;
  }
}
