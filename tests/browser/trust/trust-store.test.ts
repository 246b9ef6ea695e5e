import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fingerprint } from "../../../src/trust/fingerprint.ts";
import { createInvite } from "../../../src/trust/invite.ts";
import { defaultPermissions } from "../../../src/trust/permissions.ts";
import { type InviteRecord, openDatabase, type PeerRecord } from "../../../src/trust/store/database.ts";
import { TrustStore } from "../../../src/trust/store/trust-store.ts";
import { diffieHellman, generateKeyPair } from "../../../src/trust/x25519.ts";

const noon = 1_800_000_000_000;
const [minute, day] = [60_000, 86_400_000];
const fingerprint = (number: number) => new Uint8Array(32).fill(number) as Fingerprint;
const [ada, ben] = [fingerprint(1), fingerprint(2)];
const stores: TrustStore[] = [];
let name: string;

beforeEach(() => {
  name = `kith of test ${crypto.randomUUID()}`;
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const store of stores.splice(0)) store.close();
  indexedDB.deleteDatabase(name);
});

/** A window of this installation. */
async function open(): Promise<TrustStore> {
  const store = await TrustStore.open(name);
  stores.push(store);
  return store;
}

/** What is on the disk, for a window that comes after all others. */
async function reopen(): Promise<TrustStore> {
  for (const store of stores.splice(0)) store.close();
  return await open();
}

function peer(of: Fingerprint, change: Partial<PeerRecord> = {}): PeerRecord {
  return {
    fingerprint: of,
    publicKey: new Uint8Array(32).fill(7),
    name: "Ada",
    nickname: "",
    permissions: defaultPermissions,
    homeRoom: new Uint8Array(16).fill(3),
    pairedAt: noon,
    ...change,
  };
}

function inviteOf(inviter: Fingerprint, expiresAt?: number): InviteRecord {
  return { invite: createInvite(inviter, { expiresAt, uses: 2, guestsTalk: true }), admitted: [ada] };
}

/** The disk is gone: somebody has cleared what this site has stored. */
async function clearDisk(): Promise<void> {
  await new Promise((resolve, reject) => {
    const deletion = indexedDB.deleteDatabase(name);
    deletion.onsuccess = resolve;
    deletion.onerror = reject;
  });
}

/** From now on the disk takes nothing, until the returned function is called. */
function fillDisk(): () => void {
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("The disk is full.", "QuotaExceededError");
  });
  return () => full.mockRestore();
}

describe("who this installation is", () => {
  test("stays the same, and can still agree on secrets", async () => {
    const first = await open();
    const { identity, homeRoom } = first;
    expect(first.persistent).toBe(true);
    const other = await generateKeyPair();
    const agreed = await diffieHellman(identity.keyPair.privateKey, other.publicKey);

    const second = await reopen();
    expect(second.identity.fingerprint).toEqual(identity.fingerprint);
    expect(second.identity.publicKey).toEqual(identity.publicKey);
    expect(second.homeRoom).toEqual(homeRoom);
    expect(await diffieHellman(second.identity.keyPair.privateKey, other.publicKey)).toEqual(agreed);
  });

  test.each(["pkcs8", "jwk", "raw"] as const)(
    "cannot be copied off the device, not as %s",
    async (format) => {
      for (const store of [await open(), await reopen()])
        await expect(crypto.subtle.exportKey(format, store.identity.keyPair.privateKey)).rejects.toThrow();
      const database = await openDatabase(name);
      const record = await database.get("identity", "self");
      database.close();
      expect(record?.privateKey.extractable).toBe(false);
      await expect(crypto.subtle.exportKey(format, record?.privateKey as CryptoKey)).rejects.toThrow();
    },
  );

  test("is agreed on by windows that are opened for the first time at once", async () => {
    const windows = await Promise.all([open(), open(), open()]);
    const [one] = windows;
    for (const window of windows) {
      expect(window.identity.fingerprint).toEqual(one?.identity.fingerprint);
      expect(window.homeRoom).toEqual(one?.homeRoom);
    }
    expect((await reopen()).identity.fingerprint).toEqual(one?.identity.fingerprint);
  });

  test("is not made anew by a window that was slower than another", async () => {
    const { subtle } = crypto;
    const generateKey = subtle.generateKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKeyPair>;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const slowly = vi.spyOn(subtle, "generateKey").mockImplementationOnce(async (...args) => {
      await released;
      return await generateKey(...args);
    });
    const opening = open();
    await vi.waitFor(() => expect(slowly).toHaveBeenCalled());
    const fast = await open();
    release();
    const slow = await opening;
    expect(slow.identity.fingerprint).toEqual(fast.identity.fingerprint);
    expect((await reopen()).identity.fingerprint).toEqual(fast.identity.fingerprint);
  });
});

describe("paired devices", () => {
  test("are known at once and for good, with what has become of them", async () => {
    const store = await open();
    const saved = store.putPeer(peer(ada));
    expect(store.peers).toEqual([peer(ada)]);
    await saved;
    await store.putPeer(peer(ben, { name: "Ben", homeRoom: undefined }));
    await store.putPeer(peer(ada, { nickname: "Mum" }));

    const later = await reopen();
    expect(later.peer(ada)).toEqual(peer(ada, { nickname: "Mum" }));
    expect(later.peer(ben)).toEqual(peer(ben, { name: "Ben", homeRoom: undefined }));
    expect(later.peers).toHaveLength(2);
    expect(later.peer(fingerprint(3))).toBeUndefined();
  });

  test("that are revoked are refused for good, and do not find us any more", async () => {
    const store = await open();
    await store.putPeer(peer(ada));
    await store.putPeer(peer(ben));
    store.noteSeen(ada, noon);
    const home = store.homeRoom;
    const saved = store.revokePeer(ada, noon);
    expect(store.isRevoked(ada)).toBe(true);
    expect(store.homeRoom).not.toEqual(home);
    await saved;
    const moved = store.homeRoom;

    const later = await reopen();
    expect([later.isRevoked(ada), later.isRevoked(ben)]).toEqual([true, false]);
    expect([later.peer(ada), later.lastSeen(ada)]).toEqual([undefined, undefined]);
    expect(later.peers).toEqual([peer(ben)]);
    expect(later.homeRoom).toEqual(moved);
  });

  test("that are paired with again are refused no longer", async () => {
    const store = await open();
    await store.revokePeer(ada, noon);
    await store.putPeer(peer(ada));
    expect(store.isRevoked(ada)).toBe(false);
    const later = await reopen();
    expect([later.isRevoked(ada), later.peer(ada)]).toEqual([false, peer(ada)]);
  });

  test("that have forgotten us are forgotten, not refused, and we stay where we are", async () => {
    const store = await open();
    await store.putPeer(peer(ada));
    store.noteSeen(ada, noon);
    const home = store.homeRoom;
    await store.forgetPeer(ada);
    const later = await reopen();
    expect([later.peer(ada), later.isRevoked(ada), later.lastSeen(ada)]).toEqual([
      undefined,
      false,
      undefined,
    ]);
    expect(later.homeRoom).toEqual(home);
  });
});

describe("when a paired device was last heard", () => {
  /** How often it was written. */
  function writes(): () => number {
    const put = vi.spyOn(IDBObjectStore.prototype, "put");
    return () => put.mock.contexts.filter((store) => (store as IDBObjectStore).name === "seen").length;
  }

  test("is known to the moment, and written once a minute", async () => {
    const store = await open();
    await store.putPeer(peer(ada));
    const written = writes();
    for (let at = noon; at < noon + 3 * minute; at += 500) store.noteSeen(ada, at);
    expect(store.lastSeen(ada)).toBe(noon + 3 * minute - 500);
    await vi.waitFor(() => expect(written()).toBeGreaterThan(0));
    // Whatever waited for its turn went along with the first.
    await store.putPeer(peer(ada));
    expect(written()).toBeLessThanOrEqual(3);
    expect((await reopen()).lastSeen(ada)).toBeGreaterThanOrEqual(noon + 2 * minute);
  });

  test.each([
    ["on", day],
    ["back", -day],
  ])("is written as soon as the clock is put %s by a day", async (_, change) => {
    const store = await open();
    await store.putPeer(peer(ada));
    store.noteSeen(ada, noon);
    await store.putPeer(peer(ben));
    store.noteSeen(ada, noon + change);
    await store.putPeer(peer(ben));
    expect((await reopen()).lastSeen(ada)).toBe(noon + change);
  });

  test("is not noted of anybody else", async () => {
    const store = await open();
    await store.revokePeer(ben, noon);
    for (const stranger of [ada, ben]) store.noteSeen(stranger, noon);
    expect([store.lastSeen(ada), store.lastSeen(ben)]).toEqual([undefined, undefined]);
  });
});

describe("invites", () => {
  test("are kept with those who came in, as they stand now", async () => {
    const store = await open();
    const record = inviteOf(ada, noon + day);
    const { room } = record.invite;
    await store.putInvite(record, noon);
    const renewed = { invite: { ...record.invite, uses: 5 }, admitted: [ada, ben] };
    await store.putInvite(renewed, noon);
    expect(store.invite(room)).toEqual(renewed);
    expect((await reopen()).invite(room)).toEqual(renewed);
  });

  test("are forgotten once they have expired; those without an end are not", async () => {
    const store = await open();
    const [short, long, endless] = [inviteOf(ada, noon + minute), inviteOf(ada, noon + day), inviteOf(ada)];
    for (const record of [short, long, endless]) await store.putInvite(record, noon);
    await store.putInvite(inviteOf(ada), noon + minute);
    const known = (from: TrustStore) =>
      [short, long, endless].map(({ invite }) => from.invite(invite.room) !== undefined);
    expect(known(store)).toEqual([false, true, true]);
    expect(known(await reopen())).toEqual([false, true, true]);
  });

  test("are a hundred at most: the oldest give way, one that was changed is not old", async () => {
    const store = await open();
    const records = Array.from({ length: 103 }, () => inviteOf(ada));
    const [first, second, third, fourth, ...rest] = records as [
      InviteRecord,
      InviteRecord,
      InviteRecord,
      InviteRecord,
      ...InviteRecord[],
    ];
    for (const record of [first, second, third, fourth]) void store.putInvite(record, noon);
    await store.putInvite(first, noon);
    await Promise.all(rest.map((record) => store.putInvite(record, noon)));
    const known = (from: TrustStore) =>
      records.filter(({ invite }) => from.invite(invite.room) !== undefined);
    expect(known(store)).toEqual([first, ...rest]);
    expect(known(await reopen())).toHaveLength(100);
  });
});

describe("to start over", () => {
  test("is to be somebody else, who knows nobody", async () => {
    const store = await open();
    const before = { identity: store.identity.fingerprint, home: store.homeRoom };
    await store.putPeer(peer(ada));
    await store.revokePeer(ben, noon);
    const record = inviteOf(ada);
    await store.putInvite(record, noon);
    await store.reset();
    for (const now of [store, await reopen()]) {
      expect(now.identity.fingerprint).not.toEqual(before.identity);
      expect(now.homeRoom).not.toEqual(before.home);
      expect([now.peers, now.isRevoked(ben), now.invite(record.invite.room)]).toEqual([[], false, undefined]);
    }
  });

  test("changes nothing where the disk does not let it", async () => {
    const store = await open();
    await store.putPeer(peer(ada));
    const { fingerprint: before } = store.identity;
    const empty = fillDisk();
    await expect(store.reset()).rejects.toMatchObject({ name: "QuotaExceededError" });
    expect(store.identity.fingerprint).toEqual(before);
    expect(store.peers).toEqual([peer(ada)]);
    empty();
    expect((await reopen()).peers).toEqual([peer(ada)]);
  });
});

describe("another window", () => {
  test("hears of what is written: pairings, revocations, homes, invites", async () => {
    const [one, other] = [await open(), await open()];
    const record = inviteOf(ada);
    await one.putPeer(peer(ada));
    await one.putInvite(record, noon);
    await vi.waitFor(() => {
      expect(other.peers).toEqual([peer(ada)]);
      expect(other.invite(record.invite.room)).toEqual(record);
    });
    await other.revokePeer(ada, noon);
    await vi.waitFor(() => {
      expect(one.isRevoked(ada)).toBe(true);
      expect(one.homeRoom).toEqual(other.homeRoom);
    });
  });

  test("becomes the same somebody else, however the two began", async () => {
    const [one, other] = [await open(), await open()];
    await one.putPeer(peer(ada));
    await vi.waitFor(() => expect(other.peers).toHaveLength(1));
    await one.reset();
    await vi.waitFor(() => {
      expect(other.identity.fingerprint).toEqual(one.identity.fingerprint);
      expect(other.peers).toEqual([]);
    });
  });

  test("does not undo what is known here and not written yet", async () => {
    const [one, other] = [await open(), await open()];
    const empty = fillDisk();
    await expect(one.revokePeer(ada, noon)).rejects.toThrow();
    empty();
    await other.putPeer(peer(ben));
    await vi.waitFor(() => expect(one.peers).toEqual([peer(ben)]));
    expect(one.isRevoked(ada)).toBe(true);
    await vi.waitFor(() => expect(other.isRevoked(ada)).toBe(true));
  });
});

describe("a disk that does not take it", () => {
  test("full: said so, it holds all the same, and is written with the next that fits", async () => {
    const store = await open();
    const empty = fillDisk();
    await expect(store.putPeer(peer(ada))).rejects.toMatchObject({ name: "QuotaExceededError" });
    expect([store.peers, store.persistent]).toEqual([[peer(ada)], false]);
    empty();
    await store.putPeer(peer(ben));
    expect(store.persistent).toBe(true);
    expect((await reopen()).peers.map(({ fingerprint: of }) => of)).toEqual([ada, ben]);
  });

  test("full halfway: all of a change is written or nothing", async () => {
    const store = await open();
    await store.putPeer(peer(ada));
    const home = store.homeRoom;
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value, key) {
      if (this.name === "identity") throw new DOMException("The disk is full.", "QuotaExceededError");
      return put.call(this, value, key);
    });
    await expect(store.revokePeer(ada, noon)).rejects.toMatchObject({ name: "QuotaExceededError" });
    expect(store.isRevoked(ada)).toBe(true);
    vi.restoreAllMocks();
    const later = await reopen();
    expect([later.isRevoked(ada), later.homeRoom]).toEqual([false, home]);
  });

  test("cleared under our hands: everything holds for this session", async () => {
    const store = await open();
    await store.putPeer(peer(ada));
    await clearDisk();
    await expect(store.putPeer(peer(ben))).rejects.toThrow();
    await expect(store.revokePeer(ada, noon)).rejects.toThrow();
    store.noteSeen(ben, noon);
    expect(store.persistent).toBe(false);
    expect(store.peers).toEqual([peer(ben)]);
    expect([store.isRevoked(ada), store.lastSeen(ben)]).toEqual([true, noon]);
    await expect(store.reset()).rejects.toThrow();
    expect(store.peers).toEqual([peer(ben)]);
  });

  test("a write that is aborted: told, and written later", async () => {
    const store = await open();
    const { put } = IDBObjectStore.prototype;
    const once = vi.spyOn(IDBObjectStore.prototype, "put");
    once.mockImplementationOnce(function (this: IDBObjectStore, value, key) {
      const request = put.call(this, value, key);
      this.transaction.abort();
      return request;
    });
    await expect(store.putPeer(peer(ada))).rejects.toThrow();
    await store.putPeer(peer(ben));
    expect((await reopen()).peers).toHaveLength(2);
  });
});

describe("a browser that has no store for us", () => {
  async function forgetful(): Promise<void> {
    const store = await open();
    expect(store.persistent).toBe(false);
    expect(store.identity.fingerprint).toHaveLength(32);
    await store.putPeer(peer(ada));
    await store.revokePeer(ben, noon);
    const record = inviteOf(ada);
    await store.putInvite(record, noon);
    store.noteSeen(ada, noon);
    expect([store.peers, store.isRevoked(ben), store.lastSeen(ada)]).toEqual([[peer(ada)], true, noon]);
    expect(store.invite(record.invite.room)).toEqual(record);
    const before = store.identity.fingerprint;
    await store.reset();
    expect(store.identity.fingerprint).not.toEqual(before);
    expect([store.peers, store.persistent]).toEqual([[], false]);
  }

  test("because it refuses: everything works until the window is closed", async () => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("Not in private windows.", "SecurityError");
    });
    await forgetful();
  });

  test("because it never answers: it is not waited for longer than ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(indexedDB, "open").mockImplementation(() => new EventTarget() as IDBOpenDBRequest);
    const works = forgetful();
    await vi.advanceTimersByTimeAsync(10_000);
    await works;
  });

  test.each([
    ["a later version of the app has changed", 2],
    ["something else has made", 1],
  ])("because %s what is there: that is left alone", async (_, version) => {
    await new Promise<void>((resolve) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => request.result.createObjectStore("theirs");
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    await forgetful();
    const databases = await indexedDB.databases();
    expect(databases.find((one) => one.name === name)?.version).toBe(version);
  });
});

test("a later version of the app that wants to change the store does not have to wait for us", async () => {
  const store = await open();
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onblocked = reject;
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
  await expect(store.putPeer(peer(ada))).rejects.toThrow();
  expect([store.peers, store.persistent]).toEqual([[peer(ada)], false]);
});

test("the first version has these stores", async () => {
  const database = await openDatabase(name);
  expect(database.version).toBe(1);
  expect([...database.objectStoreNames]).toEqual(["devices", "identity", "invites", "seen"]);
  database.close();
});
