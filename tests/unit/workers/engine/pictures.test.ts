import { expect, test } from "vitest";
import type { PeerId } from "../../../../src/trust/peer-message.ts";
import { Pictures } from "../../../../src/workers/engine/pictures.ts";

const ada = "ada" as PeerId;

class FakeFrame {
  readonly name: number;
  closed = false;

  constructor(name: number) {
    this.name = name;
  }

  close(): void {
    this.closed = true;
  }
}

/** A surface that takes a frame only when it is told to. */
function slowSurface() {
  const taken: number[] = [];
  const waiting: (() => void)[] = [];
  let closed = false;
  const frames = new WritableStream<FakeFrame>({
    write: (frame) => {
      taken.push(frame.name);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () => {
      closed = true;
    },
  });
  return {
    frames: frames as unknown as WritableStream<VideoFrame>,
    taken,
    isClosed: () => closed,
    take: () => waiting.shift()?.(),
  };
}

function show(pictures: Pictures, ...names: number[]): FakeFrame[] {
  const frames = names.map((name) => new FakeFrame(name));
  for (const frame of frames) pictures.show(ada, frame as unknown as VideoFrame);
  return frames;
}

test("a surface that is slow gets the newest frame next, and those between are closed at once", async () => {
  const pictures = new Pictures();
  const surface = slowSurface();
  pictures.setSurface(ada, surface.frames);
  const frames = show(pictures, 1, 2, 3, 4, 5);
  expect(frames.map(({ closed }) => closed)).toEqual([false, false, true, true, false]);
  await expect.poll(() => surface.taken).toEqual([1]);
  surface.take();
  await expect.poll(() => surface.taken).toEqual([1, 2]);
  surface.take();
  await expect.poll(() => surface.taken).toEqual([1, 2, 5]);
  surface.take();
  await expect.poll(() => frames.every(({ closed }) => closed)).toBe(true);
});

test("what nobody watches is closed", () => {
  const pictures = new Pictures();
  expect(show(pictures, 1).every(({ closed }) => closed)).toBe(true);
});

test("a second surface takes over, and the first is told that nothing more comes", async () => {
  const pictures = new Pictures();
  const [first, second] = [slowSurface(), slowSurface()];
  pictures.setSurface(ada, first.frames);
  pictures.setSurface(ada, second.frames);
  await expect.poll(first.isClosed).toBe(true);
  show(pictures, 1);
  await expect.poll(() => second.taken).toEqual([1]);
  expect(first.taken).toEqual([]);
});

test("a surface that breaks costs nothing but its frames", async () => {
  const pictures = new Pictures();
  const broken = new WritableStream<VideoFrame>({ write: () => Promise.reject(new Error("gone")) });
  pictures.setSurface(ada, broken);
  const frames = show(pictures, 1, 2);
  await expect.poll(() => frames.every(({ closed }) => closed)).toBe(true);
  pictures.close();
});

test("closing lets go of what still waits", async () => {
  const pictures = new Pictures();
  const surface = slowSurface();
  pictures.setSurface(ada, surface.frames);
  const frames = show(pictures, 1, 2, 3);
  pictures.close();
  expect(frames[2]?.closed).toBe(true);
  await expect.poll(() => surface.taken).toEqual([1]);
  surface.take();
  await expect.poll(() => frames[0]?.closed).toBe(true);
});
