import { type Bytes, bytesToHex } from "../bytes.ts";
import { type Fingerprint, fingerprintOf, sameFingerprint } from "../fingerprint.ts";
import type { Identity } from "../identity.ts";
import { importPublicKey } from "../x25519.ts";
import { type Change, type Contents, makeChange, type PeerFields, Unwritten } from "./changes.ts";
import { type Database, type InviteRecord, openDatabase, type PeerRecord } from "./database.ts";
import { newContents, randomRoom, readContents, replaceAll, writeChanges } from "./disk.ts";

/** More links than anybody has handed out and not forgotten. */
const MAX_INVITES = 100;
/** How often it is written that a peer is there. Milliseconds. */
const SEEN_INTERVAL = 60_000;

/**
 * What this installation knows for good: who it is, whom it trusts, whom it has invited.
 *
 * A change holds at once and for this session in any case, so that nothing that was withdrawn comes back; the disk follows.
 * What the disk does not take is told by whatever it says, and goes along with every later change until it is taken. Other
 * windows hear of what was written, and what one of them has revoked, forgotten or reset no other brings back: only to pair does.
 * Where the browser refuses a store, everything holds for this session.
 */
export class TrustStore {
  readonly #database: Database | undefined;
  readonly #windows: BroadcastChannel | undefined;
  #identity: Identity;
  #contents: Contents;
  readonly #unwritten = new Unwritten();
  readonly #listeners = new Set<() => void>();
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
      this.#next(() => this.#follow(database)).catch(() => undefined);
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

  /** The listener is called whenever this window has taken over what another has written; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Trusts a device from now on, whatever was known of it before: for pairing, and for nothing else. */
  putPeer(peer: PeerRecord): Promise<void> {
    const key = bytesToHex(peer.fingerprint);
    const present = this.#contents.devices.get(key);
    // Clocks are put back as well: what is known to be revoked here is older in any case.
    const at = present?.state === "revoked" ? Math.max(present.at, peer.pairedAt) : peer.pairedAt;
    return this.#save({ kind: "pair", key, peer, at, renews: present?.state === "paired" });
  }

  /** Changes what is known of a device, if it is paired: where it is to be found, what it may do, what it is called. */
  editPeer(fingerprint: Fingerprint, fields: PeerFields): Promise<void> {
    if (this.peer(fingerprint) === undefined) return Promise.resolve();
    return this.#save({ kind: "edit", key: bytesToHex(fingerprint), fields });
  }

  /** Forgets a device, refuses it from now on, and moves home; tell the others once this has resolved. */
  revokePeer(fingerprint: Fingerprint, at: number): Promise<void> {
    return this.#save(
      { kind: "revoke", key: bytesToHex(fingerprint), at },
      { kind: "move", key: "self", homeRoom: randomRoom() },
    );
  }

  /** Forgets a device that has forgotten us, without refusing it. One that is refused stays so. */
  forgetPeer(fingerprint: Fingerprint): Promise<void> {
    return this.#save({ kind: "forget", key: bytesToHex(fingerprint) });
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
    this.#save({ kind: "seen", key, at }).catch(() => undefined);
  }

  /** Keeps an invite, new or changed, and forgets those that are over and the oldest of too many. */
  putInvite(record: InviteRecord, now: number): Promise<void> {
    const key = bytesToHex(record.invite.room);
    const others = [...this.#contents.invites].filter(([room]) => room !== key);
    const over = others.flatMap(([room, { invite }], index) => {
      const expired = invite.expiresAt !== undefined && invite.expiresAt <= now;
      return expired || index <= others.length - MAX_INVITES ? [room] : [];
    });
    return this.#save(
      { kind: "invite", key, record },
      ...over.map((room) => ({ kind: "invite" as const, key: room, record: undefined })),
    );
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
    for (const change of changes) {
      makeChange(this.#contents, change);
      this.#unwritten.add(change);
    }
    return this.#next(() => this.#write());
  }

  /** Writes whatever has changed, unless an earlier turn has taken it along. */
  async #write(): Promise<void> {
    const database = this.#database;
    const changes = this.#unwritten.take();
    if (database === undefined || changes.length === 0) return;
    let all: boolean;
    try {
      all = await writeChanges(database, this.#contents.identity.publicKey, changes);
    } catch (error) {
      this.#unwritten.putBack(changes);
      this.#failed = true;
      throw error;
    }
    this.#failed = false;
    this.#windows?.postMessage("written");
    if (!all) await this.#read(database);
  }

  /** Another window has written something; what could not be written here may fit now. */
  async #follow(database: Database): Promise<void> {
    await this.#read(database);
    await this.#write();
  }

  /** What is on the disk, with what has changed here and is not on it yet. */
  async #read(database: Database): Promise<void> {
    const contents = await readContents(database);
    const identity = await identityOf(contents);
    if (!sameFingerprint(identity.fingerprint, this.#identity.fingerprint)) {
      this.#identity = identity;
      this.#unwritten.clear();
      this.#seenWritten.clear();
    }
    for (const change of this.#unwritten.all) makeChange(contents, change);
    this.#contents = contents;
    for (const listener of this.#listeners) listener();
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

async function identityOf({ identity: { privateKey, publicKey } }: Contents): Promise<Identity> {
  const keyPair = { privateKey, publicKey: await importPublicKey(publicKey) };
  return { keyPair, publicKey, fingerprint: await fingerprintOf(publicKey) };
}
