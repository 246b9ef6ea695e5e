/** The longest queue that is put up with while nobody else makes it, milliseconds. */
const OWN = 8;
/** And the time that so many bits take at the rate of the sender: packets do not get smaller with it. */
const OWN_BITS = 9_600;
/** A second of somebody else's queue is better than nothing of the path. */
const MOST = 1_000;
/** A queue of our own is going down after so long a time of sending less, and so much more for each millisecond of it. */
const PATIENCE = 1_500;
const PATIENCE_PER_DELAY = 2;
/** Below this share of its longest, it is. */
const DRAINING = 0.65;
/** For how long delays are remembered, milliseconds: others come and go in their own rhythm. */
const MEMORY = 5_000;
const MARGIN = 1.4;
/** How slowly tolerance goes back, so that it shows whether it is still needed, and how fast when plainly it is not. */
const FADE = 5_000;
const RELIEF = 400;
const RELIEVED = 0.25;

/**
 * How long a queue may be before it counts as too long. Someone who fills the queue whatever we do (TCP does) would
 * take everything from one who yields to every queue: so a queue that stays although less is sent raises it to that queue's
 * length. From there it sinks again, and when the queue sinks with it, the other one is gone.
 */
export class QueueTolerance {
  #current = OWN;
  #own = OWN;
  #longSince: number | undefined;
  #history: { readonly at: number; readonly delay: number }[] = [];
  #at: number | undefined;

  /** Milliseconds. */
  get current(): number {
    return this.#current;
  }

  /** Whether somebody else keeps the queue long. */
  get isRaised(): boolean {
    return this.#current > 2 * this.#own;
  }

  /** `delay` is the queue's now, in milliseconds; the sender is expected to send less while it is above `current`. */
  learn(now: number, delay: number, rate: number): void {
    this.#own = OWN + (1000 * OWN_BITS) / rate;
    this.#current = Math.max(this.#current, this.#own);
    this.#history = this.#history.filter(({ at }) => at > now - MEMORY);
    this.#history.push({ at: now, delay });
    this.#fade(now - (this.#at ?? now), delay);
    this.#at = now;
    if (delay <= this.#current) this.#longSince = undefined;
    else this.#longSince ??= now;
    if (this.#longSince === undefined) return;
    const longest = Math.max(...this.#history.map((each) => each.delay));
    const patience = PATIENCE + PATIENCE_PER_DELAY * delay;
    if (now - this.#longSince < patience || delay < DRAINING * longest) return;
    this.#current = Math.min(MOST, Math.max(this.#current, MARGIN * longest));
    this.#longSince = undefined;
  }

  #fade(elapsed: number, delay: number): void {
    const isRelieved = delay < Math.max(this.#own, RELIEVED * this.#current);
    this.#current =
      this.#own + (this.#current - this.#own) * Math.exp(-elapsed / (isRelieved ? RELIEF : FADE));
  }
}
