import { WireError } from "../transport/wire/error.ts";
import { limits } from "../transport/wire/limits.ts";
import type { MemberId } from "../transport/wire/ssrc.ts";
import { encodeUtf8 } from "../transport/wire/utf8.ts";
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

const CHANNEL = encodeUtf8("kith/1 pin guest, host");
const HOST_DATA = encodeUtf8("kith pin host");
const GUEST_DATA = encodeUtf8("kith pin guest");

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

interface HostRun {
  readonly member: MemberId;
  readonly since: number;
  /** Undefined until it is computed. */
  agreement: CpaceAgreement | undefined;
}

/** The side that shows the PIN. Counts guesses by itself: nobody else can be trusted to. Owner calls `poll`. */
export class PinHost {
  readonly #parts: PinHostParts;
  readonly #expiresAt: number;
  #guesses = 0;
  #run: HostRun | undefined;
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
    else void this.#begin(member, message);
  }

  async #begin(member: MemberId, message: CpaceMessage): Promise<void> {
    // Before anything is awaited or answered: whatever becomes of the run, the guest has had its guess, and the others wait.
    this.#guesses++;
    const run: HostRun = { member, since: this.#parts.now(), agreement: undefined };
    this.#run = run;
    const own = await CpaceRun.begin(contextOf(this.#parts), "responder", HOST_DATA);
    run.agreement = await own.agree(message).catch(undefinedIfUseless);
    // Over already: its guest has left, or the PIN has expired.
    if (this.#run !== run) return;
    if (run.agreement === undefined) {
      this.#refuse(member, "wrong");
      this.#fail();
      return;
    }
    this.#parts.send(member, encodePinMessage({ type: "pin-share", ...own.message }));
  }

  #check(member: MemberId, tag: Bytes): void {
    const run = this.#run;
    if (this.#over) this.#refuse(member, "burnt");
    if (run?.member !== member) return;
    const { agreement } = run;
    const key = agreement && attempt(() => agreement.confirm(tag));
    // A proof that comes before our share has left is none.
    if (agreement === undefined || key === undefined) {
      this.#refuse(member, "wrong");
      this.#fail();
      return;
    }
    this.#over = true;
    this.#run = undefined;
    this.#parts.send(member, encodePinMessage({ type: "pin-confirm", tag: agreement.tag }));
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
  /** Until it has taken the other's share. */
  #run: CpaceRun | undefined;
  #agreement: CpaceAgreement | undefined;
  #since: number;
  #over = false;

  constructor(parts: PinGuestParts) {
    this.#parts = parts;
    this.#since = parts.now();
    void this.#begin();
  }

  handleMessage(data: Bytes): void {
    const message = this.#over ? undefined : attempt(() => decodePinMessage(data));
    if (message?.type === "pin-refused") this.#finish(message.reason);
    else if (message?.type === "pin-share" && this.#run !== undefined) void this.#prove(this.#run, message);
    else if (message?.type === "pin-confirm" && this.#agreement !== undefined)
      this.#check(this.#agreement, message.tag);
  }

  poll(): void {
    if (!this.#over && this.#parts.now() - this.#since > RUN_PATIENCE) this.#finish("silent");
  }

  async #begin(): Promise<void> {
    const run = await CpaceRun.begin(contextOf(this.#parts), "initiator", GUEST_DATA);
    if (this.#over) return;
    this.#run = run;
    this.#parts.send(encodePinMessage({ type: "pin-share", ...run.message }));
  }

  async #prove(run: CpaceRun, message: CpaceMessage): Promise<void> {
    // Before anything is awaited: a second share is passed over.
    this.#run = undefined;
    const agreement = await run.agree(message).catch(undefinedIfUseless);
    if (this.#over) return;
    if (agreement === undefined) {
      this.#finish("wrong");
      return;
    }
    this.#agreement = agreement;
    this.#since = this.#parts.now();
    this.#parts.send(encodePinMessage({ type: "pin-confirm", tag: agreement.tag }));
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
  return { password: encodeUtf8(pin), channel: CHANNEL, session: room };
}

/** Undefined where what the other side sent is of no use: no message, no share, no proof. It need not know which. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    return undefinedIfUseless(error);
  }
}

function undefinedIfUseless(error: unknown): undefined {
  if (!(error instanceof CpaceError || error instanceof WireError)) throw error;
}
