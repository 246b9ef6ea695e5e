import { atom, type ReadableAtom } from "nanostores";
import { keep, parsed, readKept } from "./kept.ts";
import type { PastCall } from "./past-call.ts";

const KEY = "kith.past-calls";
/** More than anybody looks back, and little enough to be read and written whole. */
const MAX_CALLS = 50;

/**
 * The calls that are over, newest first, on this device and nowhere else. Kept where a page that is being closed can still write.
 * Windows share them; a call of which several tell is there once.
 */
export class PastCalls {
  readonly #storage: Storage | undefined;
  readonly #state;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
    this.#state = atom<readonly PastCall[]>(this.#read() ?? []);
    if (storage === undefined) return;
    addEventListener("storage", ({ key }) => {
      if (key === KEY || key === null) this.#state.set(this.#read() ?? []);
    });
  }

  get state(): ReadableAtom<readonly PastCall[]> {
    return this.#state;
  }

  add(call: PastCall): void {
    const others = this.#present().filter(({ id }) => id !== call.id);
    this.#write([call, ...others].sort((one, other) => other.at - one.at).slice(0, MAX_CALLS));
  }

  clear(): void {
    this.#write([]);
  }

  /** Another window may have written since. */
  #present(): readonly PastCall[] {
    return this.#read() ?? this.#state.get();
  }

  #read(): readonly PastCall[] | undefined {
    const calls = parsed(readKept(this.#storage, KEY));
    return Array.isArray(calls) ? calls.filter(isPastCall) : undefined;
  }

  #write(calls: readonly PastCall[]): void {
    this.#state.set(calls);
    keep(this.#storage, KEY, JSON.stringify(calls));
  }
}

const kinds: readonly unknown[] = ["made", "unanswered", "taken", "missed", "joined"];

/** An earlier or later version may have written something else. */
function isPastCall(value: unknown): value is PastCall {
  if (typeof value !== "object" || value === null) return false;
  const { id, at, kind, names, minutes, contactId } = value as Record<string, unknown>;
  return (
    typeof id === "string" &&
    typeof at === "number" &&
    typeof minutes === "number" &&
    kinds.includes(kind) &&
    Array.isArray(names) &&
    names.every((name) => typeof name === "string") &&
    (contactId === undefined || typeof contactId === "string")
  );
}
