import type { Arrival } from "./rate-control.ts";

interface Tally {
  readonly at: number;
  readonly sent: number;
  readonly lost: number;
}

/** The share of datagrams lost of late. Streams tell nothing: what they lose is repeated. */
export class RecentLoss {
  readonly #window: number;
  readonly #tallies: Tally[] = [];
  #sent = 0;
  #lost = 0;

  /** Over so many milliseconds. */
  constructor(window: number) {
    this.#window = window;
  }

  /** From 0 to 1; 0 while nothing was sent. */
  get share(): number {
    return this.#sent === 0 ? 0 : this.#lost / this.#sent;
  }

  /** `now` in milliseconds. */
  learn(now: number, arrivals: readonly Arrival[]): void {
    const datagrams = arrivals.filter(({ carrier }) => carrier === "datagram");
    const lost = datagrams.filter(({ arrivedAt }) => arrivedAt === undefined).length;
    this.#tallies.push({ at: now, sent: datagrams.length, lost });
    this.#sent += datagrams.length;
    this.#lost += lost;
    for (
      let first = this.#tallies[0];
      first !== undefined && first.at <= now - this.#window;
      first = this.#tallies[0]
    ) {
      this.#tallies.shift();
      this.#sent -= first.sent;
      this.#lost -= first.lost;
    }
  }

  forget(): void {
    this.#tallies.length = 0;
    this.#sent = 0;
    this.#lost = 0;
  }
}
