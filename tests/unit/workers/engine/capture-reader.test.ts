import { expect, test } from "vitest";
import { CaptureReader } from "../../../../src/workers/engine/capture-reader.ts";
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
  expect(old.isCancelled).toBe(true);
  expect(turns()).toBe(2);
});

test("of two that have not delivered, only the later one is waited for", async () => {
  const { reader, taken } = reading();
  const [first, second] = [new Device(), new Device()];
  reader.read(first.stream);
  reader.read(second.stream);
  await settled();
  expect(first.isCancelled).toBe(true);
  second.deliver(new Piece("b1"));
  await settled();
  expect(taken).toEqual(["b1"]);
});

test("without a stream nothing is read any more, at once", async () => {
  const { reader } = reading();
  const [old, next] = [new Device(), new Device()];
  reader.read(old.stream);
  old.deliver(new Piece("a1"));
  await settled();
  reader.read(next.stream);
  expect(reader.isReading).toBe(true);
  reader.read(undefined);
  await settled();
  expect([old.isCancelled, next.isCancelled, reader.isReading]).toEqual([true, true, false]);
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
