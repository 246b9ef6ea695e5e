import type { IDBPTransaction } from "idb";
import type { Bytes } from "../bytes.ts";
import { exportPublicKey, generateKeyPair } from "../x25519.ts";
import type { Database, DeviceRecord, IdentityRecord, InviteRecord, KithSchema } from "./database.ts";

// How the store's contents get from the disk and to it. Every write is all or nothing.

/** What there is to know. Keys are fingerprints and ids in hexadecimal. */
export interface Contents {
  identity: IdentityRecord;
  readonly devices: Map<string, DeviceRecord>;
  readonly seen: Map<string, number>;
  readonly invites: Map<string, InviteRecord>;
}

/** A record to be written as it is in the contents then, or deleted if it is not in them any more. */
export type Change =
  | { readonly store: "devices" | "seen" | "invites"; readonly key: string }
  | { readonly store: "home"; readonly key: "self" };

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

/** Writes these records as they are in `contents` now. */
export function writeChanges(
  database: Database,
  contents: Contents,
  changes: Iterable<Change>,
): Promise<void> {
  return write(database, (transaction) =>
    Array.from(changes, ({ store, key }) => {
      if (store === "home") return moveHome(transaction, contents.identity.homeRoom);
      if (store === "devices") return set(transaction.objectStore(store), key, contents.devices.get(key));
      if (store === "seen") return set(transaction.objectStore(store), key, contents.seen.get(key));
      return set(transaction.objectStore(store), key, contents.invites.get(key));
    }),
  );
}

/** Nothing is left of what was there before. */
export function replaceAll(database: Database, { identity }: Contents): Promise<void> {
  return write(database, (transaction) => [
    ...STORES.map((store) => transaction.objectStore(store).clear()),
    set(transaction.objectStore("identity"), SELF, identity),
  ]);
}

async function newIdentity(): Promise<IdentityRecord> {
  const { privateKey, publicKey } = await generateKeyPair();
  return { privateKey, publicKey: await exportPublicKey(publicKey), homeRoom: randomRoom() };
}

function writeIdentity(database: Database, identity: IdentityRecord): Promise<void> {
  return write(database, (transaction) => {
    const store = transaction.objectStore("identity");
    return [store.count().then((there) => (there === 0 ? store.put(identity, SELF) : undefined))];
  });
}

/** The keys stay as they are on the disk: another window may have become somebody else meanwhile. */
async function moveHome(transaction: Transaction, homeRoom: Bytes): Promise<void> {
  const store = transaction.objectStore("identity");
  const identity = await store.get(SELF);
  if (identity !== undefined) await store.put({ ...identity, homeRoom }, SELF);
}

async function write(
  database: Database,
  work: (transaction: Transaction) => readonly Promise<unknown>[],
): Promise<void> {
  const transaction = database.transaction(STORES, "readwrite");
  const done = transaction.done;
  try {
    await Promise.all([...work(transaction), done]);
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

/** Rejects where the store throws: what was asked of the transaction before is waited for all the same. */
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
