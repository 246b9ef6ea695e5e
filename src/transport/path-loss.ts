/** What was sent in one direction of a connection since it opened, and what of it had arrived, at one moment. Times in milliseconds. */
export interface Count {
  readonly at: number;
  /** How long the answer took that says so. */
  readonly took: number;
  readonly sent: number;
  readonly arrived: number;
}

/** For how long counts are looked at, and of which pieces that is made. */
const SPAN = 5_000;
const PIECE = 400;
/** In how many of the pieces something must be missing: in fewer it is a burst, or a queue that ran over. */
const MANY = 3;
/** Datagrams and pings may have overtaken each other. */
const BLUR = 1;
/** Fewer datagrams say nothing. */
const ENOUGH = 60;
/** An answer that took so much longer than the quickest did: it was repeated, or the path is full, and the count is of another moment. */
const LATE = 80;
/** Of so many answers this share has to be there within so many times what the quickest took and so many milliseconds more. */
const ANSWERS = 10;
const PROMPT = { share: 0.3, times: 1.5, more: 25 };

/** Which share of a connection's datagrams gets lost in one direction, by what was sent and what has arrived at each ping. */
export class PathLoss {
  /** Oldest first. */
  #counts: readonly Count[] = [];
  #quickest = Number.POSITIVE_INFINITY;
  /** How long the last answers took. */
  #took: readonly number[] = [];

  /** False where it comes too late to say anything. */
  note(count: Count): boolean {
    const { at, took } = count;
    this.#quickest = Math.min(this.#quickest, took);
    this.#took = [...this.#took.slice(1 - ANSWERS), took];
    if (took > this.#quickest + LATE) return false;
    this.#counts = [...this.#counts.filter((older) => older.at >= at - SPAN), count];
    return true;
  }

  /** 0 to 1, over the last five seconds or fewer; undefined while too little is known. */
  share(span = SPAN): number | undefined {
    const newest = this.#counts.at(-1);
    const oldest = this.#counts.find(({ at }) => newest !== undefined && at >= newest.at - span);
    if (oldest === undefined || newest === undefined) return undefined;
    const all = sent(oldest, newest);
    return all < ENOUGH ? undefined : lost(oldest, newest) / all;
  }

  /**
   * Whether those answers that are not held up by a loss are about as quick as they can be. Where they are not, the path is full, or a
   * machine too busy to take packets in: that loses packets as well, and whoever sends more makes it worse.
   */
  get isPrompt(): boolean {
    const took = this.#took.toSorted((a, b) => a - b)[Math.floor(PROMPT.share * this.#took.length)] ?? 0;
    return took <= PROMPT.times * this.#quickest + PROMPT.more;
  }

  /** Whether it goes on and on. */
  get isSteady(): boolean {
    let lossy = 0;
    let [start] = this.#counts;
    for (const end of this.#counts) {
      if (start === undefined || end.at - start.at < PIECE) continue;
      if (lost(start, end) > BLUR) lossy++;
      start = end;
    }
    return lossy >= MANY;
  }
}

function lost(before: Count, after: Count): number {
  // A relay counts in 32 bits.
  const arrived = (after.arrived - before.arrived) >>> 0;
  return Math.max(0, sent(before, after) - arrived);
}

function sent(before: Count, after: Count): number {
  return (after.sent - before.sent) >>> 0;
}
