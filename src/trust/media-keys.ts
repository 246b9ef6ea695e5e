import type { Bytes } from "./bytes.ts";
import { type SframeGrant, SframeSender } from "./sframe.ts";

interface MediaKeysParts<Id> {
  /** Gives a key to one recipient, over the channel between the two. */
  readonly give: (recipient: Id, grant: SframeGrant) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** A new key waits at most this long for everyone to have it: who is slower misses a few frames. Milliseconds. */
const CHANGEOVER = 500;
/** Frames left under a key when the next one is made. */
const RENEW_BELOW = 2 ** 20;

/**
 * The keys of one sender, and who has them. When somebody leaves, the next epoch begins with a key that they never get;
 * it is in use once everyone else has confirmed it. Its owner calls `poll` now and then.
 */
export class MediaKeys<Id> {
  readonly #parts: MediaKeysParts<Id>;
  readonly #recipients = new Set<Id>();
  #current: Promise<SframeSender>;
  #epoch = 0;
  #next: { sender: SframeSender; waitingFor: Set<Id>; since: number } | undefined;
  #making = false;
  #stale = false;

  constructor(parts: MediaKeysParts<Id>) {
    this.#parts = parts;
    this.#current = SframeSender.create(this.#epoch);
  }

  /** The frame sealed under the present key; `header` is authenticated with it. */
  async seal(frame: Bytes, header: Bytes): Promise<Bytes> {
    return (await this.#current).seal(frame, header);
  }

  /** Somebody who may see and hear from now on. */
  async add(recipient: Id): Promise<void> {
    this.#recipients.add(recipient);
    const { grant } = await this.#current;
    if (!this.#recipients.has(recipient)) return;
    this.#parts.give(recipient, grant);
    if (this.#next !== undefined) this.#parts.give(recipient, this.#next.sender.grant);
  }

  /** Somebody who may see and hear no longer. */
  remove(recipient: Id): void {
    if (!this.#recipients.delete(recipient)) return;
    this.#stale = true;
    void this.#renew();
  }

  handleAck(recipient: Id, epoch: number): void {
    if (this.#next?.sender.grant.keyId !== epoch) return;
    this.#next.waitingFor.delete(recipient);
    if (this.#next.waitingFor.size === 0) this.#changeOver();
  }

  async poll(): Promise<void> {
    if (this.#next !== undefined && this.#parts.now() - this.#next.since >= CHANGEOVER) this.#changeOver();
    if ((await this.#current).remaining < RENEW_BELOW && this.#next === undefined) {
      this.#stale = true;
      await this.#renew();
    }
  }

  /** One new key at a time; those who leave meanwhile make one more. */
  async #renew(): Promise<void> {
    if (this.#making || !this.#stale) return;
    this.#making = true;
    this.#stale = false;
    const sender = await SframeSender.create(++this.#epoch);
    this.#making = false;
    if (this.#stale) return this.#renew();
    this.#next = {
      sender,
      waitingFor: new Set(this.#recipients),
      since: this.#next?.since ?? this.#parts.now(),
    };
    for (const recipient of this.#recipients) this.#parts.give(recipient, sender.grant);
    if (this.#recipients.size === 0) this.#changeOver();
  }

  #changeOver(): void {
    if (this.#next !== undefined) this.#current = Promise.resolve(this.#next.sender);
    this.#next = undefined;
  }
}
