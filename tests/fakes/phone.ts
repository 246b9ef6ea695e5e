import type { Fingerprint } from "../../src/trust/fingerprint.ts";
import { type Incoming, Ringing, type RingOffer } from "../../src/workers/engine/ringing.ts";
import type { FakeLink } from "./fake-link.ts";

/** One window of a device that rings and is rung, and all that it was told. */
export class Phone {
  readonly ringing: Ringing;
  readonly links: FakeLink[] = [];
  /** "rings", "still" when nobody rings any more, "missed", "glare", or what became of its own ring. */
  readonly told: string[] = [];
  readonly fingerprint: Fingerprint;
  now = 0;
  busy = false;
  /** A room that it is in already. */
  home: RingOffer["room"] | undefined;

  constructor(fingerprint: Fingerprint) {
    this.fingerprint = fingerprint;
    this.ringing = new Ringing({
      self: () => fingerprint,
      linksTo: (wanted) => this.#linksTo(wanted),
      now: () => this.now,
      isBusy: () => this.busy,
      isRoomInUse: (room) => room === this.home,
      onIncoming: (incoming) => this.told.push(incoming === undefined ? "still" : "rings"),
      onMissed: () => this.told.push("missed"),
      onGlare: () => {
        this.told.push("glare");
        // As its owner does: there is nothing left to answer.
        this.accept();
        this.busy = true;
      },
      onOutcome: (outcome) => this.told.push(outcome),
    });
  }

  /** Takes whatever rings. */
  accept(): Incoming | undefined {
    const { incoming } = this.ringing;
    return incoming && this.ringing.accept(incoming.id);
  }

  reject(): void {
    const { incoming } = this.ringing;
    if (incoming !== undefined) this.ringing.reject(incoming.id);
  }

  /** Lets time go by. */
  wait(milliseconds: number): void {
    this.now += milliseconds;
    this.ringing.poll();
  }

  #linksTo(wanted: Fingerprint) {
    const isTo = ({ link }: FakeLink) => link.peer?.fingerprint === wanted;
    return this.links.filter(isTo).map(({ link }) => link);
  }
}
