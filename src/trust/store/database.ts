import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { withTimeout } from "../../transport/timeout.ts";
import type { Bytes } from "../bytes.ts";
import type { Fingerprint } from "../fingerprint.ts";
import type { Invite } from "../invite.ts";
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
}

/** A device is trusted or refused for good, never both. `at` is in milliseconds since 1970. */
export type DeviceRecord =
  | { readonly state: "paired"; readonly peer: PeerRecord }
  | { readonly state: "revoked"; readonly at: number };

/** An invite that was made here, as it stands now, and who has come in with it. */
export interface InviteRecord {
  readonly invite: Invite;
  readonly admitted: readonly Fingerprint[];
}

/** Keys are the fingerprint or room in hexadecimal, so that a record is found whole or not at all. */
export interface KithSchema extends DBSchema {
  identity: { key: "self"; value: IdentityRecord };
  devices: { key: string; value: DeviceRecord };
  /** When a paired device was last heard, apart from its record since it is written so often. Milliseconds since 1970. */
  seen: { key: string; value: number };
  invites: { key: string; value: InviteRecord };
}

export type Database = IDBPDatabase<KithSchema>;

const NAME = "kith";
/** Another window with an older version may be in the way; where it stays there, we do without. */
const OPEN_PATIENCE = 10_000;

/** Step n turns version n into n + 1. Steps are never changed once released, only added. */
const migrations: readonly ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore("identity");
    database.createObjectStore("devices");
    database.createObjectStore("seen");
    database.createObjectStore("invites");
  },
];

/** Opens the store; rejects where the browser refuses it (private windows, full disks, settings). */
export async function openDatabase(name: string = NAME): Promise<Database> {
  const opening = openDB<KithSchema>(name, migrations.length, {
    upgrade: (database, oldVersion) => {
      for (const migrate of migrations.slice(oldVersion)) migrate(database);
    },
    // A newer version waits in another window.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  try {
    return await withTimeout(opening, OPEN_PATIENCE, "opening the store");
  } catch (cause) {
    opening.then((late) => late.close()).catch(() => undefined);
    throw cause;
  }
}
