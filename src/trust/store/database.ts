import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Bytes } from "../bytes.ts";
import type { Fingerprint } from "../fingerprint.ts";
import type { Permissions } from "../permissions.ts";

/** This installation. There is one record, and no way to read the private key out of it. */
export interface IdentityRecord {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
  /** The room in which paired devices find this one. */
  readonly homeRoom: Bytes;
}

/** A device that was paired with. */
export interface PeerRecord {
  readonly fingerprint: Fingerprint;
  readonly publicKey: Bytes;
  /** As the peer calls itself. */
  readonly name: string;
  /** As it is called here; empty while its own name will do. */
  readonly nickname: string;
  readonly permissions: Permissions;
  /** Where the peer is to be found, once it has said so. */
  readonly homeRoom: Bytes | undefined;
  /** Milliseconds since 1970. */
  readonly pairedAt: number;
  readonly lastSeen: number | undefined;
}

/** An invite that was made here. */
export interface InviteRecord {
  readonly id: Bytes;
  readonly room: Bytes;
  /** Milliseconds since 1970. */
  readonly expiry: number;
  /** 0: any number. */
  readonly uses: number;
  readonly used: number;
  readonly revoked: boolean;
}

/** Keys are the fingerprint or id in hexadecimal, so that a record is found whole or not at all. */
export interface KithSchema extends DBSchema {
  identity: { key: "self"; value: IdentityRecord };
  peers: { key: string; value: PeerRecord };
  invites: { key: string; value: InviteRecord };
  /** Fingerprints that are refused for good. */
  revoked: { key: string; value: { readonly at: number } };
}

export type Database = IDBPDatabase<KithSchema>;

const NAME = "kith";

/** Step n turns version n into n + 1. Steps are never changed once released, only added. */
const migrations: readonly ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore("identity");
    database.createObjectStore("peers");
    database.createObjectStore("invites");
    database.createObjectStore("revoked");
  },
];

/** Opens the store; rejects where the browser refuses it (private windows, full disks, settings). */
export function openDatabase(name: string = NAME): Promise<Database> {
  return openDB<KithSchema>(name, migrations.length, {
    upgrade: (database, oldVersion) => {
      for (const migrate of migrations.slice(oldVersion)) migrate(database);
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
}

/** Forgets everything: identity, peers, invites. There is no way back. */
export function deleteDatabase(name: string = NAME): Promise<void> {
  return deleteDB(name);
}
