import { Emitter } from "../../transport/emitter.ts";

/** How far a call has come, on one device. */
export type CallPhase =
  /** On the way into the room that an invite leads to. */
  | "entering"
  /** Looks for the device that is called. */
  | "calling"
  /** It rings there. */
  | "ringing"
  /** It rings here. */
  | "rung"
  /** Answered; the two look for each other. */
  | "connecting"
  | "active"
  /** The connection is gone, one's own or the only other one's, and may come back. */
  | "reconnecting"
  | "ended";

/** What nobody but the network, the relay or this device has to do with; it may end a call at any time. */
type Misfortune =
  | "left"
  | "crashed"
  /** This device has become another one: everything on it was forgotten. */
  | "forgotten"
  | "relay-unreachable"
  | "relay-refused"
  | "incompatible"
  | "room-full";

/** What becomes of somebody whom the others do not want in the call, or no more. */
type KeptOut = "wrong-device" | "invite-expired" | "invite-used";

/** Why a call is over. */
export type CallEnd =
  | Misfortune
  | KeptOut
  /** The one who was called said no. */
  | "declined"
  | "busy"
  | "no-answer"
  /** The device that was called was not online, and has not heard of it. */
  | "not-there"
  /** It stopped ringing here before anybody answered. */
  | "missed"
  | "answered-elsewhere"
  /** Answered here at the moment when the caller gave up. */
  | "cancelled"
  /** Answered, and yet the two did not find each other. */
  | "unreachable"
  | "hung-up"
  /** It goes on at another device of this person. */
  | "moved"
  /** The link that should have brought the call here is used up or over. */
  | "handoff-over"
  /** It was lost, and did not come back in time. */
  | "connection-lost";

/** One phase of a call, with the moment it began (milliseconds of the machine's clock). Only the last one has an end. */
export interface CallMoment {
  readonly phase: CallPhase;
  readonly at: number;
  readonly end?: CallEnd;
}

interface Rule {
  readonly next: readonly CallPhase[];
  readonly ends: readonly CallEnd[];
  /** How long it may last, in milliseconds, and what ends it then. */
  readonly patience?: { readonly limit: number; readonly end: CallEnd };
}

const misfortunes: readonly CallEnd[] = [
  "left",
  "crashed",
  "forgotten",
  "relay-unreachable",
  "relay-refused",
  "incompatible",
  "room-full",
];
const keptOut: readonly CallEnd[] = ["wrong-device", "invite-expired", "invite-used"];

/** The whole life of a call. Where there is no patience, a person decides how long it takes. */
const rules: Readonly<Record<CallPhase, Rule>> = {
  entering: {
    next: ["active", "connecting"],
    ends: [...misfortunes, ...keptOut, "handoff-over"],
    // Several dials, both carriers: what has not worked by then needs somebody to look at it.
    patience: { limit: 30_000, end: "relay-unreachable" },
  },
  calling: {
    next: ["ringing", "connecting"],
    ends: [...misfortunes, ...keptOut, "declined", "busy", "hung-up"],
    patience: { limit: 40_000, end: "not-there" },
  },
  ringing: {
    next: ["connecting"],
    ends: [...misfortunes, ...keptOut, "declined", "busy", "hung-up"],
    patience: { limit: 40_000, end: "no-answer" },
  },
  rung: {
    next: ["connecting"],
    ends: [...misfortunes, "declined", "answered-elsewhere"],
    // Longer than it rings: the caller is to be the one who says so.
    patience: { limit: 45_000, end: "missed" },
  },
  connecting: {
    next: ["active"],
    ends: [...misfortunes, ...keptOut, "cancelled", "answered-elsewhere", "hung-up"],
    patience: { limit: 20_000, end: "unreachable" },
  },
  active: {
    next: ["reconnecting"],
    ends: [...misfortunes, ...keptOut, "hung-up", "moved"],
  },
  reconnecting: {
    next: ["active"],
    ends: [...misfortunes, ...keptOut, "hung-up", "moved"],
    // A tunnel, a walk from one network to the next; after that nobody waits at the other end.
    patience: { limit: 120_000, end: "connection-lost" },
  },
  ended: { next: [], ends: [] },
};

/** The moments that are remembered: a call on a bad line goes back and forth for as long as it lasts. */
const HISTORY = 64;

/**
 * One call from its beginning to its end, and the only one who knows where it is: legal steps, each remembered and told; no phase
 * but `active` that waits forever; no end without a reason. Owner calls `poll`.
 */
export class CallProgress {
  readonly #now: () => number;
  readonly #events = new Emitter<{ change: CallMoment }>();
  readonly #history: CallMoment[];
  #current: CallMoment;

  /** `now` in milliseconds, monotonic. */
  constructor(begin: "entering" | "calling" | "rung", now: () => number) {
    this.#now = now;
    this.#current = { phase: begin, at: now() };
    this.#history = [this.#current];
  }

  get phase(): CallPhase {
    return this.#current.phase;
  }

  /** Why it is over, once it is. */
  get reason(): CallEnd | undefined {
    return this.#current.end;
  }

  /** The latest moments, oldest first. */
  get history(): readonly CallMoment[] {
    return [...this.#history];
  }

  canMoveTo(phase: CallPhase): boolean {
    return rules[this.phase].next.includes(phase);
  }

  /** Whether that can be what ends it now. */
  canEnd(end: CallEnd): boolean {
    const { ends, patience } = rules[this.phase];
    return ends.includes(end) || patience?.end === end;
  }

  /** Throws for a step that is not legal: that is a mistake in the program, not in the network. */
  moveTo(phase: Exclude<CallPhase, "ended">): void {
    if (!this.canMoveTo(phase)) throw new Error(`A call cannot go from ${this.phase} to ${phase}`);
    this.#enter({ phase, at: this.#now() });
  }

  /** Throws for what cannot be the reason now. A call that is over stays so, for the reason that it had. */
  end(end: CallEnd): void {
    if (this.phase === "ended") return;
    if (!this.canEnd(end)) throw new Error(`A call that is ${this.phase} cannot end by ${end}`);
    this.#enter({ phase: "ended", at: this.#now(), end });
  }

  /** Ends what has lasted too long. About twice a second. */
  poll(): void {
    const { patience } = rules[this.phase];
    if (patience !== undefined && this.#now() - this.#current.at > patience.limit) this.end(patience.end);
  }

  /** Calls `listener` with every change until the returned function is called. */
  onChange(listener: (moment: CallMoment) => void): () => void {
    return this.#events.on("change", listener);
  }

  #enter(moment: CallMoment): void {
    this.#current = moment;
    this.#history.push(moment);
    if (this.#history.length > HISTORY) this.#history.shift();
    this.#events.emit("change", moment);
  }
}
