import { afterEach, expect, test, vi } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { MediaKeys } from "../../../src/trust/media-keys.ts";
import { MAX_KEYS, type SframeGrant, SframeReceiver, SframeSender } from "../../../src/trust/sframe.ts";
import { SframeSuite } from "../../../src/trust/sframe-cipher.ts";
import { decodeSframeHeader } from "../../../src/trust/sframe-header.ts";
import { eventually } from "../../fakes/eventually.ts";

const frame = new TextEncoder().encode("a frame");
const header = new TextEncoder().encode("an RTP header");

/** Somebody who opens what they can, and remembers every key that they were given. */
class Person {
  readonly grants: SframeGrant[] = [];
  readonly receiver = new SframeReceiver();
  #ready: Promise<void> = Promise.resolve();

  take(grant: SframeGrant): void {
    this.grants.push(grant);
    this.#ready = this.#ready.then(() => this.receiver.add(grant));
  }

  get epochs(): number[] {
    return this.grants.map(({ keyId }) => keyId);
  }

  async canOpen(sealed: Bytes): Promise<boolean> {
    await this.#ready;
    return this.receiver.open(sealed, header).then(
      (opened) => String(opened) === String(frame),
      () => false,
    );
  }
}

async function sender() {
  const clock = { now: 0 };
  const keys = await MediaKeys.create<Person>({
    give: (person, grant) => person.take(grant),
    now: () => clock.now,
  });
  const join = (count: number) => {
    const people = Array.from({ length: count }, () => new Person());
    for (const person of people) keys.add(person);
    return people as [Person, Person, Person];
  };
  /** Seals a frame, and says who of these can open it. */
  const openedBy = async (...people: Person[]) => {
    const sealed = await keys.seal(frame, header);
    return Promise.all(people.map((person) => person.canOpen(sealed)));
  };
  const epoch = async () => decodeSframeHeader(await keys.seal(frame, header)).keyId;
  return { keys, clock, join, openedBy, epoch };
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("everyone who was added opens every frame, and nobody else", async () => {
  const { join, openedBy } = await sender();
  const [ada, ben] = join(2);
  expect(await openedBy(ada, ben, new Person())).toEqual([true, true, false]);
  expect(ada.grants).toEqual(ben.grants);
});

test("the header is authenticated, and there is room for it in front", async () => {
  const { keys, join } = await sender();
  const [ada] = join(1);
  const sealed = await keys.seal(frame, header, 12);
  expect(sealed.slice(0, 12)).toEqual(new Uint8Array(12));
  await expect(ada.receiver.open(sealed.slice(12), new Uint8Array(3))).rejects.toThrow();
  expect(await ada.canOpen(sealed.slice(12))).toBe(true);
});

test("every instance begins with a key of its own", async () => {
  const [one, other] = [await sender(), await sender()];
  const [ada] = one.join(1);
  const [ben] = other.join(1);
  expect(ada.grants[0]?.baseKey).not.toEqual(ben.grants[0]?.baseKey);
  expect(await other.openedBy(ada)).toEqual([false]);
});

test("to be added twice is to be added once", async () => {
  const { keys, join } = await sender();
  const [ada] = join(1);
  keys.add(ada);
  expect(ada.epochs).toEqual([0]);
});

test("who leaves never gets the next key, which is in use once everyone else has it", async () => {
  const { keys, join, openedBy } = await sender();
  const [ada, ben, cyd] = join(3);
  keys.remove(cyd);
  await eventually(() =>
    expect([ada.epochs, ben.epochs]).toEqual([
      [0, 1],
      [0, 1],
    ]),
  );
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, true]);
  keys.handleAck(ada, 1);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, true]);
  keys.handleAck(ben, 1);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, false]);
  expect(cyd.epochs).toEqual([0]);
  expect(ada.grants[1]?.baseKey).not.toEqual(ada.grants[0]?.baseKey);
});

test("who is slow to answer holds the changeover up for half a second, and no longer", async () => {
  const { keys, clock, join, epoch } = await sender();
  const [ada, ben, cyd] = join(3);
  keys.remove(cyd);
  await eventually(() => expect(ben.epochs).toEqual([0, 1]));
  keys.handleAck(ada, 1);
  clock.now = 499;
  expect(await epoch()).toBe(0);
  clock.now = 500;
  expect(await epoch()).toBe(1);
});

test("answers that are late, or to another key, change nothing", async () => {
  const { keys, clock, join, epoch } = await sender();
  const [ada, ben] = join(2);
  keys.handleAck(ada, 0);
  keys.handleAck(ada, 1);
  expect(await epoch()).toBe(0);
  keys.remove(ben);
  await eventually(() => expect(ada.epochs).toEqual([0, 1]));
  keys.handleAck(ada, 2);
  keys.handleAck(new Person(), 1);
  expect(await epoch()).toBe(0);
  clock.now = 500;
  expect(await epoch()).toBe(1);
  keys.handleAck(ada, 1);
  expect(await epoch()).toBe(1);
});

test("nobody left: the next key waits for nobody", async () => {
  const { keys, join, openedBy, epoch } = await sender();
  const [ada] = join(1);
  keys.remove(ada);
  await vi.waitFor(async () => expect(await epoch()).toBe(1));
  expect(await openedBy(ada)).toEqual([false]);
});

test("who is not there cannot leave", async () => {
  const { keys, join, epoch } = await sender();
  const [ada] = join(1);
  keys.remove(new Person());
  await eventually(() => expect(ada.epochs).toEqual([0]));
  expect(await epoch()).toBe(0);
});

test("who joins during the changeover gets both keys", async () => {
  const { keys, join, openedBy } = await sender();
  const [ada, ben] = join(2);
  keys.remove(ben);
  await eventually(() => expect(ada.epochs).toEqual([0, 1]));
  const [cyd] = join(1);
  expect(cyd.epochs).toEqual([0, 1]);
  expect(await openedBy(ada, cyd)).toEqual([true, true]);
  keys.handleAck(ada, 1);
  expect(await openedBy(ada, cyd)).toEqual([true, true]);
});

test("who joins while the next key is made gets both keys", async () => {
  const { keys, join } = await sender();
  const [ada, ben] = join(2);
  keys.remove(ben);
  const [cyd] = join(1);
  expect(cyd.epochs).toEqual([0]);
  await eventually(() =>
    expect([ada.epochs, cyd.epochs]).toEqual([
      [0, 1],
      [0, 1],
    ]),
  );
});

test("who joins at the moment of the changeover has the key that is in use", async () => {
  const { keys, join, openedBy } = await sender();
  const [ada, ben] = join(2);
  keys.remove(ben);
  await eventually(() => expect(ada.epochs).toEqual([0, 1]));
  const [cyd] = join(1);
  keys.handleAck(ada, 1);
  expect(await openedBy(ada, cyd)).toEqual([true, true]);
});

test("several leave at once: one key that none of them has", async () => {
  const { keys, join, openedBy } = await sender();
  const [ada, ben, cyd] = join(3);
  keys.remove(ben);
  keys.remove(cyd);
  await eventually(() => expect(ada.epochs).toHaveLength(2));
  keys.handleAck(ada, ada.epochs[1] ?? 0);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, false, false]);
  expect([ben.epochs, cyd.epochs]).toEqual([[0], [0]]);
});

test("one leaves during the changeover: the key that they have never comes into use for long", async () => {
  const { keys, clock, join, openedBy } = await sender();
  const [ada, ben, cyd] = join(3);
  keys.remove(ben);
  await eventually(() => expect(cyd.epochs).toEqual([0, 1]));
  clock.now = 300;
  keys.remove(cyd);
  await eventually(() => expect(ada.epochs).toEqual([0, 1, 2]));
  keys.handleAck(ada, 1);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, true]);
  // The second leaving has not put off the end of the first one's key.
  clock.now = 500;
  expect(await openedBy(ada, ben, cyd)).toEqual([true, false, false]);
});

test("however many leave one after the other, those who stay can open every frame", async () => {
  const { keys, join, openedBy } = await sender();
  const [ada, ...others] = join(3 * MAX_KEYS);
  for (const [index, other] of others.entries()) {
    keys.remove(other);
    await eventually(() => expect(ada.epochs).toHaveLength(index + 2));
    expect(await openedBy(ada)).toEqual([true]);
  }
});

test("a key that is nearly used up makes way for the next", async () => {
  const create = SframeSender.create;
  vi.spyOn(SframeSender, "create").mockImplementation((keyId) =>
    create.call(SframeSender, keyId, SframeSuite.aes128, keyId === 0 ? 2 ** 20 + 2 : undefined),
  );
  const { keys, join, epoch, openedBy } = await sender();
  const [ada] = join(1);
  for (let i = 0; i < 3; i++) expect(await openedBy(ada)).toEqual([true]);
  expect(ada.epochs).toEqual([0]);
  for (let i = 0; i < 3; i++) expect(await epoch()).toBe(0);
  await eventually(() => expect(ada.epochs).toEqual([0, 1]));
  keys.handleAck(ada, 1);
  expect(await openedBy(ada)).toEqual([true]);
  expect(await epoch()).toBe(1);
});
