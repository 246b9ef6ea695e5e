import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ScreenSource } from "../../../../src/media/congestion/screen-ladder.ts";
import type { VideoTrack } from "../../../../src/media/tracks/track.ts";
import { PayloadType } from "../../../../src/transport/wire/rtp.ts";
import { ScreenSender } from "../../../../src/workers/engine/send-screen.ts";

const quality = {
  width: 1920,
  height: 1080,
  frameRate: 10,
  temporalLayers: 1,
  bitrate: 800_000,
  hint: "detail",
} as const;

/** Frames that are not closed yet. */
let open = 0;
/** What has left, as "key 7" for the picture of number 7, and by which codec. */
let sent: string[] = [];
const codecs = new Set<number>();

class FakeFrame {
  readonly timestamp: number;
  readonly displayWidth = 1920;
  readonly displayHeight = 1080;
  readonly visibleRect = { x: 0, y: 0, width: 1920, height: 1080 };
  readonly number: number;

  constructor({ number }: { readonly number: number }, { timestamp }: { readonly timestamp: number }) {
    this.number = number;
    this.timestamp = timestamp;
    open++;
  }

  clone(): FakeFrame {
    return new FakeFrame(this, this);
  }

  close(): void {
    open--;
  }
}

class FakeEncoder {
  static async isConfigSupported() {
    return { supported: true };
  }

  state = "configured";
  encodeQueueSize = 0;
  readonly #output: (chunk: unknown, metadata: object) => void;

  constructor({ output }: { output: (chunk: unknown, metadata: object) => void }) {
    this.#output = output;
  }

  configure(): void {
    this.state = "configured";
  }

  encode({ timestamp, number }: FakeFrame, { keyFrame }: { readonly keyFrame: boolean }): void {
    const type = keyFrame ? "key" : "delta";
    this.#output({ timestamp, type, byteLength: 1, copyTo: (to: Uint8Array) => to.set([number]) }, {});
  }

  close(): void {
    this.state = "closed";
  }
}

const audience = { isOpen: true, isReady: true };
let screen: ScreenSender;
let shared: ReadableStreamDefaultController<VideoFrame>;
let asked: ScreenSource[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("VideoEncoder", FakeEncoder);
  vi.stubGlobal("VideoFrame", FakeFrame);
  open = 0;
  sent = [];
  asked = [];
  codecs.clear();
  Object.assign(audience, { isOpen: true, isReady: true });
  const track = {
    get isOpen() {
      return audience.isOpen;
    },
    get isReady() {
      return audience.isReady;
    },
    learn: () => undefined,
    ensure: () => undefined,
    send: async (piece: { payload: Uint8Array; payloadType: number; marking: { keyFrame: boolean } }) => {
      sent.push(`${piece.marking.keyFrame ? "key " : ""}${piece.payload[0]}`);
      codecs.add(piece.payloadType);
      return true;
    },
  };
  screen = new ScreenSender({
    track: track as unknown as VideoTrack,
    quality: (source) => {
      asked.push(source);
      return quality;
    },
    encoders: { choose: () => undefined },
    now: () => performance.now(),
    createChange: () => ({ measure: () => 0.5 }),
  });
  const frames = new ReadableStream<VideoFrame>({
    start(controller) {
      shared = controller;
    },
  });
  screen.setSource(frames);
});

afterEach(() => {
  screen.close();
  expect(open).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Something new is on the screen. */
async function show(number: number): Promise<void> {
  const timestamp = Math.round(1000 * performance.now());
  shared.enqueue(new FakeFrame({ number }, { timestamp }) as unknown as VideoFrame);
  await vi.advanceTimersByTimeAsync(1);
}

test("a picture goes out at once, with what keeps text small, and again until it is sharp", async () => {
  await show(1);
  expect(sent).toEqual(["key 1"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual(["key 1", "1", "1", "1", "1", "1"]);
  expect([...codecs]).toEqual([PayloadType.vp8]);
});

test("of pictures that come too fast, the last is never left out", async () => {
  await show(1);
  for (const number of [2, 3, 4]) await show(number);
  expect(sent).toEqual(["key 1"]);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual(["key 1", "4"]);
});

test("a key frame is made of the picture that there is, also long after it came", async () => {
  await show(1);
  await vi.advanceTimersByTimeAsync(10_000);
  const before = sent.length;
  screen.requestKeyFrame();
  await vi.advanceTimersByTimeAsync(10);
  expect(sent.slice(before)).toEqual(["key 1"]);
});

test("what is shown before there is anybody to see it goes to the first who comes", async () => {
  audience.isOpen = false;
  await show(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([]);
  audience.isOpen = true;
  await vi.advanceTimersByTimeAsync(300);
  expect(sent).toEqual(["key 1"]);
});

test("a picture that finds no way out is not forgotten", async () => {
  await show(1);
  audience.isReady = false;
  await show(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sent).toEqual(["key 1"]);
  audience.isReady = true;
  await vi.advanceTimersByTimeAsync(50);
  expect(sent).toEqual(["key 1", "2"]);
});

test("what moves on and on counts as a film", async () => {
  for (let number = 0; number < 50; number++) {
    await show(number);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect([asked[0]?.isMoving, asked.at(-1)?.isMoving]).toEqual([false, true]);
});

test("nothing leaves once the screen is not shared any more", async () => {
  await show(1);
  screen.setSource(undefined);
  const before = sent.length;
  screen.requestKeyFrame();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent.length).toBe(before);
  expect(screen.statistics).toBeUndefined();
});
