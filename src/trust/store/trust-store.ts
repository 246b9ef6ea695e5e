import { bytesToHex } from "@noble/hashes/utils.js";
import type { Bytes } from "../bytes.ts";
import { type Fingerprint, fingerprintOf } from "../fingerprint.ts";
import type { Identity } from "../identity.ts";
import { exportPublicKey, generateKeyPair, importPublicKey } from "../x25519.ts";
import {
  type Database,
  type IdentityRecord,
  type InviteRecord,
  openDatabase,
  type PeerRecord,
} from "./database.ts";

/**
 * What this installation knows for good: who it is, whom it trusts, whom it has invited. Read from memory, written
 * through to IndexedDB; where that is refused, it holds for this session and says so.
 */
export class TrustStore {
  readonly #database: Database | undefined;
  readonly #peers: Map<string, PeerRecord>;
  readonly #invites: Map<string, InviteRecord>;
  readonly #revoked: Set<string>;
  #identity: Identity;
  #homeRoom: Bytes;

  static async open(name?: string): Promise<TrustStore> {
    const database = await openDatabase(name).catch(() => undefined);
    const record = (await database?.get("identity", "self")) ?? (await createIdentity(database));
    return new TrustStore(database, record, await toIdentity(record), {
      peers: byKey((await database?.getAll("peers")) ?? [], (peer) => peer.fingerprint),
      invites: byKey((await database?.getAll("invites")) ?? [], (invite) => invite.id),
      revoked: new Set(await database?.getAllKeys("revoked")),
    });
  }

  private constructor(
    database: Database | undefined,
    record: IdentityRecord,
    identity: Identity,
    known: { peers: Map<string, PeerRecord>; invites: Map<string, InviteRecord>; revoked: Set<string> },
  ) {
    this.#database = database;
    this.#identity = identity;
    this.#homeRoom = record.homeRoom;
    this.#peers = known.peers;
    this.#invites = known.invites;
    this.#revoked = known.revoked;
  }

  /** Whether what is stored here outlives this session. */
  get persistent(): boolean {
    return this.#database !== undefined;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** Where paired devices find this one. */
  get homeRoom(): Bytes {
    return this.#homeRoom;
  }

  get peers(): readonly PeerRecord[] {
    return [...this.#peers.values()];
  }

  peer(fingerprint: Fingerprint): PeerRecord | undefined {
    return this.#peers.get(bytesToHex(fingerprint));
  }

  isRevoked(fingerprint: Fingerprint): boolean {
    return this.#revoked.has(bytesToHex(fingerprint));
  }

  invite(room: Bytes): InviteRecord | undefined {
    const key = bytesToHex(room);
    return [...this.#invites.values()].find((invite) => bytesToHex(invite.room) === key);
  }

  /** Stores a peer, new or changed. Pairing with a device again lifts its revocation. */
  async putPeer(peer: PeerRecord): Promise<void> {
    const key = bytesToHex(peer.fingerprint);
    this.#peers.set(key, peer);
    this.#revoked.delete(key);
    await this.#database?.put("peers", peer, key);
    await this.#database?.delete("revoked", key);
  }

  /** Forgets a peer and refuses it from now on; its home here is no longer where it was. */
  async revokePeer(fingerprint: Fingerprint, at: number): Promise<void> {
    const key = bytesToHex(fingerprint);
    this.#peers.delete(key);
    this.#revoked.add(key);
    this.#homeRoom = randomRoom();
    await this.#database?.delete("peers", key);
    await this.#database?.put("revoked", { at }, key);
    const record = await this.#database?.get("identity", "self");
    if (record !== undefined)
      await this.#database?.put("identity", { ...record, homeRoom: this.#homeRoom }, "self");
  }

  /** Forgets a peer that has forgotten us, without refusing it. */
  async forgetPeer(fingerprint: Fingerprint): Promise<void> {
    const key = bytesToHex(fingerprint);
    this.#peers.delete(key);
    await this.#database?.delete("peers", key);
  }

  async putInvite(invite: InviteRecord): Promise<void> {
    const key = bytesToHex(invite.id);
    this.#invites.set(key, invite);
    await this.#database?.put("invites", invite, key);
  }

  /** Forgets everything and is somebody else from now on. */
  async reset(): Promise<void> {
    for (const store of ["peers", "invites", "revoked", "identity"] as const)
      await this.#database?.clear(store);
    this.#peers.clear();
    this.#invites.clear();
    this.#revoked.clear();
    const record = await createIdentity(this.#database);
    this.#identity = await toIdentity(record);
    this.#homeRoom = record.homeRoom;
  }

  close(): void {
    this.#database?.close();
  }
}

/** Two tabs that start at once agree on the first one's identity. */
async function createIdentity(database: Database | undefined): Promise<IdentityRecord> {
  const pair = await generateKeyPair();
  const publicKey = await exportPublicKey(pair.publicKey);
  const record = { privateKey: pair.privateKey, publicKey, homeRoom: randomRoom() };
  if (database === undefined) return record;
  const transaction = database.transaction("identity", "readwrite");
  const existing = await transaction.store.get("self");
  if (existing === undefined) await transaction.store.put(record, "self");
  await transaction.done;
  return existing ?? record;
}

async function toIdentity({ privateKey, publicKey }: IdentityRecord): Promise<Identity> {
  const keyPair = { privateKey, publicKey: await importPublicKey(publicKey) };
  return { keyPair, publicKey, fingerprint: await fingerprintOf(publicKey) };
}

function byKey<R>(records: readonly R[], id: (record: R) => Bytes): Map<string, R> {
  return new Map(records.map((record) => [bytesToHex(id(record)), record]));
}

function randomRoom(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}
