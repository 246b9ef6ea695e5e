import type { Fingerprint } from "../../src/trust/fingerprint.ts";
import { CallProgress } from "../../src/workers/engine/call-progress.ts";
import { type Incoming, Ringing, type RingOffer } from "../../src/workers/engine/ringing.ts";
import type { FakeLink } from "./fake-link.ts";

/** One window of a device that rings and is rung, and all that it was told. */
export class Phone {
  readonly ringing: Ringing;
  readonly links: FakeLink[] = [];
  /** "rings", "still" when nobody rings any more, "missed", "glare", "accepted" for its own ring, and why a call is over. */
  readonly told: string[] = [];
  readonly fingerprint: Fingerprint;
  now = 0;
  /** The call that it makes, or has answered. */
  progress: CallProgress | undefined;
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
      onGlare: () => this.told.push("glare"),
    });
  }

  ring(fingerprint: Fingerprint, offer: RingOffer): CallProgress {
    const progress = new CallProgress("calling", () => this.now);
    this.#follow(progress);
    progress.onChange(({ phase }) => phase === "connecting" && this.told.push("accepted"));
    this.ringing.ring(fingerprint, offer, progress);
    return progress;
  }

  /** Takes whatever rings. */
  accept(): Incoming | undefined {
    const { incoming } = this.ringing;
    if (incoming !== undefined) this.#follow(incoming.progress);
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
    this.progress?.poll();
  }

  #follow(progress: CallProgress): void {
    this.progress = progress;
    progress.onChange(({ end }) => end && this.told.push(end));
  }

  #linksTo(wanted: Fingerprint) {
    const isTo = ({ link }: FakeLink) => link.peer?.fingerprint === wanted;
    return this.links.filter(isTo).map(({ link }) => link);
  }
}
