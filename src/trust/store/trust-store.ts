import { bytesToHex } from "@noble/hashes/utils.js";
import type { Bytes } from "../bytes.ts";
import { type Fingerprint, fingerprintOf, sameFingerprint } from "../fingerprint.ts";
import type { Identity } from "../identity.ts";
import { importPublicKey } from "../x25519.ts";
import { type Database, type InviteRecord, openDatabase, type PeerRecord } from "./database.ts";
import {
  type Change,
  type Contents,
  newContents,
  randomRoom,
  readContents,
  replaceAll,
  writeChanges,
} from "./disk.ts";

/** The disk does not take what was changed. */
export class StoreError extends Error {
  /** full: there is no room left · unavailable: anything else, such as a store that was cleared under our hands. */
  readonly reason: "full" | "unavailable";

  constructor(cause: unknown) {
    const reason =
      cause instanceof DOMException && cause.name === "QuotaExceededError" ? "full" : "unavailable";
    super(`store ${reason}`, { cause });
    this.name = "StoreError";
    this.reason = reason;
  }
}

/** More links than anybody has handed out and not forgotten. */
const MAX_INVITES = 100;
/** How often it is written that a peer is there. Milliseconds. */
const SEEN_INTERVAL = 60_000;

/**
 * What this installation knows for good: who it is, whom it trusts, whom it has invited.
 *
 * A change holds at once and for this session in any case, so that nothing that was withdrawn comes back; the disk follows.
 * What the disk does not take is told by a StoreError, and goes along with every later change until it is taken. Other
 * windows hear of what was written. Where the browser refuses a store, everything holds for this session.
 */
export class TrustStore {
  readonly #database: Database | undefined;
  readonly #windows: BroadcastChannel | undefined;
  #identity: Identity;
  #contents: Contents;
  /** By store and key. */
  #unwritten = new Map<string, Change>();
  readonly #seenWritten = new Map<string, number>();
  #failed = false;
  /** The disk is used by one at a time: what is read is never older than what was written. */
  #turn: Promise<void> = Promise.resolve();

  static async open(name?: string): Promise<TrustStore> {
    const database = await openDatabase(name).catch(() => undefined);
    try {
      if (database !== undefined) return await TrustStore.#with(await readContents(database), database);
    } catch {
      database?.close();
    }
    return TrustStore.#with(await newContents(), undefined);
  }

  static async #with(contents: Contents, database: Database | undefined): Promise<TrustStore> {
    return new TrustStore(contents, await identityOf(contents), database);
  }

  private constructor(contents: Contents, identity: Identity, database: Database | undefined) {
    this.#contents = contents;
    this.#identity = identity;
    this.#database = database;
    if (database === undefined) return;
    this.#windows = new BroadcastChannel(`trust store ${database.name}`);
    this.#windows.onmessage = () => {
      // Where it fails, a write will fail as well, and that is told.
      this.#next(() => this.#reload(database)).catch(() => undefined);
    };
  }

  /** Whether everything that is known here outlives this session. */
  get persistent(): boolean {
    return this.#database !== undefined && !this.#failed;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** Where paired devices find this one. */
  get homeRoom(): Bytes {
    return this.#contents.identity.homeRoom;
  }

  get peers(): readonly PeerRecord[] {
    const devices = [...this.#contents.devices.values()];
    return devices.flatMap((device) => (device.state === "paired" ? [device.peer] : []));
  }

  peer(fingerprint: Fingerprint): PeerRecord | undefined {
    const device = this.#contents.devices.get(bytesToHex(fingerprint));
    return device?.state === "paired" ? device.peer : undefined;
  }

  isRevoked(fingerprint: Fingerprint): boolean {
    return this.#contents.devices.get(bytesToHex(fingerprint))?.state === "revoked";
  }

  /** When a paired device was last heard. Milliseconds since 1970. */
  lastSeen(fingerprint: Fingerprint): number | undefined {
    return this.#contents.seen.get(bytesToHex(fingerprint));
  }

  invite(room: Bytes): InviteRecord | undefined {
    return this.#contents.invites.get(bytesToHex(room));
  }

  /** Trusts a device, or changes what is known of one. Pairing with a device again lifts its revocation. */
  putPeer(peer: PeerRecord): Promise<void> {
    const key = bytesToHex(peer.fingerprint);
    this.#contents.devices.set(key, { state: "paired", peer });
    return this.#save({ store: "devices", key });
  }

  /** Forgets a device, refuses it from now on, and moves home; tell the others once this has resolved. */
  revokePeer(fingerprint: Fingerprint, at: number): Promise<void> {
    const key = bytesToHex(fingerprint);
    this.#contents.devices.set(key, { state: "revoked", at });
    this.#contents.seen.delete(key);
    this.#contents.identity = { ...this.#contents.identity, homeRoom: randomRoom() };
    return this.#save({ store: "devices", key }, { store: "seen", key }, { store: "home", key: "self" });
  }

  /** Forgets a device that has forgotten us, without refusing it. */
  forgetPeer(fingerprint: Fingerprint): Promise<void> {
    const key = bytesToHex(fingerprint);
    this.#contents.devices.delete(key);
    this.#contents.seen.delete(key);
    return this.#save({ store: "devices", key }, { store: "seen", key });
  }

  /** A paired device was heard just now. Costs nothing to call often: the disk hears of it once a minute. */
  noteSeen(fingerprint: Fingerprint, at: number): void {
    const key = bytesToHex(fingerprint);
    if (this.#contents.devices.get(key)?.state !== "paired") return;
    this.#contents.seen.set(key, at);
    // Either way: clocks are put back as well.
    if (Math.abs(at - (this.#seenWritten.get(key) ?? 0)) < SEEN_INTERVAL) return;
    this.#seenWritten.set(key, at);
    // Not worth a word of its own when it fails: `persistent` tells.
    this.#save({ store: "seen", key }).catch(() => undefined);
  }

  /** Keeps an invite, new or changed, and forgets those that are over and the oldest of too many. */
  putInvite(record: InviteRecord, now: number): Promise<void> {
    const { invites } = this.#contents;
    const key = bytesToHex(record.invite.room);
    invites.delete(key);
    invites.set(key, record);
    const over = [...invites].flatMap(([room, { invite }], index) => {
      const expired = invite.expiresAt !== undefined && invite.expiresAt <= now;
      return expired || index < invites.size - MAX_INVITES ? [room] : [];
    });
    for (const room of over) invites.delete(room);
    return this.#save(...[key, ...over].map((room) => ({ store: "invites" as const, key: room })));
  }

  /** Forgets everything and is somebody else from now on; or rejects, and nothing has changed. */
  reset(): Promise<void> {
    return this.#next(async () => {
      const contents = await newContents();
      const identity = await identityOf(contents);
      if (this.#database !== undefined) await replaceAll(this.#database, contents);
      this.#unwritten.clear();
      this.#seenWritten.clear();
      this.#contents = contents;
      this.#identity = identity;
      this.#failed = false;
      this.#windows?.postMessage("written");
    });
  }

  close(): void {
    this.#windows?.close();
    this.#database?.close();
  }

  #save(...changes: readonly Change[]): Promise<void> {
    for (const change of changes) this.#unwritten.set(`${change.store} ${change.key}`, change);
    return this.#next(() => this.#write());
  }

  /** Writes whatever has changed, unless an earlier turn has taken it along. */
  async #write(): Promise<void> {
    const changes = this.#unwritten;
    this.#unwritten = new Map();
    if (this.#database === undefined || changes.size === 0) return;
    try {
      await writeChanges(this.#database, this.#contents, changes.values());
    } catch (error) {
      this.#unwritten = new Map([...changes, ...this.#unwritten]);
      this.#failed = true;
      throw error;
    }
    this.#failed = false;
    this.#windows?.postMessage("written");
  }

  /** What another window has written, we know as well. */
  async #reload(database: Database): Promise<void> {
    let contents: Contents;
    let identity: Identity;
    do {
      await this.#write();
      contents = await readContents(database);
      identity = await identityOf(contents);
      // What has changed here meanwhile is not in there.
    } while (this.#unwritten.size > 0);
    this.#contents = contents;
    if (!sameFingerprint(identity.fingerprint, this.#identity.fingerprint)) this.#identity = identity;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work).catch((cause: unknown) => {
      throw new StoreError(cause);
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

async function identityOf({ identity: { privateKey, publicKey } }: Contents): Promise<Identity> {
  const keyPair = { privateKey, publicKey: await importPublicKey(publicKey) };
  return { keyPair, publicKey, fingerprint: await fingerprintOf(publicKey) };
}
