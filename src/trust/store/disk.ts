import type { IDBPTransaction } from "idb";
import { type Bytes, equalBytes } from "../bytes.ts";
import { exportPublicKey, generateKeyPair } from "../x25519.ts";
import { type Change, type Contents, type DeviceChange, deviceAfter } from "./changes.ts";
import type { Database, IdentityRecord, KithSchema } from "./database.ts";

// How the store's contents get from the disk and to it. Every write is all or nothing.

const SELF = "self";
const STORES = ["identity", "devices", "seen", "invites"] as const;
type Transaction = IDBPTransaction<KithSchema, typeof STORES, "readwrite">;

/** Somebody who knows nobody. */
export async function newContents(): Promise<Contents> {
  return { identity: await newIdentity(), devices: new Map(), seen: new Map(), invites: new Map() };
}

export function randomRoom(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** Makes somebody of an empty disk; two windows that do so at once agree on the first one's. */
export async function readContents(database: Database): Promise<Contents> {
  if ((await database.count("identity")) === 0) await writeIdentity(database, await newIdentity());
  const transaction = database.transaction(STORES);
  const [identity, devices, seen, invites] = await Promise.all([
    transaction.objectStore("identity").get(SELF),
    entries(transaction.objectStore("devices")),
    entries(transaction.objectStore("seen")),
    entries(transaction.objectStore("invites")),
  ]);
  if (identity === undefined) throw new Error("The store was emptied while it was read");
  return { identity, devices, seen, invites };
}

/**
 * Makes these changes, which whoever has this public key has decided. Resolves with false where some of them are not to be made
 * any more after what another window has written; that is to be read then.
 */
export function writeChanges(
  database: Database,
  publicKey: Bytes,
  changes: readonly Change[],
): Promise<boolean> {
  return write(database, async (transaction) => {
    const identity = await transaction.objectStore("identity").get(SELF);
    if (identity === undefined) throw new Error("The store was emptied");
    if (!equalBytes(identity.publicKey, publicKey)) return false;
    let all = true;
    // One after the other: a later one may be about what an earlier one has written.
    for (const change of changes) all = (await writeChange(transaction, identity, change)) && all;
    return all;
  });
}

/** Nothing is left of what was there before. */
export function replaceAll(database: Database, { identity }: Contents): Promise<void> {
  return write(database, async (transaction) => {
    await Promise.all(STORES.map((store) => transaction.objectStore(store).clear()));
    await transaction.objectStore("identity").put(identity, SELF);
  });
}

async function newIdentity(): Promise<IdentityRecord> {
  const { privateKey, publicKey } = await generateKeyPair();
  return { privateKey, publicKey: await exportPublicKey(publicKey), homeRoom: randomRoom() };
}

function writeIdentity(database: Database, identity: IdentityRecord): Promise<void> {
  return write(database, async (transaction) => {
    const store = transaction.objectStore("identity");
    if ((await store.count()) === 0) await store.put(identity, SELF);
  });
}

/** False where it is not to be made any more. */
async function writeChange(
  transaction: Transaction,
  identity: IdentityRecord,
  change: Change,
): Promise<boolean> {
  const { key } = change;
  switch (change.kind) {
    case "seen": {
      const device = await transaction.objectStore("devices").get(key);
      if (device?.state !== "paired") return false;
      await transaction.objectStore("seen").put(change.at, key);
      return true;
    }
    case "move":
      await transaction.objectStore("identity").put({ ...identity, homeRoom: change.homeRoom }, SELF);
      return true;
    case "invite":
      await set(transaction.objectStore("invites"), key, change.record);
      return true;
    default:
      return await writeDevice(transaction, change);
  }
}

async function writeDevice(transaction: Transaction, change: DeviceChange): Promise<boolean> {
  const { kind, key } = change;
  const devices = transaction.objectStore("devices");
  const present = await devices.get(key);
  const device = deviceAfter(present, change);
  if (device !== present) await set(devices, key, device);
  if (device?.state === "paired") return true;
  await transaction.objectStore("seen").delete(key);
  return kind === "revoke" || (kind === "forget" && device === undefined);
}

async function write<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const transaction = database.transaction(STORES, "readwrite");
  const done = transaction.done;
  try {
    const [result] = await Promise.all([work(transaction), done]);
    return result;
  } catch (error) {
    done.catch(() => undefined);
    abort(transaction);
    // Requests that went down with the transaction say no more than that; it knows why.
    throw transaction.error ?? error;
  }
}

function abort(transaction: Transaction): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}

interface Writable<K, V> {
  put(value: V, key: K): Promise<unknown>;
  delete(key: K): Promise<unknown>;
}

async function set<K, V>(store: Writable<K, V>, key: K, value: V | undefined): Promise<unknown> {
  return value === undefined ? await store.delete(key) : await store.put(value, key);
}

interface Readable<V> {
  getAllKeys(): Promise<string[]>;
  getAll(): Promise<V[]>;
}

async function entries<V>(store: Readable<V>): Promise<Map<string, V>> {
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return new Map(keys.flatMap((key, i) => (i in values ? [[key, values[i] as V] as const] : [])));
}
