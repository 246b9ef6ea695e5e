import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EngineClient } from "../../../../src/workers/engine/client.ts";
import { fakeTimers } from "../../../fakes/time.ts";

const RELAY = "https://kith.example/.well-known/kith.json";

/** A worker that does nothing but die when it is told to. */
class FakeWorker extends EventTarget {
  readonly heard: unknown[] = [];
  isOver = false;

  constructor() {
    super();
    workers.push(this);
  }

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.isOver = true;
  }

  /** Twice, as one may: by an error, and by another. */
  crash(): void {
    for (let times = 0; times < 2; times++)
      this.dispatchEvent(Object.assign(new Event("error"), { message: "It fell" }));
  }
}

const workers: FakeWorker[] = [];
const crashes: string[] = [];
let client: EngineClient;

beforeEach(() => {
  fakeTimers();
  workers.length = crashes.length = 0;
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("location", new URL("https://kith.example/"));
  client = new EngineClient(RELAY);
  client.on("crashed", ({ message }) => crashes.push(message));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("an engine that has lived is replaced at once, and the next one knows where the relay is", () => {
  vi.advanceTimersByTime(60_000);
  workers[0]?.crash();
  vi.advanceTimersByTime(1);
  expect(crashes).toEqual(["It fell"]);
  expect(workers).toMatchObject([{ isOver: true }, { isOver: false }]);
  expect(workers[1]?.heard).toEqual([{ type: "open", wellKnownUrl: RELAY }]);
});

test("one that does not come to life is started every two seconds, and each time it is told", () => {
  for (let life = 0; life < 3; life++) {
    workers.at(-1)?.crash();
    vi.advanceTimersByTime(1_999);
    expect(workers).toHaveLength(life + 1);
    expect(crashes).toHaveLength(life);
    vi.advanceTimersByTime(1);
  }
  expect(workers).toHaveLength(4);
  expect(crashes).toHaveLength(3);
});

test("after the end none is started any more", () => {
  workers[0]?.crash();
  client.close();
  vi.advanceTimersByTime(10_000);
  expect(workers).toMatchObject([{ isOver: true }]);
  expect(crashes).toEqual([]);
});
