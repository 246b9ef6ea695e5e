import { areEqual } from "./bytes.ts";
import { relayLimits, relayTimeouts } from "./relay-limits.ts";

const CODES = 10_000;
const ROOM_BYTES = 16;

/** A room that can be found by a short public code, for as long as two devices need to meet there. */
export interface Mailbox {
  /** Four decimal digits, unique among those that are open. */
  readonly code: string;
  readonly room: Uint8Array<ArrayBuffer>;
}

/** What each `Owner` (a connection) has open: one mailbox at most, for some minutes. */
export class Mailboxes<Owner> {
  readonly #now: () => number;
  readonly #byCode = new Map<string, Mailbox>();
  /** Oldest first. */
  readonly #byOwner = new Map<Owner, { readonly mailbox: Mailbox; readonly openedAt: number }>();

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new mailbox in the place of the one that the owner had; undefined while there are too many. */
  open(owner: Owner): Mailbox | undefined {
    this.close(owner);
    this.tick();
    if (this.#byCode.size >= relayLimits.mailboxes) return undefined;
    const room = crypto.getRandomValues(new Uint8Array(ROOM_BYTES));
    const mailbox: Mailbox = { code: this.#freeCode(), room };
    this.#byCode.set(mailbox.code, mailbox);
    this.#byOwner.set(owner, { mailbox, openedAt: this.#now() });
    return mailbox;
  }

  find(code: string): Mailbox | undefined {
    this.tick();
    return this.#byCode.get(code);
  }

  /** The owner is gone, or has left `room`: its mailbox there closes with it. */
  close(owner: Owner, room?: Uint8Array): void {
    const mailbox = this.#byOwner.get(owner)?.mailbox;
    if (mailbox === undefined || (room !== undefined && !areEqual(room, mailbox.room))) return;
    this.#byOwner.delete(owner);
    this.#byCode.delete(mailbox.code);
  }

  /** To be called now and then: closes those whose time is over. */
  tick(): void {
    for (const [owner, { openedAt }] of this.#byOwner) {
      if (this.#now() - openedAt < relayTimeouts.mailbox) break;
      this.close(owner);
    }
  }

  #freeCode(): string {
    for (;;) {
      const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
      const code = String(random % CODES).padStart(4, "0");
      if (!this.#byCode.has(code)) return code;
    }
  }
}
