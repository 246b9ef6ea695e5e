import { afterEach, expect, test, vi } from "vitest";
import { CaptureReader, PATIENCE } from "../../../../src/workers/engine/capture-reader.ts";
import { settled } from "../../../fakes/hardware.ts";

class Piece {
  readonly name: string;
  isClosed = false;

  constructor(name: string) {
    this.name = name;
  }

  close(): void {
    this.isClosed = true;
  }
}

/** A device that delivers when the test says so. */
class Device {
  isCancelled = false;
  #controller: ReadableStreamDefaultController<Piece> | undefined;
  readonly stream = new ReadableStream<Piece>({
    start: (controller) => {
      this.#controller = controller;
    },
    cancel: () => {
      this.isCancelled = true;
    },
  });

  deliver(piece: Piece): void {
    this.#controller?.enqueue(piece);
  }

  end(): void {
    this.#controller?.close();
  }
}

afterEach(() => {
  vi.useRealTimers();
});

function reading() {
  const taken: string[] = [];
  let turns = 0;
  const reader = new CaptureReader<Piece>(
    ({ name }) => void taken.push(name),
    () => void turns++,
  );
  return { reader, taken, turns: () => turns };
}

test("pieces are taken in order and closed", async () => {
  const { reader, taken } = reading();
  const source = new Device();
  const pieces = [new Piece("a1"), new Piece("a2")];
  reader.read(source.stream);
  for (const piece of pieces) source.deliver(piece);
  await settled();
  expect(taken).toEqual(["a1", "a2"]);
  expect(pieces.every(({ isClosed }) => isClosed)).toBe(true);
});

test("the old stream is read until the new one delivers", async () => {
  const { reader, taken, turns } = reading();
  const [old, next] = [new Device(), new Device()];
  reader.read(old.stream);
  old.deliver(new Piece("a1"));
  await settled();
  reader.read(next.stream);
  old.deliver(new Piece("a2"));
  await settled();
  expect(old.isCancelled).toBe(false);
  next.deliver(new Piece("b1"));
  await settled();
  expect(taken).toEqual(["a1", "a2", "b1"]);
  expect(turns()).toBe(2);
});

test("of two that have not delivered, only the later one is waited for", async () => {
  const { reader, taken } = reading();
  const [first, second] = [new Device(), new Device()];
  reader.read(first.stream);
  reader.read(second.stream);
  first.deliver(new Piece("a1"));
  await settled();
  second.deliver(new Piece("b1"));
  await settled();
  expect(taken).toEqual(["b1"]);
});

test("without a stream nothing is taken any more; what is still on its way is closed", async () => {
  const { reader, taken } = reading();
  const [old, next] = [new Device(), new Device()];
  const late = [new Piece("a2"), new Piece("b1")] as const;
  reader.read(old.stream);
  old.deliver(new Piece("a1"));
  await settled();
  reader.read(next.stream);
  expect(reader.isReading).toBe(true);
  reader.read(undefined);
  expect(reader.isReading).toBe(false);
  old.deliver(late[0]);
  next.deliver(late[1]);
  await settled();
  expect(taken).toEqual(["a1"]);
  expect(late.map(({ isClosed }) => isClosed)).toEqual([true, true]);
});

test("a device that nobody stops is stopped in the end", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { reader } = reading();
  const [stopped, left] = [new Device(), new Device()];
  for (const { stream } of [stopped, left]) {
    reader.read(stream);
    reader.read(undefined);
  }
  stopped.end();
  await vi.advanceTimersByTimeAsync(PATIENCE);
  expect([stopped.isCancelled, left.isCancelled]).toEqual([false, true]);
});

test("a piece that cannot be used is closed and left out", async () => {
  const taken: string[] = [];
  const reader = new CaptureReader<Piece>(async ({ name }) => {
    if (name === "a1") throw new Error("No encoder");
    taken.push(name);
  });
  const source = new Device();
  const [bad, good] = [new Piece("a1"), new Piece("a2")];
  reader.read(source.stream);
  for (const piece of [bad, good]) source.deliver(piece);
  await settled();
  expect([taken, bad.isClosed]).toEqual([["a2"], true]);
});

test("a stream that ends leaves the way to the next one", async () => {
  const { reader, taken } = reading();
  const [old, next] = [new Device(), new Device()];
  reader.read(old.stream);
  old.deliver(new Piece("a1"));
  old.end();
  await settled();
  reader.read(next.stream);
  next.deliver(new Piece("b1"));
  await settled();
  expect(taken).toEqual(["a1", "b1"]);
});
