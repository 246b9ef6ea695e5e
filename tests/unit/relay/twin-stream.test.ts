import { expect, test } from "vitest";
import { TwinStream } from "../../../relay/twin-stream.ts";

const all = Uint8Array.from({ length: 12 }, (_, i) => i);

/** One of two streams with the same bytes, which arrive when the test says so. */
class FakeSource {
  readonly #pieces: (Uint8Array | undefined | Error)[] = [];
  #wake: () => void = () => undefined;
  reads = 0;
  isCancelled = false;

  async read(): Promise<Uint8Array | undefined> {
    this.reads++;
    while (this.#pieces.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    const piece = this.#pieces.shift();
    if (piece instanceof Error) throw piece;
    return piece;
  }

  cancel(): void {
    this.isCancelled = true;
    this.put(undefined);
  }

  put(piece: Uint8Array | undefined | Error): void {
    this.#pieces.push(piece);
    this.#wake();
  }
}

/** Two streams of which the first has its first two bytes read already. */
function twins() {
  const [one, two] = [new FakeSource(), new FakeSource()];
  const twin = new TwinStream(one, 2);
  return { one, two, twin };
}

const broken = new Error("Reset.");
const bytes = async (reading: Promise<Uint8Array | undefined>) => [...((await reading) ?? ["the end"])];

test("is what one stream is, while there is one", async () => {
  const { one, twin } = twins();
  one.put(all.subarray(2, 5));
  one.put(all.subarray(5));
  one.put(undefined);
  expect(await bytes(twin.read())).toEqual([2, 3, 4]);
  expect(await bytes(twin.read())).toEqual([5, 6, 7, 8, 9, 10, 11]);
  expect(await twin.read()).toBeUndefined();
  expect(await twin.read(), "for good").toBeUndefined();
});

test.each([
  ["before it was waited for", true],
  ["while it is waited for", false],
])("goes on with another that is ahead, come %s", async (_when, isBefore) => {
  const { two, twin } = twins();
  const reading = isBefore ? undefined : twin.read();
  twin.add(two, all.subarray(0, 7));
  expect(await bytes(reading ?? twin.read())).toEqual([2, 3, 4, 5, 6]);
});

test("hands on each byte once, from whichever has it first", async () => {
  const { one, two, twin } = twins();
  twin.add(two, all.subarray(0, 1));
  one.put(all.subarray(2, 4));
  expect(await bytes(twin.read())).toEqual([2, 3]);
  two.put(all.subarray(1, 3));
  two.put(all.subarray(3, 6));
  expect(await bytes(twin.read())).toEqual([4, 5]);
  one.put(all.subarray(4));
  one.put(undefined);
  expect(await bytes(twin.read())).toEqual([6, 7, 8, 9, 10, 11]);
  two.put(broken);
  expect(await twin.read(), "its sender wanted no more of the other").toBeUndefined();
});

test("one that ends may have been cut short, while there is another", async () => {
  const { one, two, twin } = twins();
  twin.add(two, all.subarray(0, 1));
  one.put(all.subarray(2, 6));
  one.put(undefined);
  expect(await bytes(twin.read())).toEqual([2, 3, 4, 5]);
  two.put(all.subarray(1));
  expect(await bytes(twin.read())).toEqual([6, 7, 8, 9, 10, 11]);
  two.put(broken);
  await expect(twin.read()).rejects.toThrow(broken);
});

test("whichever breaks off, the other is enough", async () => {
  const { one, two, twin } = twins();
  twin.add(two, all.subarray(0, 1));
  one.put(broken);
  two.put(all.subarray(1));
  expect(await bytes(twin.read())).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  two.put(undefined);
  expect(await twin.read()).toBeUndefined();
});

test("one that ends behind the other does not end it", async () => {
  const { one, two, twin } = twins();
  one.put(all.subarray(2, 8));
  await twin.read();
  twin.add(two, all.subarray(0, 4));
  two.put(undefined);
  one.put(all.subarray(8));
  one.put(undefined);
  expect(await bytes(twin.read())).toEqual([8, 9, 10, 11]);
  expect(await twin.read()).toBeUndefined();
});

test("is incomplete once both have broken off", async () => {
  const { one, two, twin } = twins();
  twin.add(two, all.subarray(0, 2));
  one.put(broken);
  two.put(broken);
  await expect(twin.read()).rejects.toThrow(broken);
});

test("one that comes when all is there is refused", async () => {
  const { one, two, twin } = twins();
  one.put(undefined);
  await twin.read();
  twin.add(two, all);
  expect(two.isCancelled).toBe(true);
});

test("whoever wants no more ends the waiting, and both streams", async () => {
  const { one, two, twin } = twins();
  twin.add(two, all.subarray(0, 1));
  const reading = twin.read();
  twin.cancel();
  expect(await reading).toBeUndefined();
  expect([one.isCancelled, two.isCancelled]).toEqual([true, true]);
});

test("nothing is read ahead of who reads", async () => {
  const { one, two, twin } = twins();
  twin.add(two, all.subarray(0, 1));
  for (const source of [one, two]) for (let i = 2; i < 12; i++) source.put(all.subarray(i, i + 1));
  await twin.read();
  expect(one.reads + two.reads).toBeLessThanOrEqual(3);
});
