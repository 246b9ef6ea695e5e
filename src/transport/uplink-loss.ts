/** What a client has sent since its connection opened, and when. Times in milliseconds. */
interface Sent {
  readonly at: number;
  readonly sent: number;
}

/** And what its relay had received by then. */
interface Count extends Sent {
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
/** Pings that wait for an answer, at most. */
const MAX_ASKED = 24;

/** Which share of a connection's datagrams does not reach the relay, by what the relay says that it has had at each ping. */
export class UplinkLoss {
  readonly #asked = new Map<number, Sent>();
  /** Oldest first. */
  #counts: readonly Count[] = [];
  #quickest = Number.POSITIVE_INFINITY;
  /** How long the last answers took. */
  #took: readonly number[] = [];

  /** A ping of that number leaves. */
  asked(id: number, sent: Sent): void {
    this.#asked.set(id, sent);
    this.#asked.delete(id - MAX_ASKED);
  }

  /** The relay has answered it. False where it comes too late to say anything. */
  answered(id: number, arrived: number, now: number): boolean {
    const sent = this.#asked.get(id);
    this.#asked.delete(id);
    if (sent === undefined) return false;
    const took = now - sent.at;
    this.#quickest = Math.min(this.#quickest, took);
    this.#took = [...this.#took.slice(1 - ANSWERS), took];
    if (took > this.#quickest + LATE) return false;
    this.#counts = [...this.#counts.filter(({ at }) => at >= sent.at - SPAN), { ...sent, arrived }];
    return true;
  }

  /** 0 to 1, over the last five seconds or fewer; undefined while too little is known. */
  share(span = SPAN): number | undefined {
    const newest = this.#counts.at(-1);
    const oldest = this.#counts.find(({ at }) => newest !== undefined && at >= newest.at - span);
    if (oldest === undefined || newest === undefined || newest.sent - oldest.sent < ENOUGH) return undefined;
    return lost(oldest, newest) / (newest.sent - oldest.sent);
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
  const arrived = (after.arrived - before.arrived) >>> 0;
  return Math.max(0, after.sent - before.sent - arrived);
}
