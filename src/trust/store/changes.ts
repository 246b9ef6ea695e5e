import type { Bytes } from "../bytes.ts";
import type { DeviceRecord, IdentityRecord, InviteRecord, PeerRecord } from "./database.ts";

// What can become of the store's contents. A change says what was decided, not what the outcome was: it is made to what is known
// here at once, and to what is on the disk when it gets there, which another window may have changed meanwhile.

/** What there is to know. Keys are fingerprints and rooms in hexadecimal. */
export interface Contents {
  identity: IdentityRecord;
  readonly devices: Map<string, DeviceRecord>;
  readonly seen: Map<string, number>;
  readonly invites: Map<string, InviteRecord>;
}

export type Change =
  | DeviceChange
  /** The device was heard; milliseconds since 1970. */
  | { readonly kind: "seen"; readonly key: string; readonly at: number }
  | { readonly kind: "move"; readonly key: "self"; readonly homeRoom: Bytes }
  /** Without a record, the invite is forgotten. */
  | { readonly kind: "invite"; readonly key: string; readonly record: InviteRecord | undefined };

export type DeviceChange =
  /** The only change that trusts a device; `renews` one that was trusted before. Lifts revocations until `at`. */
  | {
      readonly kind: "pair";
      readonly key: string;
      readonly peer: PeerRecord;
      readonly at: number;
      readonly renews: boolean;
    }
  | { readonly kind: "edit"; readonly key: string; readonly fields: PeerFields }
  | { readonly kind: "revoke"; readonly key: string; readonly at: number }
  | { readonly kind: "forget"; readonly key: string };

/** What may change of a device that stays the same. */
export type PeerFields = Partial<Omit<PeerRecord, "fingerprint" | "publicKey">>;

/** The device's record after the change. */
export function deviceAfter(
  present: DeviceRecord | undefined,
  change: DeviceChange,
): DeviceRecord | undefined {
  switch (change.kind) {
    case "pair":
      if (present?.state === "revoked" && present.at > change.at) return present;
      return { state: "paired", peer: change.peer };
    case "edit":
      if (present?.state !== "paired") return present;
      return { state: "paired", peer: { ...present.peer, ...change.fields } };
    case "revoke":
      return { state: "revoked", at: change.at };
    case "forget":
      return present?.state === "paired" ? undefined : present;
  }
}

/** Makes the change to what is known here. */
export function makeChange(contents: Contents, change: Change): void {
  const { devices, seen, invites } = contents;
  const { key } = change;
  switch (change.kind) {
    case "seen":
      if (devices.get(key)?.state === "paired") seen.set(key, change.at);
      break;
    case "move":
      contents.identity = { ...contents.identity, homeRoom: change.homeRoom };
      break;
    case "invite":
      // Last in order, since it is the newest.
      invites.delete(key);
      if (change.record !== undefined) invites.set(key, change.record);
      break;
    default: {
      const device = deviceAfter(devices.get(key), change);
      if (device === undefined) devices.delete(key);
      else devices.set(key, device);
      if (device?.state !== "paired") seen.delete(key);
    }
  }
}

/** Changes that the disk has not taken yet: one of a kind for each key, however many were made. */
export class Unwritten {
  #changes = new Map<string, Change>();

  add(change: Change): void {
    const id = idOf(change);
    const earlier = this.#changes.get(id);
    this.#changes.set(id, earlier === undefined ? change : both(earlier, change));
  }

  /** All of them, to be written; there are none after that. */
  take(): readonly Change[] {
    const changes = this.all;
    this.clear();
    return changes;
  }

  /** What was taken and not written. Made again later, it trusts nobody who was forgotten meanwhile. */
  putBack(changes: readonly Change[]): void {
    const newer = this.take();
    for (const change of changes)
      this.add(
        change.kind === "pair" && change.renews
          ? { kind: "edit", key: change.key, fields: change.peer }
          : change,
      );
    for (const change of newer) this.add(change);
  }

  get all(): readonly Change[] {
    return [...this.#changes.values()];
  }

  clear(): void {
    this.#changes = new Map();
  }
}

function idOf({ kind, key }: Change): string {
  const about = kind === "seen" || kind === "invite" || kind === "move" ? kind : "device";
  return `${about} ${key}`;
}

/** The later change to the same thing, with as much of the earlier one as it leaves. */
function both(earlier: Change, later: Change): Change {
  if (later.kind === "edit") {
    if (earlier.kind === "pair") return { ...earlier, peer: { ...earlier.peer, ...later.fields } };
    if (earlier.kind === "edit") return { ...later, fields: { ...earlier.fields, ...later.fields } };
  }
  if (later.kind === "pair" && earlier.kind === "pair") return { ...later, renews: earlier.renews };
  return later;
}
