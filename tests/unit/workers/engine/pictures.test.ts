import { afterEach, beforeEach, expect, test } from "vitest";
import type { PeerId } from "../../../../src/workers/engine/messages.ts";
import { Pictures } from "../../../../src/workers/engine/pictures.ts";

const [ada, bob] = ["ada", "bob"] as PeerId[] as [PeerId, PeerId];

/** A picture that knows how often it was closed. */
class FakeFrame {
  static made: FakeFrame[] = [];
  readonly number = FakeFrame.made.push(this);
  closed = 0;

  close(): void {
    this.closed++;
  }
}

/** The page's end of a stream: takes one frame after the other, when it is told to. */
class FakeSurface {
  readonly taken: number[] = [];
  ended = false;
  #take: VoidFunction[] = [];
  #error: (reason: unknown) => void = () => undefined;
  readonly stream: WritableStream<VideoFrame>;

  constructor(slow = false) {
    this.stream = new WritableStream<VideoFrame>({
      start: (controller) => {
        this.#error = (reason) => controller.error(reason);
      },
      write: async (frame) => {
        if (slow) await new Promise<void>((resolve) => this.#take.push(resolve));
        this.taken.push((frame as unknown as FakeFrame).number);
      },
      close: () => {
        this.ended = true;
      },
    });
  }

  async takeOne(): Promise<void> {
    this.#take.shift()?.();
    await settle();
  }

  break(): void {
    this.#error(new Error("The surface is gone"));
  }
}

let pictures: Pictures;

beforeEach(() => {
  FakeFrame.made = [];
  pictures = new Pictures();
});

afterEach(async () => {
  pictures.close();
  await settle();
  const open = FakeFrame.made.filter(({ closed }) => closed === 0).map(({ number }) => number);
  expect(open, "frames left open").toEqual([]);
});

/** Shows that many new frames and lets everything settle. */
async function show(peer: PeerId, count: number): Promise<void> {
  for (let i = 0; i < count; i++) pictures.show(peer, new FakeFrame() as unknown as VideoFrame);
  await settle();
}

async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

test("frames go to the surface of their peer, in order, and are closed behind it", async () => {
  const [first, second] = [new FakeSurface(), new FakeSurface()];
  pictures.setSurface(ada, first.stream);
  pictures.setSurface(bob, second.stream);
  await show(ada, 1);
  await show(bob, 1);
  await show(ada, 1);
  expect(first.taken).toEqual([1, 3]);
  expect(second.taken).toEqual([2]);
  expect(FakeFrame.made.map(({ closed }) => closed)).toEqual([1, 1, 1]);
});

test("frames of somebody who is not shown are closed at once", async () => {
  await show(ada, 3);
  expect(FakeFrame.made.map(({ closed }) => closed)).toEqual([1, 1, 1]);
});

test("a slow surface gets the newest of what waited, and nothing piles up", async () => {
  const surface = new FakeSurface(true);
  pictures.setSurface(ada, surface.stream);
  await show(ada, 10);
  expect(FakeFrame.made.filter(({ closed }) => closed === 0).map(({ number }) => number)).toEqual([1, 2, 10]);
  for (let i = 0; i < 3; i++) await surface.takeOne();
  expect(surface.taken).toEqual([1, 2, 10]);
  await show(ada, 1);
  await surface.takeOne();
  expect(surface.taken).toEqual([1, 2, 10, 11]);
});

test("a surface that keeps up after a jam gets every frame again", async () => {
  const surface = new FakeSurface(true);
  pictures.setSurface(ada, surface.stream);
  await show(ada, 5);
  for (let i = 0; i < 3; i++) await surface.takeOne();
  for (let i = 0; i < 3; i++) {
    await show(ada, 1);
    await surface.takeOne();
  }
  expect(surface.taken).toEqual([1, 2, 5, 6, 7, 8]);
});

test("another surface for the same peer takes over; the stream of the first is ended", async () => {
  const [first, second] = [new FakeSurface(), new FakeSurface()];
  pictures.setSurface(ada, first.stream);
  await show(ada, 1);
  pictures.setSurface(ada, second.stream);
  await show(ada, 1);
  expect([first.taken, second.taken]).toEqual([[1], [2]]);
  expect([first.ended, second.ended]).toEqual([true, false]);
});

test("a surface that is taken away ends, and what waited for it is closed", async () => {
  const surface = new FakeSurface(true);
  pictures.setSurface(ada, surface.stream);
  await show(ada, 3);
  pictures.setSurface(ada, undefined);
  expect(FakeFrame.made.at(-1)?.closed).toBe(1);
  await show(ada, 1);
  expect(FakeFrame.made.at(-1)?.closed).toBe(1);
  await surface.takeOne();
  await surface.takeOne();
  expect(surface.ended).toBe(true);
});

test("a surface that breaks off costs its own frames and nothing else", async () => {
  const [broken, other] = [new FakeSurface(), new FakeSurface()];
  pictures.setSurface(ada, broken.stream);
  pictures.setSurface(bob, other.stream);
  broken.break();
  await show(ada, 5);
  await show(bob, 1);
  expect(FakeFrame.made.every(({ closed }) => closed === 1)).toBe(true);
  expect(other.taken).toEqual([6]);
});

test("closing ends every stream, and closes what comes after", async () => {
  const surface = new FakeSurface();
  pictures.setSurface(ada, surface.stream);
  await show(ada, 1);
  pictures.close();
  await show(ada, 2);
  expect(surface.ended).toBe(true);
  expect(FakeFrame.made.map(({ closed }) => closed)).toEqual([1, 1, 1]);
});
