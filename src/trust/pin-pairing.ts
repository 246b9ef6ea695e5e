import { utf8ToBytes } from "@noble/hashes/utils.js";
import { WireError } from "../transport/wire/error.ts";
import { limits } from "../transport/wire/limits.ts";
import type { MemberId } from "../transport/wire/ssrc.ts";
import type { Bytes } from "./bytes.ts";
import { type CpaceContext, CpaceError, type CpaceMessage } from "./cpace.ts";
import { type CpaceAgreement, CpaceRun } from "./cpace-run.ts";
import { decodePinMessage, encodePinMessage, type PinRefusal } from "./pin-message.ts";

/** Digits that only the two people know. */
const PIN_DIGITS = 6;
/** How long a PIN is good for. Milliseconds. */
export const PIN_LIFETIME = 5 * 60_000;
/** Wrong guesses until a PIN is burnt: one in 333,333 for somebody who has all of them. */
export const PIN_GUESSES = 3;
/** How often a member is told no: whoever floods a host must not make it say so much that the relay expels it. */
const REFUSALS = PIN_GUESSES;
/** From one message to the next of a run. Both devices compute at once: what takes longer is lost. */
const RUN_PATIENCE = 10_000;

const CHANNEL = utf8ToBytes("kith/1 pin guest, host");
const HOST_DATA = utf8ToBytes("kith pin host");
const GUEST_DATA = utf8ToBytes("kith pin guest");

/** Six digits, each as likely as any other. */
export function randomPin(): string {
  const range = 10 ** PIN_DIGITS;
  const limit = Math.floor(2 ** 32 / range) * range;
  const value = new Uint32Array(1);
  do crypto.getRandomValues(value);
  while ((value[0] ?? limit) >= limit);
  return String((value[0] ?? 0) % range).padStart(PIN_DIGITS, "0");
}

interface PinHostParts {
  readonly pin: string;
  /** The mailbox's room: a run belongs to it and to no other. */
  readonly room: Bytes;
  readonly now: () => number;
  readonly send: (member: MemberId, data: Bytes) => void;
  /** This member knows the PIN; the key is for the handshake that follows. The PIN is used up. */
  readonly onProven: (member: MemberId, key: Bytes) => void;
  /** A guess was wrong; so many are left. */
  readonly onWrongGuess: (left: number) => void;
  /** Too many guesses, or too late: this PIN opens nothing any more. */
  readonly onBurnt: () => void;
}

/** The side that shows the PIN. Counts guesses by itself: nobody else can be trusted to. Owner calls `poll`. */
export class PinHost {
  readonly #parts: PinHostParts;
  readonly #expiresAt: number;
  #guesses = 0;
  #run: { member: MemberId; agreement: CpaceAgreement; since: number } | undefined;
  /** Of each member that is there. */
  readonly #refusals = new Map<MemberId, number>();
  #over = false;

  constructor(parts: PinHostParts) {
    this.#parts = parts;
    this.#expiresAt = parts.now() + PIN_LIFETIME;
  }

  /** When the PIN expires, by the clock it was given. */
  get expiresAt(): number {
    return this.#expiresAt;
  }

  handleMessage(member: MemberId, data: Bytes): void {
    this.poll();
    const message = attempt(() => decodePinMessage(data));
    if (message?.type === "pin-share") this.#answer(member, message);
    else if (message?.type === "pin-confirm") this.#check(member, message.tag);
  }

  /** A run whose guest went away was a guess, like any run without a proof. */
  handleLeft(member: MemberId): void {
    this.#refusals.delete(member);
    if (this.#run?.member === member) this.#fail();
  }

  poll(): void {
    const now = this.#parts.now();
    if (this.#run !== undefined && now - this.#run.since > RUN_PATIENCE) this.#fail();
    if (!this.#over && now >= this.#expiresAt) this.#burn();
  }

  #answer(member: MemberId, message: CpaceMessage): void {
    if (this.#over) this.#refuse(member, "burnt");
    else if (this.#run !== undefined) this.#refuse(member, "busy");
    else this.#begin(member, message);
  }

  #begin(member: MemberId, message: CpaceMessage): void {
    // Counted before anything is answered: whatever becomes of the run, the guest has had its guess.
    this.#guesses++;
    const run = new CpaceRun(contextOf(this.#parts), "responder", HOST_DATA);
    const agreement = attempt(() => run.agree(message));
    if (agreement === undefined) {
      this.#refuse(member, "wrong");
      this.#fail();
      return;
    }
    this.#run = { member, agreement, since: this.#parts.now() };
    this.#parts.send(member, encodePinMessage({ type: "pin-share", ...run.message }));
  }

  #check(member: MemberId, tag: Bytes): void {
    const run = this.#run;
    if (this.#over) this.#refuse(member, "burnt");
    if (run?.member !== member) return;
    const key = attempt(() => run.agreement.confirm(tag));
    if (key === undefined) {
      this.#refuse(member, "wrong");
      this.#fail();
      return;
    }
    this.#over = true;
    this.#run = undefined;
    this.#parts.send(member, encodePinMessage({ type: "pin-confirm", tag: run.agreement.tag }));
    this.#parts.onProven(member, key);
  }

  #fail(): void {
    this.#run = undefined;
    this.#parts.onWrongGuess(PIN_GUESSES - this.#guesses);
    if (this.#guesses >= PIN_GUESSES) this.#burn();
  }

  #burn(): void {
    if (this.#over) return;
    this.#over = true;
    this.#run = undefined;
    this.#parts.onBurnt();
  }

  #refuse(member: MemberId, reason: PinRefusal): void {
    const refusals = this.#refusals.get(member) ?? 0;
    // No honest relay has more members in a room.
    const isOneTooMany = refusals === 0 && this.#refusals.size >= limits.membersPerRoom;
    if (refusals >= REFUSALS || isOneTooMany) return;
    this.#refusals.set(member, refusals + 1);
    this.#parts.send(member, encodePinMessage({ type: "pin-refused", reason }));
  }
}

interface PinGuestParts {
  readonly pin: string;
  readonly room: Bytes;
  readonly now: () => number;
  readonly send: (data: Bytes) => void;
  /** The other side knows the PIN as well; the key is for the handshake that follows. */
  readonly onProven: (key: Bytes) => void;
  /** wrong: another PIN, or somebody in between · silent: no answer. Nothing was learnt, nothing is trusted. */
  readonly onRefused: (reason: PinRefusal | "silent") => void;
}

/** The side that typed the PIN: one run, in which it proves itself first. Owner calls `poll`. */
export class PinGuest {
  readonly #parts: PinGuestParts;
  readonly #run: CpaceRun;
  #agreement: CpaceAgreement | undefined;
  #since: number;
  #over = false;

  constructor(parts: PinGuestParts) {
    this.#parts = parts;
    this.#since = parts.now();
    this.#run = new CpaceRun(contextOf(parts), "initiator", GUEST_DATA);
    parts.send(encodePinMessage({ type: "pin-share", ...this.#run.message }));
  }

  handleMessage(data: Bytes): void {
    const message = this.#over ? undefined : attempt(() => decodePinMessage(data));
    if (message?.type === "pin-refused") this.#finish(message.reason);
    else if (message?.type === "pin-share" && this.#agreement === undefined) this.#prove(message);
    else if (message?.type === "pin-confirm" && this.#agreement !== undefined)
      this.#check(this.#agreement, message.tag);
  }

  poll(): void {
    if (!this.#over && this.#parts.now() - this.#since > RUN_PATIENCE) this.#finish("silent");
  }

  #prove(message: CpaceMessage): void {
    this.#agreement = attempt(() => this.#run.agree(message));
    if (this.#agreement === undefined) {
      this.#finish("wrong");
      return;
    }
    this.#since = this.#parts.now();
    this.#parts.send(encodePinMessage({ type: "pin-confirm", tag: this.#agreement.tag }));
  }

  #check(agreement: CpaceAgreement, tag: Bytes): void {
    const key = attempt(() => agreement.confirm(tag));
    if (key === undefined) {
      this.#finish("wrong");
      return;
    }
    this.#over = true;
    this.#parts.onProven(key);
  }

  #finish(reason: PinRefusal | "silent"): void {
    this.#over = true;
    this.#parts.onRefused(reason);
  }
}

function contextOf({ pin, room }: { pin: string; room: Bytes }): CpaceContext {
  return { password: utf8ToBytes(pin), channel: CHANNEL, session: room };
}

/** Undefined where what the other side sent is of no use: no message, no share, no proof. It need not know which. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CpaceError || error instanceof WireError) return undefined;
    throw error;
  }
}
