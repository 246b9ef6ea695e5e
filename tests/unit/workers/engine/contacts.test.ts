import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ControlMessage } from "../../../../src/trust/control-message.ts";
import type { PeerLink } from "../../../../src/trust/peer-link.ts";
import { defaultPermissions } from "../../../../src/trust/permissions.ts";
import { TrustStore } from "../../../../src/trust/store/trust-store.ts";
import { Contacts } from "../../../../src/workers/engine/contacts.ts";
import type { ContactView } from "../../../../src/workers/engine/messages.ts";
import type { Room } from "../../../../src/workers/engine/room.ts";
import { profile } from "../../../fakes/caller.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub, HubNetwork, type Place } from "../../../fakes/fake-hub.ts";
import { FakeLink } from "../../../fakes/fake-link.ts";

let hub: FakeHub;
const devices: Device[] = [];

/** A device with its contacts; what it knows it forgets with the test. */
class Device {
  readonly store: TrustStore;
  readonly contacts: Contacts;
  readonly places: ReadonlyMap<Room, Place>;
  readonly heard: ControlMessage[] = [];
  readonly online: PeerLink[] = [];
  readonly down: PeerLink[] = [];
  views: readonly ContactView[] = [];

  constructor(store: TrustStore) {
    const { network, places } = new HubNetwork(hub);
    this.store = store;
    this.places = places;
    this.contacts = new Contacts({
      network,
      store,
      onChange: (views) => {
        this.views = views;
      },
      onMessage: (_, message) => this.heard.push(message),
      onOnline: (_, link) => this.online.push(link),
      onDown: (link) => this.down.push(link),
    });
  }

  /** Those who are there, by the names that they have here. */
  get present(): string[] {
    return this.views.flatMap(({ name, online }) => (online ? [name] : []));
  }

  get fingerprint() {
    return this.store.identity.fingerprint;
  }
}

beforeEach(() => {
  hub = new FakeHub();
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const { places, store } of devices.splice(0)) {
    for (const room of places.keys()) room.leave();
    store.close();
  }
});

async function device(): Promise<Device> {
  const made = new Device(await TrustStore.open());
  devices.push(made);
  return made;
}

/** What is written down of a device when it is paired with. */
function recordOf({ store }: Device, name: string) {
  const { fingerprint, publicKey } = store.identity;
  const { homeRoom } = store;
  const permissions = defaultPermissions;
  return { fingerprint, publicKey, name, nickname: "", permissions, homeRoom, pairedAt: 0 };
}

/** Each knows the other from before, and where it is to be found. */
async function acquaint(one: Device, oneName: string, other: Device, otherName: string): Promise<void> {
  await one.store.putPeer(recordOf(other, otherName));
  await other.store.putPeer(recordOf(one, oneName));
}

/** Devices that were started, their people's names being these. */
async function started(...names: string[]): Promise<Device[]> {
  const stores = await Promise.all(names.map(() => TrustStore.open()));
  const made: Device[] = [];
  for (const [i, store] of stores.entries())
    for (const [j, other] of stores.entries())
      if (i !== j) await store.putPeer(recordOf({ store: other } as Device, names[j] ?? ""));
  for (const [i, store] of stores.entries()) {
    const one = new Device(store);
    one.contacts.setOwnName(names[i] ?? "");
    made.push(one);
    devices.push(one);
  }
  await eventually(() => {
    for (const [i, one] of made.entries())
      expect(one.present.toSorted()).toEqual(names.filter((_, j) => j !== i).toSorted());
  });
  return made;
}

/** Both links between each two of them are up: each is in its own home and in the other's. */
async function settle(...all: Device[]): Promise<void> {
  await eventually(() => {
    for (const one of all)
      for (const other of all)
        if (one !== other) expect(one.contacts.linksTo(other.fingerprint)).toHaveLength(2);
  });
}

describe("paired devices", () => {
  test("find each other, and see that they are there", async () => {
    const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
    await settle(ada, ben);
    expect(ada.views).toMatchObject([{ name: "Ben", online: true, permissions: defaultPermissions }]);
    expect(ada.views[0]?.lastSeen).toBeGreaterThan(0);
    expect(ada.online).toHaveLength(2);
  });

  test("find each other where only one knows where the other is", async () => {
    const [ada, ben] = [await device(), await device()];
    await ada.store.putPeer({ ...recordOf(ben, "Ben"), homeRoom: undefined });
    await ben.store.putPeer(recordOf(ada, "Ada"));
    const again = [new Device(ada.store), new Device(ben.store)] as const;
    devices.push(...again);
    // Ben visits; he says where he is at home, and Ada visits him from then on.
    await settle(...again);
    expect(ada.store.peer(ben.fingerprint)?.homeRoom).toEqual(ben.store.homeRoom);
  });

  test("that nobody knows find nobody, wherever they look", async () => {
    const [ada, stranger] = [await device(), await device()];
    await acquaint(ada, "Ada", await device(), "Ben");
    await stranger.store.putPeer(recordOf(ada, "Ada"));
    const [home, visitor] = [new Device(ada.store), new Device(stranger.store)];
    devices.push(home, visitor);
    await eventually(() => expect(hub.notified.length).toBeGreaterThan(1));
    expect([home.present, visitor.present]).toEqual([[], []]);
    expect([home.online, visitor.online]).toEqual([[], []]);
  });

  test("are away as soon as they are gone", async () => {
    const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
    await settle(ada, ben);
    for (const place of ben.places.values()) place.cut();
    expect(ada.present).toEqual([]);
    expect(ada.down).toHaveLength(2);
  });

  test("are called what they call themselves, until they are called something else here", async () => {
    const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
    ben.contacts.setOwnName("Benjamin");
    await eventually(() => expect(ada.present).toEqual(["Benjamin"]));
    ada.contacts.rename(ben.fingerprint, "Kitchen");
    expect(ada.present).toEqual(["Kitchen"]);
    ben.contacts.setOwnName("Ben");
    await eventually(() => expect(ada.store.peer(ben.fingerprint)?.name).toBe("Ben"));
    expect(ada.present).toEqual(["Kitchen"]);
    ada.contacts.rename(ben.fingerprint, "");
    expect(ada.present).toEqual(["Ben"]);
  });

  test("may do what they are permitted at this moment", async () => {
    const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
    await settle(ada, ben);
    const permissions = { ...defaultPermissions, ring: { granted: false } };
    ada.contacts.permit(ben.fingerprint, permissions);
    expect(ada.contacts.standing(ben.fingerprint)).toEqual({ state: "paired", permissions });
    const call = new Uint8Array(16);
    const ring = { type: "ring", call, room: call, secret: call, video: true } as const;
    await Promise.all(
      ben.contacts.linksTo(ada.fingerprint).map((link) => link.send(ring).catch(() => undefined)),
    );
    await ben.contacts.linksTo(ada.fingerprint)[0]?.send({ type: "error", code: "x", about: "x" });
    await eventually(() => expect(ada.heard).toContainEqual({ type: "error", code: "x", about: "x" }));
    expect(ada.heard.filter(({ type }) => type === "ring")).toEqual([]);
  });
});

describe("a device that is revoked", () => {
  test("is told, forgotten here and there, and does not find us any more; the others do", async () => {
    const [ada, ben, cyd] = (await started("Ada", "Ben", "Cyd")) as [Device, Device, Device];
    await settle(ada, ben, cyd);
    const home = ada.store.homeRoom;
    await ada.contacts.revoke(ben.fingerprint);
    expect(ada.contacts.standing(ben.fingerprint)).toEqual({ state: "revoked" });
    expect(ada.store.homeRoom).not.toEqual(home);
    await eventually(() => {
      expect([ada.present, ben.present, cyd.present.toSorted()]).toEqual([["Cyd"], ["Cyd"], ["Ada", "Ben"]]);
      expect(ben.views.map(({ name }) => name)).toEqual(["Cyd"]);
    });
    await settle(ada, cyd);
    expect(ben.contacts.standing(ada.fingerprint)).toEqual({ state: "unknown" });
  });

  test("is revoked as well when it takes nothing that we say", async () => {
    const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
    await settle(ada, ben);
    hub.stalls = true;
    const revoked = ada.contacts.revoke(ben.fingerprint);
    await eventually(() => expect(ada.contacts.standing(ben.fingerprint)).toEqual({ state: "revoked" }));
    await revoked;
    expect(ada.views).toEqual([]);
    expect(ada.contacts.linksTo(ben.fingerprint)).toEqual([]);
  });
});

test("a device that has forgotten us is forgotten, and not refused", async () => {
  const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
  await settle(ada, ben);
  await ben.contacts.linksTo(ada.fingerprint)[0]?.send({ type: "unpair" });
  await eventually(() => expect(ada.views).toEqual([]));
  expect(ada.contacts.standing(ben.fingerprint)).toEqual({ state: "unknown" });
  expect(ada.contacts.linksTo(ben.fingerprint)).toEqual([]);
});

test("who starts over says goodbye, and is nobody's contact any more", async () => {
  const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
  await settle(ada, ben);
  const before = ada.fingerprint;
  await ada.contacts.reset();
  expect(ada.fingerprint).not.toEqual(before);
  expect(ada.views).toEqual([]);
  await eventually(() => expect(ben.views).toEqual([]));
});

test("a missed call is noted until it is seen", async () => {
  const [ada, ben] = (await started("Ada", "Ben")) as [Device, Device];
  ada.contacts.noteMissed(ben.fingerprint);
  expect(ada.views[0]?.missedAt).toBeGreaterThan(0);
  ada.contacts.seeMissed(ben.fingerprint);
  expect(ada.views[0]?.missedAt).toBeUndefined();
});

describe("a paired device that means harm", () => {
  const MOVE_INTERVAL = 10_000;
  const room = (number: number) => new Uint8Array(16).fill(number);
  let clock: number;

  beforeEach(() => {
    clock = 1_800_000_000_000;
    vi.spyOn(Date, "now").mockImplementation(() => clock);
  });

  /** Says that it is at home there. */
  function claim(ada: Device, { fingerprint }: Device, home: Uint8Array<ArrayBuffer>): void {
    ada.contacts.handleMessage(new FakeLink(fingerprint).link, { type: "home", room: home });
  }

  /** Rooms that Ada is in. */
  const roomsOf = ({ places }: Device) => [...places.keys()].map(({ name }) => String(name));

  test("moves home once in ten seconds, however often it says so", async () => {
    const [ada, mal, ben] = (await started("Ada", "Mal", "Ben")) as [Device, Device, Device];
    for (let i = 0; i < 1_000; i++) claim(ada, mal, crypto.getRandomValues(new Uint8Array(16)));
    const home = ada.store.peer(mal.fingerprint)?.homeRoom;
    expect(home).not.toEqual(mal.store.homeRoom);
    await eventually(() =>
      expect(roomsOf(ada).toSorted()).toEqual(
        [home, ada.store.homeRoom, ben.store.homeRoom].map(String).toSorted(),
      ),
    );

    clock += MOVE_INTERVAL - 1;
    claim(ada, mal, room(1));
    expect(ada.store.peer(mal.fingerprint)?.homeRoom).toEqual(home);
    // Others move when they want to.
    claim(ada, ben, room(2));
    expect(ada.store.peer(ben.fingerprint)?.homeRoom).toEqual(room(2));
    clock += 1;
    claim(ada, mal, room(1));
    expect(ada.store.peer(mal.fingerprint)?.homeRoom).toEqual(room(1));
  });

  test.each<[string, (ada: Device, ben: Device) => Uint8Array<ArrayBuffer>]>([
    ["where we are", (ada) => ada.store.homeRoom],
    ["where another is", (_, ben) => ben.store.homeRoom],
  ])("is not at home %s, and keeps nobody from being found there", async (_, place) => {
    const [ada, mal, ben] = (await started("Ada", "Mal", "Ben")) as [Device, Device, Device];
    await settle(ada, mal, ben);
    claim(ada, mal, place(ada, ben));
    expect(ada.store.peer(mal.fingerprint)?.homeRoom).toEqual(mal.store.homeRoom);
    await settle(ada, mal, ben);
    // What was not taken has not cost it the next move.
    claim(ada, mal, room(3));
    expect(ada.store.peer(mal.fingerprint)?.homeRoom).toEqual(room(3));
  });

  test("that had our own home written down keeps nobody from finding us there", async () => {
    const [ada, mal, ben] = [await TrustStore.open(), await TrustStore.open(), await TrustStore.open()];
    const record = (store: TrustStore, name: string) => recordOf({ store } as Device, name);
    await ada.putPeer({ ...record(mal, "Mal"), homeRoom: ada.homeRoom });
    await ada.putPeer({ ...record(ben, "Ben"), homeRoom: undefined });
    await ben.putPeer(record(ada, "Ada"));
    const [home, visitor] = [new Device(ada), new Device(ben)];
    devices.push(home, visitor);
    await eventually(() => expect(home.present).toEqual(["Ben"]));
    mal.close();
  });

  test.each(["Ben", "ben", "BEN", "B\u00e9n"])("does not take another's name, as %s", async (name) => {
    const [ada, mal, ben] = (await started("Ada", "Mal", "Ben")) as [Device, Device, Device];
    const { link } = new FakeLink(mal.fingerprint);
    ada.contacts.handleMessage(link, profile(name));
    expect(ada.contacts.nameOf(mal.fingerprint)).toBe("Mal");
    expect(ada.contacts.isNameTaken(name, mal)).toBe(true);
    expect(ada.contacts.isNameTaken(name, ben)).toBe(false);
    ada.contacts.handleMessage(link, profile("Mallory"));
    expect(ada.contacts.nameOf(mal.fingerprint)).toBe("Mallory");
  });

  test("does not take the name that another was given here", async () => {
    const [ada, mal, ben] = (await started("Ada", "Mal", "Ben")) as [Device, Device, Device];
    ada.contacts.rename(ben.fingerprint, "Kitchen");
    ada.contacts.handleMessage(new FakeLink(mal.fingerprint).link, profile("kitchen"));
    expect(ada.contacts.nameOf(mal.fingerprint)).toBe("Mal");
  });
});
