import type { Bytes } from "./bytes.ts";
import { MAX_KEYS, type SframeGrant, SframeSender } from "./sframe.ts";

interface MediaKeysParts<Id> {
  /** Gives a key to one recipient, over the channel between the two; the answer goes to `handleAck`. */
  readonly give: (recipient: Id, grant: SframeGrant) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** A new key waits at most this long for everyone to have it: who is slower misses a few frames. Milliseconds. */
const CHANGEOVER = 500;
/** Frames left under a key when the next one is made. */
const RENEW_BELOW = 2 ** 20;

/**
 * The keys of one sender, and who has them. When somebody comes or leaves, the next epoch begins, with a key that those who left
 * never get and that opens nothing from before; it is in use once everyone has confirmed it. Every instance begins with a key of
 * its own.
 */
export class MediaKeys<Id> {
  readonly #parts: MediaKeysParts<Id>;
  readonly #recipients = new Set<Id>();
  #current: SframeSender;
  #epoch: number;
  #next: { readonly sender: SframeSender; readonly waitingFor: Set<Id>; readonly since: number } | undefined;
  /** Keys that were given since the current one. */
  #given = 0;
  #making = false;
  #stale = false;

  static async create<Id>(parts: MediaKeysParts<Id>): Promise<MediaKeys<Id>> {
    return new MediaKeys(parts, await SframeSender.create(0));
  }

  private constructor(parts: MediaKeysParts<Id>, first: SframeSender) {
    this.#parts = parts;
    this.#current = first;
    this.#epoch = first.grant.keyId;
  }

  /** The frame sealed under the present key, behind `headroom` free bytes; `header` is authenticated with it. */
  seal(frame: Bytes, header: Bytes, headroom = 0): Promise<Bytes> {
    this.poll();
    const exhausting = this.#current.remaining < RENEW_BELOW;
    if (exhausting && this.#next === undefined && !this.#making) void this.#renew();
    return this.#current.seal(frame, header, headroom);
  }

  /** Somebody who may see and hear from now on, and nothing of what was said before. */
  add(recipient: Id): void {
    if (this.#recipients.has(recipient)) return;
    const isFirst = this.#recipients.size === 0 && this.#next === undefined && !this.#making;
    this.#recipients.add(recipient);
    // Nothing has been sealed under a key that nobody had.
    if (isFirst) this.#parts.give(recipient, this.#current.grant);
    else void this.#renew();
  }

  /** To be called now and then: a key that everybody should have by now is put to use. */
  poll(): void {
    if (this.#next !== undefined && this.#parts.now() - this.#next.since >= CHANGEOVER) this.#changeOver();
  }

  /** Somebody who may see and hear no longer. */
  remove(recipient: Id): void {
    if (this.#recipients.delete(recipient)) void this.#renew();
  }

  handleAck(recipient: Id, epoch: number): void {
    if (this.#next?.sender.grant.keyId !== epoch) return;
    this.#next.waitingFor.delete(recipient);
    if (this.#next.waitingFor.size === 0) this.#changeOver();
  }

  /** One key at a time; if somebody leaves while it is made, nobody gets to see it. */
  async #renew(): Promise<void> {
    this.#stale = true;
    if (this.#making) return;
    this.#making = true;
    while (this.#stale) {
      this.#stale = false;
      const sender = await SframeSender.create(++this.#epoch);
      if (!this.#stale) this.#announce(sender);
    }
    this.#making = false;
  }

  #announce(sender: SframeSender): void {
    const waitingFor = new Set(this.#recipients);
    // One that is replaced before it was in use has not put off the end of the current key.
    this.#next = { sender, waitingFor, since: this.#next?.since ?? this.#parts.now() };
    this.#given++;
    for (const recipient of this.#recipients) this.#parts.give(recipient, sender.grant);
    // Receivers keep so many keys: when they have to drop the current one, it must not be in use any more.
    if (waitingFor.size === 0 || this.#given >= MAX_KEYS) this.#changeOver();
  }

  #changeOver(): void {
    if (this.#next === undefined) return;
    this.#current = this.#next.sender;
    this.#next = undefined;
    this.#given = 0;
  }
}
