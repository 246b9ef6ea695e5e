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
  #begun = 0;
  #base = 0;

  take(grant: SframeGrant): void {
    this.grants.push(grant);
    this.#ready = this.#ready.then(() => this.receiver.add(grant));
  }

  /** Of the keys that came since `beginAnew`, counted from the one before them. */
  get epochs(): number[] {
    return this.grants.slice(this.#begun).map(({ keyId }) => keyId - this.#base);
  }

  get lastEpoch(): number | undefined {
    return this.grants.at(-1)?.keyId;
  }

  beginAnew(): void {
    this.#begun = this.grants.length;
    this.#base = this.lastEpoch ?? 0;
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
  const here = new Set<Person>();
  /** They come one after the other, and in the end all have the key that is in use: epoch 0 to the tests. */
  const join = async (count: number) => {
    const people = Array.from({ length: count }, () => new Person());
    for (const person of people) {
      keys.add(person);
      here.add(person);
      await eventually(() => expect(person.lastEpoch).toBeDefined());
      for (const other of here) keys.handleAck(other, person.lastEpoch ?? 0);
    }
    for (const person of here) person.beginAnew();
    base = decodeSframeHeader(await keys.seal(frame, header)).keyId;
    return people as [Person, Person, Person];
  };
  const leave = (person: Person) => {
    here.delete(person);
    keys.remove(person);
  };
  const acknowledge = (person: Person, epoch: number) => keys.handleAck(person, base + epoch);
  let base = 0;
  /** Seals a frame, and says who of these can open it. */
  const openedBy = async (...people: Person[]) => {
    const sealed = await keys.seal(frame, header);
    return Promise.all(people.map((person) => person.canOpen(sealed)));
  };
  const epoch = async () => decodeSframeHeader(await keys.seal(frame, header)).keyId - base;
  return { keys, clock, join, leave, acknowledge, openedBy, epoch };
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("everyone who was added opens every frame, and nobody else", async () => {
  const { join, openedBy } = await sender();
  const [ada, ben] = await join(2);
  expect(await openedBy(ada, ben, new Person())).toEqual([true, true, false]);
});

test("the header is authenticated, and there is room for it in front", async () => {
  const { keys, join } = await sender();
  const [ada] = await join(1);
  const sealed = await keys.seal(frame, header, 12);
  expect(sealed.slice(0, 12)).toEqual(new Uint8Array(12));
  await expect(ada.receiver.open(sealed.slice(12), new Uint8Array(3))).rejects.toThrow();
  expect(await ada.canOpen(sealed.slice(12))).toBe(true);
});

test("every instance begins with a key of its own", async () => {
  const [one, other] = [await sender(), await sender()];
  const [ada] = await one.join(1);
  const [ben] = await other.join(1);
  expect(ada.grants[0]?.baseKey).not.toEqual(ben.grants[0]?.baseKey);
  expect(await other.openedBy(ada)).toEqual([false]);
});

test("to be added twice is to be added once", async () => {
  const { keys, join } = await sender();
  const [ada] = await join(1);
  keys.add(ada);
  expect(ada.grants).toHaveLength(1);
});

test("who comes later opens nothing from before, whoever kept it for them", async () => {
  const { keys, join, openedBy } = await sender();
  const [ada] = await join(1);
  const before = await keys.seal(frame, header);
  const [ben] = await join(1);
  expect(await ben.canOpen(before)).toBe(false);
  expect(await ada.canOpen(before)).toBe(true);
  expect(await openedBy(ada, ben)).toEqual([true, true]);
});

test("an answer that never comes keeps no old key in use, even while nothing is said", async () => {
  const { keys, clock, join, openedBy } = await sender();
  const [ada] = await join(1);
  const ben = new Person();
  keys.add(ben);
  await eventually(() => expect(ben.grants).toHaveLength(1));
  expect(await openedBy(ada, ben)).toEqual([true, false]);
  clock.now = 500;
  keys.poll();
  const cyd = new Person();
  keys.add(cyd);
  await eventually(() => expect(cyd.grants).toHaveLength(1));
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, false]);
});

test("who leaves never gets the next key, which is in use once everyone else has it", async () => {
  const { join, leave, acknowledge, openedBy } = await sender();
  const [ada, ben, cyd] = await join(3);
  leave(cyd);
  await eventually(() => expect([ada.epochs, ben.epochs]).toEqual([[1], [1]]));
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, true]);
  acknowledge(ada, 1);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, true]);
  acknowledge(ben, 1);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, false]);
  expect(cyd.epochs).toEqual([]);
});

test("who is slow to answer holds the changeover up for half a second, and no longer", async () => {
  const { clock, join, leave, acknowledge, epoch } = await sender();
  const [ada, ben, cyd] = await join(3);
  leave(cyd);
  await eventually(() => expect(ben.epochs).toEqual([1]));
  acknowledge(ada, 1);
  clock.now = 499;
  expect(await epoch()).toBe(0);
  clock.now = 500;
  expect(await epoch()).toBe(1);
});

test("answers that are late, or to another key, change nothing", async () => {
  const { clock, join, leave, acknowledge, epoch } = await sender();
  const [ada, ben] = await join(2);
  acknowledge(ada, 0);
  acknowledge(ada, 1);
  expect(await epoch()).toBe(0);
  leave(ben);
  await eventually(() => expect(ada.epochs).toEqual([1]));
  acknowledge(ada, 2);
  acknowledge(new Person(), 1);
  expect(await epoch()).toBe(0);
  clock.now = 500;
  expect(await epoch()).toBe(1);
  acknowledge(ada, 1);
  expect(await epoch()).toBe(1);
});

test("nobody left: the next key waits for nobody", async () => {
  const { join, leave, openedBy, epoch } = await sender();
  const [ada] = await join(1);
  leave(ada);
  await vi.waitFor(async () => expect(await epoch()).toBe(1));
  expect(await openedBy(ada)).toEqual([false]);
});

test("who is not there cannot leave", async () => {
  const { join, leave, epoch } = await sender();
  const [ada] = await join(1);
  leave(new Person());
  expect(ada.epochs).toEqual([]);
  expect(await epoch()).toBe(0);
});

test("who joins during a changeover gets the key that comes of it, and none from before", async () => {
  const { keys, clock, join, leave, openedBy } = await sender();
  const [ada, ben] = await join(2);
  leave(ben);
  await eventually(() => expect(ada.epochs).toEqual([1]));
  const cyd = new Person();
  keys.add(cyd);
  await eventually(() => expect(ada.epochs).toEqual([1, 2]));
  expect(await openedBy(ada, cyd)).toEqual([true, false]);
  clock.now = 500;
  expect(await openedBy(ada, ben, cyd)).toEqual([true, false, true]);
  expect(cyd.grants).toHaveLength(1);
});

test("several leave at once: one key that none of them has", async () => {
  const { join, leave, acknowledge, openedBy } = await sender();
  const [ada, ben, cyd] = await join(3);
  leave(ben);
  leave(cyd);
  await eventually(() => expect(ada.epochs).toHaveLength(1));
  acknowledge(ada, ada.epochs[0] ?? 0);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, false, false]);
  expect([ben.epochs, cyd.epochs]).toEqual([[], []]);
});

test("one leaves during the changeover: the key that they have never comes into use for long", async () => {
  const { clock, join, leave, acknowledge, openedBy } = await sender();
  const [ada, ben, cyd] = await join(3);
  leave(ben);
  await eventually(() => expect(cyd.epochs).toEqual([1]));
  clock.now = 300;
  leave(cyd);
  await eventually(() => expect(ada.epochs).toEqual([1, 2]));
  acknowledge(ada, 1);
  expect(await openedBy(ada, ben, cyd)).toEqual([true, true, true]);
  // The second leaving has not put off the end of the first one's key.
  clock.now = 500;
  expect(await openedBy(ada, ben, cyd)).toEqual([true, false, false]);
});

test("however many leave one after the other, those who stay can open every frame", async () => {
  const { join, leave, openedBy } = await sender();
  const [ada, ...others] = await join(3 * MAX_KEYS);
  for (const [index, other] of others.entries()) {
    leave(other);
    await eventually(() => expect(ada.epochs).toHaveLength(index + 1));
    expect(await openedBy(ada)).toEqual([true]);
  }
});

test("a key that is nearly used up makes way for the next", async () => {
  const create = SframeSender.create;
  vi.spyOn(SframeSender, "create").mockImplementation((keyId) =>
    create.call(SframeSender, keyId, SframeSuite.aes128, keyId === 0 ? 2 ** 20 + 2 : undefined),
  );
  const { join, acknowledge, openedBy, epoch } = await sender();
  const [ada] = await join(1);
  for (let i = 0; i < 3; i++) expect(await openedBy(ada)).toEqual([true]);
  expect(ada.epochs).toEqual([]);
  for (let i = 0; i < 3; i++) expect(await epoch()).toBe(0);
  await eventually(() => expect(ada.epochs).toEqual([1]));
  acknowledge(ada, 1);
  expect(await openedBy(ada)).toEqual([true]);
  expect(await epoch()).toBe(1);
});
