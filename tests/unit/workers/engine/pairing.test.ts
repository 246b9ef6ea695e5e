import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TransportError } from "../../../../src/transport/error.ts";
import { defaultPermissions } from "../../../../src/trust/permissions.ts";
import { TrustStore } from "../../../../src/trust/store/trust-store.ts";
import { Contacts } from "../../../../src/workers/engine/contacts.ts";
import type { PairingView } from "../../../../src/workers/engine/messages.ts";
import { Pairing } from "../../../../src/workers/engine/pairing.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeHub, HubNetwork } from "../../../fakes/fake-hub.ts";

type Step<Name extends PairingView["step"]> = Extract<PairingView, { step: Name }>;

const PIN_LIFETIME = 5 * 60_000;
const devices: Device[] = [];
let hub: FakeHub;
let clock: number;

/** A device that pairs, and what it shows while it does. */
class Device {
  readonly wire = new HubNetwork(hub);
  readonly store: TrustStore;
  readonly contacts: Contacts;
  readonly views: PairingView[] = [];
  pairing: Pairing;

  constructor(store: TrustStore, name: string) {
    const { network } = this.wire;
    const ignore = () => undefined;
    this.store = store;
    this.contacts = new Contacts({
      network,
      store,
      onChange: ignore,
      onMessage: ignore,
      onOnline: ignore,
      onDown: ignore,
    });
    this.contacts.setOwnName(name);
    this.pairing = this.begin();
  }

  /** Pairs anew. */
  begin(): Pairing {
    this.pairing?.close();
    this.views.length = 0;
    this.pairing = new Pairing({
      network: this.wire.network,
      contacts: this.contacts,
      identity: this.store.identity,
      onChange: (view) => this.views.push(view),
    });
    return this.pairing;
  }

  get view(): PairingView | undefined {
    return this.views.at(-1);
  }

  /** Waits until it shows this. */
  async shows<Name extends PairingView["step"]>(
    step: Name,
    fields: Partial<Step<Name>> = {},
  ): Promise<Step<Name>> {
    await eventually(() => expect(this.view).toMatchObject({ step, ...fields }));
    return this.view as Step<Name>;
  }

  get peers(): string[] {
    return this.store.peers.map(({ name }) => name);
  }
}

beforeEach(() => {
  hub = new FakeHub();
  clock = 1_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});

afterEach(() => {
  for (const { pairing, store, wire } of devices.splice(0)) {
    pairing.close();
    expect(wire.holds, "connections held").toBe(0);
    for (const room of wire.places.keys()) room.leave();
    store.close();
  }
  vi.restoreAllMocks();
});

async function device(name: string): Promise<Device> {
  const made = new Device(await TrustStore.open(), name);
  devices.push(made);
  return made;
}

/** Ada shows a PIN, Ben is about to type it. */
async function showing(): Promise<[Device, Device, Step<"showing">]> {
  const [ada, ben] = [await device("Ada"), await device("Ben")];
  void ada.pairing.show();
  return [ada, ben, await ada.shows("showing")];
}

/** The two talk, and the PIN has proved that it is them. */
async function confirming(): Promise<[Device, Device]> {
  const [ada, ben, { code, pin }] = await showing();
  void ben.pairing.try(code, pin);
  await ada.shows("confirming", { name: "Ben" });
  await ben.shows("confirming", { name: "Ada" });
  return [ada, ben];
}

/** Six digits that are not these. */
function wrong(pin: string): string {
  return pin.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
}

describe("with the PIN that is shown", () => {
  test("each sees who the other is, and nobody is paired yet", async () => {
    const [ada, ben] = await confirming();
    expect(ada.view).toMatchObject({ fingerprint: ben.store.identity.fingerprint });
    expect(ben.view).toMatchObject({ fingerprint: ada.store.identity.fingerprint });
    expect([ada.peers, ben.peers]).toEqual([[], []]);
  });

  test("both say that they want to: paired, each with what it was permitted", async () => {
    const [ada, ben] = await confirming();
    const generous = { ...defaultPermissions, autoAnswerAudio: { granted: true } };
    ada.pairing.confirm(true, generous);
    await ben.shows("confirming", { remember: { own: false, theirs: true } });
    expect([ada.peers, ben.peers]).toEqual([[], []]);
    ben.pairing.confirm(true, defaultPermissions);
    await ada.shows("paired", { name: "Ben" });
    await ben.shows("paired", { name: "Ada" });
    expect(ada.store.peer(ben.store.identity.fingerprint)?.permissions).toEqual(generous);
    expect(ben.store.peer(ada.store.identity.fingerprint)?.permissions).toEqual(defaultPermissions);
    await eventually(() => {
      for (const [one, other] of [
        [ada, ben],
        [ben, ada],
      ] as const)
        expect(one.store.peer(other.store.identity.fingerprint)?.homeRoom).toEqual(other.store.homeRoom);
    });
  });

  test("one does not want to: the other is told, and nobody is paired", async () => {
    const [ada, ben] = await confirming();
    ada.pairing.confirm(true, defaultPermissions);
    ben.pairing.confirm(false, defaultPermissions);
    await ada.shows("over", { reason: "declined" });
    expect([ada.peers, ben.peers]).toEqual([[], []]);
  });

  test("one goes away: the other is told", async () => {
    const [ada, ben] = await confirming();
    ben.pairing.close();
    await ada.shows("over", { reason: "lost" });
  });

  test("the connection breaks: over on both sides", async () => {
    const [ada, ben] = await confirming();
    for (const place of ben.wire.places.values()) place.cut();
    await ada.shows("over", { reason: "lost" });
    await ben.shows("over", { reason: "lost" });
  });

  test("a device that was revoked is trusted again", async () => {
    const [ada, ben, { code, pin }] = await showing();
    const { fingerprint } = ben.store.identity;
    await ada.store.revokePeer(fingerprint, 0);
    void ben.pairing.try(code, pin);
    await ada.shows("confirming");
    await ben.shows("confirming");
    expect(ada.store.isRevoked(fingerprint)).toBe(true);
    for (const one of [ada, ben]) one.pairing.confirm(true, defaultPermissions);
    await ada.shows("paired");
    expect([ada.store.isRevoked(fingerprint), ada.peers]).toEqual([false, ["Ben"]]);
  });
});

describe("with another PIN", () => {
  test("the guest is refused, and the other side sees that somebody guessed", async () => {
    const [ada, ben, { code, pin }] = await showing();
    void ben.pairing.try(code, wrong(pin));
    await ben.shows("refused", { reason: "wrong" });
    await ada.shows("showing", { code, pin, guessesLeft: 2 });
    ben.begin();
    void ben.pairing.try(code, pin);
    await ada.shows("confirming", { name: "Ben" });
  });

  test("three times: the PIN is burnt, and the right one opens nothing any more", async () => {
    const [ada, ben, { code, pin }] = await showing();
    for (let guess = 1; guess <= 3; guess++) {
      ben.begin();
      void ben.pairing.try(code, wrong(pin));
      await ben.shows("refused", { reason: "wrong" });
    }
    await ada.shows("burnt", { reason: "guessed" });
    ben.begin();
    void ben.pairing.try(code, pin);
    // Whoever showed it has left: there is nobody to prove anything to.
    await ben.shows("refused", { reason: "unknown" });
    expect([ada.peers, ben.peers]).toEqual([[], []]);
  });

  test("too late: it is burnt", async () => {
    const [ada, ben, { code, pin }] = await showing();
    clock += PIN_LIFETIME;
    ada.pairing.poll();
    expect(ada.view).toEqual({ step: "burnt", reason: "expired" });
    void ben.pairing.try(code, pin);
    await ben.shows("refused", { reason: "unknown" });
  });

  test("somebody who comes when two are talking already: is told that it is over, whatever they typed", async () => {
    const [ada, ben, { code, pin }] = await showing();
    void ben.pairing.try(code, pin);
    await ada.shows("confirming", { name: "Ben" });
    const cyd = await device("Cyd");
    void cyd.pairing.try(code, pin);
    await cyd.shows("refused", { reason: "burnt" });
    expect(ada.view).toMatchObject({ step: "confirming", name: "Ben" });
  });
});

describe("where there is nothing to pair with", () => {
  test.each([
    ["a code that nobody shows", undefined, "unknown"],
    ["too many tries", new TransportError("refused", "rate-limited"), "too-fast"],
    ["no connection", new TransportError("timeout", "connect"), "unreachable"],
  ])("%s: said so", async (_, error, reason) => {
    const ben = await device("Ben");
    ben.wire.error = error;
    await ben.pairing.try("9999", "123456");
    expect(ben.views).toEqual([{ step: "proving" }, { step: "refused", reason }]);
  });

  test("no PIN to show without a connection", async () => {
    const ada = await device("Ada");
    ada.wire.error = new TransportError("timeout", "connect");
    await ada.pairing.show();
    expect(ada.views).toEqual([{ step: "preparing" }, { step: "over", reason: "unreachable" }]);
  });

  test("whoever shows it goes away before there is an answer", async () => {
    const [ada, ben, { code, pin }] = await showing();
    hub.passes = false;
    void ben.pairing.try(code, pin);
    await eventually(() => expect(hub.notified).toHaveLength(1));
    ada.pairing.close();
    await ben.shows("over", { reason: "lost" });
  });

  test("a relay that passes nothing on: silent, after ten seconds", async () => {
    const [, ben, { code, pin }] = await showing();
    hub.passes = false;
    void ben.pairing.try(code, pin);
    await eventually(() => expect(hub.notified).toHaveLength(1));
    clock += 10_001;
    ben.pairing.poll();
    expect(ben.view).toEqual({ step: "refused", reason: "silent" });
  });

  test("closed before the relay has answered: nothing comes of it", async () => {
    const ada = await device("Ada");
    const shown = ada.pairing.show();
    ada.pairing.close();
    await shown;
    expect(ada.views).toEqual([{ step: "preparing" }]);
    expect(ada.wire.places.size).toBe(0);
  });
});
