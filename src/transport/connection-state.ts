import { Emitter } from "./emitter.ts";

/** The states of a connection. "gathering-candidates" belongs to the peer-to-peer carrier. */
export type ConnectionState =
  | "disconnected"
  | "connecting"
  | "signaling-connected"
  | "gathering-candidates"
  | "connected"
  | "reconnecting"
  | "failed"
  | "closed";

/** A state with the moment it began (milliseconds of the machine's clock) and, for failed, why. */
export interface StateEntry {
  readonly state: ConnectionState;
  readonly at: number;
  readonly reason?: string;
}

const legal: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  disconnected: ["connecting", "failed", "closed"],
  connecting: ["signaling-connected", "connected", "failed", "closed"],
  "signaling-connected": ["gathering-candidates", "connected", "reconnecting", "failed", "closed"],
  "gathering-candidates": ["connecting", "connected", "failed", "closed"],
  connected: ["reconnecting", "failed", "closed"],
  reconnecting: ["signaling-connected", "connected", "failed", "closed"],
  failed: ["connecting", "closed"],
  closed: [],
};

const HISTORY = 64;

/** Keeps a connection's state honest: only legal transitions, each one remembered and told. */
export class ConnectionStateMachine {
  readonly #now: () => number;
  readonly #history: StateEntry[];
  readonly #events = new Emitter<{ change: { entry: StateEntry; previous: StateEntry } }>();
  #current: StateEntry;

  /**
   * Begins disconnected: no connection outlives the machine that watched it. `restored` is the `history` of an earlier
   * one, by the same clock, which this one's is added to.
   */
  constructor(now: () => number, restored: readonly StateEntry[] = []) {
    this.#now = now;
    this.#current = { state: "disconnected", at: now() };
    this.#history = [...restored, this.#current].slice(-HISTORY);
  }

  get current(): StateEntry {
    return this.#current;
  }

  /** The latest states, oldest first; plain data, fit to be stored. */
  get history(): readonly StateEntry[] {
    return [...this.#history];
  }

  canMoveTo(state: ConnectionState): boolean {
    return legal[this.#current.state].includes(state);
  }

  /** Throws for a transition that is not legal: that is a mistake in the program, not in the network. */
  moveTo(state: ConnectionState, reason?: string): void {
    if (!this.canMoveTo(state))
      throw new Error(`Connection cannot go from ${this.#current.state} to ${state}`);
    const previous = this.#current;
    this.#current = { state, at: this.#now(), ...(reason === undefined ? {} : { reason }) };
    this.#history.push(this.#current);
    if (this.#history.length > HISTORY) this.#history.shift();
    this.#events.emit("change", { entry: this.#current, previous });
  }

  /** Calls `listener` with every change until the returned function is called. */
  onChange(listener: (entry: StateEntry, previous: StateEntry) => void): () => void {
    return this.#events.on("change", ({ entry, previous }) => listener(entry, previous));
  }
}
