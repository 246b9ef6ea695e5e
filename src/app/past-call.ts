import type { ReadableAtom } from "nanostores";
import type { CallState } from "./call-state.ts";
import type { Entry } from "./entry.ts";

/** A call that is over, as far as anybody may want to know later. */
export interface PastCall {
  readonly id: string;
  /** When it began. Milliseconds since 1970. */
  readonly at: number;
  /**
   * made: to a paired device · unanswered: nobody there answered · taken: of a paired device · missed: nobody here answered ·
   * joined: by a link, one's own or another's.
   */
  readonly kind: "made" | "unanswered" | "taken" | "missed" | "joined";
  /** Who was in it at any time, as they called themselves; empty for who did not. */
  readonly names: readonly string[];
  /** The one paired device that it was with, if it was with nobody else. */
  readonly contactId: string | undefined;
  /** How long others were there; 0 for less than one, and for nobody. */
  readonly minutes: number;
}

/** What is known of a call before it has begun. */
type Beginning = Pick<PastCall, "id" | "kind" | "contactId"> & { readonly name: string | undefined };

/** More do not stand in a line anyway. */
const MAX_NAMES = 8;
const MINUTE = 60_000;

/** A call that is answered goes by the name of its ring: other windows may tell of it too. */
export function beginningOf(entry: Entry): Beginning {
  const id = crypto.randomUUID();
  switch (entry.kind) {
    case "ring":
      return { id, kind: "made", contactId: entry.contactId, name: entry.name };
    case "answer":
      return { id: entry.ring, kind: "taken", contactId: entry.contactId, name: entry.name };
    default:
      return { id, kind: "joined", contactId: undefined, name: undefined };
  }
}

/** Reports the call, which has just begun, once it is over. One by a link to which nobody came is none. */
export function followCall(
  state: ReadableAtom<CallState>,
  beginning: Beginning,
  report: (call: PastCall) => void,
  now: () => number = Date.now,
): void {
  const at = now();
  const met = new Map<string, Met>();
  let metAt: number | undefined;
  const stop = state.listen(({ phase, participants }) => {
    for (const { id, name, known, fingerprint } of participants)
      met.set(id, { name, fingerprint, isPaired: known === "paired" });
    if (met.size > 0) metAt ??= now();
    if (phase !== "ended") return;
    stop();
    const minutes = metAt === undefined ? 0 : Math.floor((now() - metAt) / MINUTE);
    const past = pastCall(beginning, [...met.values()]);
    if (past !== undefined) report({ ...past, at, minutes });
  });
}

interface Met {
  readonly name: string;
  readonly fingerprint: string;
  readonly isPaired: boolean;
}

function pastCall(
  { id, kind, contactId, name }: Beginning,
  met: readonly Met[],
): Omit<PastCall, "at" | "minutes"> | undefined {
  const [first] = met;
  if (first === undefined) {
    const names = name === undefined ? [] : [name];
    return kind === "joined"
      ? undefined
      : { id, kind: kind === "made" ? "unanswered" : kind, names, contactId };
  }
  // A window that was closed and opened again is somebody else to the call, and the same to people.
  const devices = new Map(met.map((one) => [one.fingerprint, one]));
  const names = [...devices.values()].slice(0, MAX_NAMES).map((one) => one.name);
  const alone = devices.size === 1 && first.isPaired ? first.fingerprint : undefined;
  return { id, kind, names, contactId: alone };
}
