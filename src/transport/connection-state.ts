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
  readonly #listeners = new Set<(entry: StateEntry, previous: StateEntry) => void>();
  #current: StateEntry;

  /** `restored` is an earlier machine's `history`, which this one goes on from. */
  constructor(now: () => number, restored: readonly StateEntry[] = []) {
    this.#now = now;
    this.#current = restored.at(-1) ?? { state: "disconnected", at: now() };
    this.#history = restored.length > 0 ? restored.slice(-HISTORY) : [this.#current];
  }

  get current(): StateEntry {
    return this.#current;
  }

  /** The latest states, oldest first; plain data, fit to be stored. */
  get history(): readonly StateEntry[] {
    return this.#history;
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
    for (const listener of this.#listeners) listener(this.#current, previous);
  }

  /** Calls `listener` with every change until the returned function is called. */
  onChange(listener: (entry: StateEntry, previous: StateEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
