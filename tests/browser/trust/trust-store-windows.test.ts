import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fingerprint } from "../../../src/trust/fingerprint.ts";
import { createInvite } from "../../../src/trust/invite.ts";
import { defaultPermissions, type Permissions } from "../../../src/trust/permissions.ts";
import type { PeerRecord } from "../../../src/trust/store/database.ts";
import { TrustStore } from "../../../src/trust/store/trust-store.ts";

// Several windows of one installation: what one of them has decided, no other undoes, whether it has heard of it or not.

const noon = 1_800_000_000_000;
const minute = 60_000;
const fingerprint = (number: number) => new Uint8Array(32).fill(number) as Fingerprint;
const [ada, ben] = [fingerprint(1), fingerprint(2)];
const elsewhere = new Uint8Array(16).fill(9);
const mayControl: Permissions = { ...defaultPermissions, control: { granted: true } };
const stores: TrustStore[] = [];
let name: string;

beforeEach(() => {
  name = `kith of test ${crypto.randomUUID()}`;
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const store of stores.splice(0)) store.close();
  indexedDB.deleteDatabase(name);
});

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
    permissions: mayControl,
    homeRoom: new Uint8Array(16).fill(3),
    pairedAt: noon,
    ...change,
  };
}

/** Two windows that both know Ada, and from now on hear nothing of each other until `hear` is called. */
async function twoDeafWindows() {
  const [one, other] = [await open(), await open()];
  await one.putPeer(peer(ada));
  await vi.waitFor(() => expect(other.peers).toEqual([peer(ada)]));
  const deaf = vi.spyOn(BroadcastChannel.prototype, "postMessage").mockImplementation(() => undefined);
  return { one, other, hear: () => deaf.mockRestore() };
}

/** The disk takes no record that has this in it, until the returned function is called. */
function refuseOnDisk(isRefused: (value: unknown) => boolean = () => true): () => void {
  const { put } = IDBObjectStore.prototype;
  const full = vi.spyOn(IDBObjectStore.prototype, "put");
  full.mockImplementation(function (this: IDBObjectStore, value, key) {
    if (isRefused(value)) throw new DOMException("The disk is full.", "QuotaExceededError");
    return put.call(this, value, key);
  });
  return () => full.mockRestore();
}

/** Everything that is said of a device after it was paired. */
const edits: [string, (store: TrustStore) => unknown][] = [
  ["has moved home", (store) => store.editPeer(ada, { homeRoom: elsewhere })],
  ["goes by another name", (store) => store.editPeer(ada, { name: "Ada L." })],
  ["is renamed", (store) => store.editPeer(ada, { nickname: "Mum" })],
  ["is permitted something", (store) => store.editPeer(ada, { permissions: mayControl })],
  [
    "is heard",
    async (store) => {
      store.noteSeen(ada, noon + minute);
      await store.putPeer(peer(ben));
    },
  ],
];

describe("a device that another window has revoked meanwhile, and that here", () => {
  test.each(edits)("%s: stays revoked", async (_, edit) => {
    const { one, other } = await twoDeafWindows();
    await other.revokePeer(ada, noon);
    await edit(one);
    // What could not be written has told this window what is on the disk.
    expect([one.isRevoked(ada), one.peer(ada), one.lastSeen(ada)]).toEqual([true, undefined, undefined]);
    expect(one.homeRoom).toEqual(other.homeRoom);
    const later = await reopen();
    expect([later.isRevoked(ada), later.peer(ada), later.lastSeen(ada)]).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });

  test("says that it has forgotten us: stays revoked", async () => {
    const { one, other } = await twoDeafWindows();
    await other.revokePeer(ada, noon);
    await one.forgetPeer(ada);
    expect(one.isRevoked(ada)).toBe(true);
    expect((await reopen()).isRevoked(ada)).toBe(true);
  });

  test.each(edits.slice(0, 4))("%s, which the disk took only later: stays revoked", async (_, edit) => {
    const { one, other } = await twoDeafWindows();
    const empty = refuseOnDisk();
    await expect(edit(one)).rejects.toThrow();
    empty();
    await other.revokePeer(ada, noon);
    await one.putPeer(peer(ben));
    expect(one.isRevoked(ada)).toBe(true);
    const later = await reopen();
    expect([later.isRevoked(ada), later.peers]).toEqual([true, [peer(ben)]]);
  });
});

describe("a device that another window has forgotten meanwhile, and that here", () => {
  test.each(edits)("%s: stays forgotten", async (_, edit) => {
    const { one, other } = await twoDeafWindows();
    await other.forgetPeer(ada);
    await edit(one);
    expect([one.peer(ada), one.lastSeen(ada)]).toEqual([undefined, undefined]);
    const later = await reopen();
    expect([later.peer(ada), later.lastSeen(ada)]).toEqual([undefined, undefined]);
  });

  test("was paired with anew before, which the disk took only later: stays forgotten", async () => {
    const { one, other } = await twoDeafWindows();
    const empty = refuseOnDisk();
    await expect(one.putPeer(peer(ada, { name: "Ada again" }))).rejects.toThrow();
    empty();
    await other.forgetPeer(ada);
    await one.putPeer(peer(ben));
    expect((await reopen()).peers).toEqual([peer(ben)]);
  });
});

describe("to pair with a device", () => {
  test("lifts a revocation by another window that was not heard of", async () => {
    const { one, other } = await twoDeafWindows();
    await other.revokePeer(ada, noon);
    await one.putPeer(peer(ada, { pairedAt: noon + minute }));
    expect((await reopen()).peers).toEqual([peer(ada, { pairedAt: noon + minute })]);
  });

  test("does not lift one that came later, when the disk takes it only then", async () => {
    const { one, other } = await twoDeafWindows();
    const empty = refuseOnDisk();
    await expect(one.putPeer(peer(ben, { pairedAt: noon }))).rejects.toThrow();
    empty();
    await other.revokePeer(ben, noon + minute);
    await one.editPeer(ada, { nickname: "Mum" });
    expect([one.isRevoked(ben), one.peer(ben)]).toEqual([true, undefined]);
    expect((await reopen()).isRevoked(ben)).toBe(true);
  });

  test("lifts what is known to be revoked, wherever the clock was put meanwhile", async () => {
    const store = await open();
    await store.revokePeer(ada, noon + minute);
    await store.putPeer(peer(ada, { pairedAt: noon }));
    expect((await reopen()).peers).toEqual([peer(ada)]);
  });
});

describe("what two windows change of the same device", () => {
  test("does not undo each other: a permission that was withdrawn stays so", async () => {
    const { one, other } = await twoDeafWindows();
    await other.editPeer(ada, { permissions: defaultPermissions });
    await one.editPeer(ada, { name: "Ada L." });
    await one.editPeer(ada, { homeRoom: elsewhere });
    await other.editPeer(ada, { nickname: "Mum" });
    const outcome = { permissions: defaultPermissions, name: "Ada L.", homeRoom: elsewhere, nickname: "Mum" };
    expect((await reopen()).peers).toEqual([peer(ada, outcome)]);
  });

  test("holds here at once, is taken by the disk later, and then all of it", async () => {
    const { one } = await twoDeafWindows();
    const empty = refuseOnDisk();
    await expect(one.editPeer(ada, { name: "Ada L." })).rejects.toMatchObject({ name: "QuotaExceededError" });
    await expect(one.editPeer(ada, { nickname: "Mum" })).rejects.toMatchObject({
      name: "QuotaExceededError",
    });
    await expect(one.putPeer(peer(ben))).rejects.toMatchObject({ name: "QuotaExceededError" });
    await expect(one.editPeer(ben, { homeRoom: elsewhere })).rejects.toMatchObject({
      name: "QuotaExceededError",
    });
    const expected = [peer(ada, { name: "Ada L.", nickname: "Mum" }), peer(ben, { homeRoom: elsewhere })];
    expect([one.peers, one.persistent]).toEqual([expected, false]);
    empty();
    await one.editPeer(ada, { permissions: mayControl });
    expect(one.persistent).toBe(true);
    expect((await reopen()).peers).toEqual(expected);
  });

  test("is nothing where the device is not paired", async () => {
    const store = await open();
    await store.revokePeer(ada, noon);
    for (const of of [ada, ben]) {
      await store.editPeer(of, { homeRoom: elsewhere });
      await store.editPeer(of, { name: "Eve" });
      await store.editPeer(of, { nickname: "Eve" });
      await store.editPeer(of, { permissions: mayControl });
    }
    expect([store.peers, store.isRevoked(ada)]).toEqual([[], true]);
  });
});

describe("after another window has become somebody else", () => {
  const record = {
    invite: createInvite(ada, { expiresAt: undefined, uses: 2, guestsTalk: true }),
    admitted: [],
  };
  const changes: [string, (store: TrustStore) => Promise<void>][] = [
    ["a pairing", (store) => store.putPeer(peer(ben))],
    ["a revocation", (store) => store.revokePeer(ada, noon)],
    ["a move", (store) => store.editPeer(ada, { homeRoom: elsewhere })],
    ["an invite", (store) => store.putInvite(record, noon)],
  ];

  async function expectNothingKnown(
    store: TrustStore,
    identity: Fingerprint,
    home: Uint8Array,
  ): Promise<void> {
    expect(store.identity.fingerprint).toEqual(identity);
    expect(store.homeRoom).toEqual(home);
    expect([store.peers, store.isRevoked(ada), store.invite(record.invite.room)]).toEqual([
      [],
      false,
      undefined,
    ]);
  }

  test.each(changes)("%s of who we were is not kept", async (_, change) => {
    const { one, other } = await twoDeafWindows();
    await other.reset();
    const [now, home] = [other.identity.fingerprint, other.homeRoom];
    await change(one);
    for (const store of [one, await reopen()]) await expectNothingKnown(store, now, home);
  });

  test.each(changes)("%s that the disk had not taken by then is not kept", async (_, change) => {
    const { one, other, hear } = await twoDeafWindows();
    const empty = refuseOnDisk();
    await expect(change(one)).rejects.toThrow();
    empty();
    hear();
    await other.reset();
    const [now, home] = [other.identity.fingerprint, other.homeRoom];
    await vi.waitFor(() => expect(one.identity.fingerprint).toEqual(now));
    for (const store of [one, await reopen()]) await expectNothingKnown(store, now, home);
  });
});

describe("a window whose own changes the disk does not take", () => {
  test("still follows the others", async () => {
    const { one, other, hear } = await twoDeafWindows();
    hear();
    refuseOnDisk((value) => JSON.stringify(value).includes("too long"));
    await expect(one.editPeer(ada, { nickname: "too long" })).rejects.toThrow();
    await other.revokePeer(ben, noon);
    await vi.waitFor(() => expect(one.isRevoked(ben)).toBe(true));
    expect(one.homeRoom).toEqual(other.homeRoom);
    expect(one.peers).toEqual([peer(ada, { nickname: "too long" })]);
    expect(one.persistent).toBe(false);
  });
});

describe("whoever listens", () => {
  test("hears of it once this window knows what another has written", async () => {
    const [one, other] = [await open(), await open()];
    const heard: unknown[] = [];
    one.onChange(() => heard.push([one.peers, one.isRevoked(ada), one.homeRoom, one.identity.fingerprint]));
    const state = () => [other.peers, other.isRevoked(ada), other.homeRoom, other.identity.fingerprint];
    for (const change of [
      () => other.putPeer(peer(ada)),
      () => other.editPeer(ada, { permissions: defaultPermissions }),
      () => other.revokePeer(ada, noon),
      () => other.reset(),
    ]) {
      const before = heard.length;
      await change();
      await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before));
      expect(heard.at(-1)).toEqual(state());
    }
  });

  test("hears nothing of what is written here", async () => {
    const [one, other] = [await open(), await open()];
    const [here, there] = [vi.fn(), vi.fn()];
    one.onChange(here);
    other.onChange(there);
    await one.putPeer(peer(ada));
    await one.editPeer(ada, { name: "Ada L." });
    await one.reset();
    await vi.waitFor(() => expect(there).toHaveBeenCalledTimes(3));
    expect(here).not.toHaveBeenCalled();
  });

  test("hears of it at once where a change came too late", async () => {
    const { one, other } = await twoDeafWindows();
    const heard = vi.fn();
    one.onChange(heard);
    await other.revokePeer(ada, noon);
    await one.editPeer(ada, { name: "Ada L." });
    expect(heard).toHaveBeenCalledOnce();
  });

  test("hears nothing any more once it has stopped", async () => {
    const [one, other] = [await open(), await open()];
    const [stopped, listening] = [vi.fn(), vi.fn()];
    const stop = one.onChange(stopped);
    one.onChange(listening);
    stop();
    await other.putPeer(peer(ada));
    await vi.waitFor(() => expect(listening).toHaveBeenCalled());
    expect(stopped).not.toHaveBeenCalled();
  });
});
