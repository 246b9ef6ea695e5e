import { atom, type WritableAtom } from "nanostores";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { DeviceCheck } from "../../../src/app/device-check.ts";
import type { DeviceState } from "../../../src/app/devices-state.ts";
import type { FromEngine, ToEngine } from "../../../src/workers/engine/client.ts";
import { deviceState } from "../../fakes/states.ts";
import { fakeTimers } from "../../fakes/time.ts";

type Connection = Extract<FromEngine, { type: "connection" }>;
type Listener = (message: never) => void;

/** The page's end of an engine that says what the test says. */
class FakeEngine {
  readonly told: ToEngine["type"][] = [];
  readonly #listeners = new Map<string, Set<Listener>>();
  #connection: Connection | undefined;

  tell({ type }: ToEngine): void {
    this.told.push(type);
  }

  on(type: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  follow(type: string, listener: Listener): () => void {
    if (this.#connection !== undefined) listener(this.#connection as never);
    return this.on(type, listener);
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  say(message: FromEngine): void {
    if (message.type === "connection") this.#connection = message;
    for (const listener of this.#listeners.get(message.type) ?? []) listener(message as never);
  }
}

let engine: FakeEngine;
let devices: WritableAtom<DeviceState>;
let level: WritableAtom<number>;
let check: DeviceCheck;
let closed = 0;
let isMute = false;

/** A camera, which may be covered. */
class FakeCamera extends EventTarget {
  muted: boolean;

  constructor(muted: boolean) {
    super();
    this.muted = muted;
  }

  uncover(): void {
    this.muted = false;
    this.dispatchEvent(new Event("unmute"));
  }
}

const track = (muted = false) => new FakeCamera(muted) as FakeCamera & MediaStreamTrack;

function connection(change: Partial<Connection> = {}): Connection {
  const health = { roundTrip: 20, minRoundTrip: 20, lastHeard: 0, missedPings: 0 };
  const known = { state: "connected", reason: undefined, doubted: false, carrier: "webtransport" } as const;
  return { type: "connection", ...known, health, ...change };
}

const encoders = (...inTime: boolean[]): FromEngine => ({
  type: "encoders",
  encoders: inTime.map((isInTime, index) => ({
    width: 640 * (index + 1),
    height: 360 * (index + 1),
    isInTime,
  })),
});

/** Says it again and again for two seconds, as the engine does. */
async function stay(message: Connection): Promise<void> {
  for (let half = 0; half < 4; half++) {
    engine.say(message);
    await vi.advanceTimersByTimeAsync(500);
  }
}

const finding = (line: keyof ReturnType<typeof lines>) => {
  const result = lines()[line];
  return result.verdict === undefined ? undefined : result.finding;
};
const lines = () => check.state.get().lines;

beforeEach(() => {
  fakeTimers();
  engine = new FakeEngine();
  devices = atom(deviceState({ camera: "opening", microphone: "opening" }));
  level = atom(0);
  closed = 0;
  isMute = false;
  const close = () => closed++;
  const testSpeaker = async () => {
    if (isMute) throw new Error("no loudspeaker");
  };
  check = new DeviceCheck({
    engine: engine as never,
    devices: { state: devices, level, testSpeaker, close },
  });
  return () => {
    check.close();
    vi.useRealTimers();
  };
});

test("where everything works it says so, and nobody has to listen to the speaker", async () => {
  expect(engine.told).toEqual(["ready"]);
  devices.set(deviceState({ cameraTrack: track() }));
  await vi.advanceTimersByTimeAsync(0);
  level.set(0.4);
  await stay(connection());
  expect(engine.told).toEqual(["ready", "survey-encoders"]);
  expect(check.state.get().overall).toBeUndefined();
  engine.say(encoders(true, true));
  await vi.advanceTimersByTimeAsync(0);
  expect(lines().connection).toMatchObject({ verdict: "good", finding: "udp" });
  expect(lines().roundTrip).toMatchObject({ verdict: "good", finding: "near", amount: 20 });
  expect(lines().encoder).toMatchObject({ verdict: "good", finding: "large" });
  expect(lines().camera).toMatchObject({ verdict: "good", finding: "works" });
  expect(lines().microphone).toMatchObject({ verdict: "good", finding: "works" });
  expect(check.state.get().overall).toBe("good");
  check.answer(false);
  expect(check.state.get().overall).toBe("fair");
});

test("where nothing answers every line ends all the same", async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  expect(finding("connection")).toBe("unreachable");
  expect(finding("roundTrip")).toBe("unknown");
  expect(finding("encoder")).toBe("unknown");
  expect(finding("camera")).toBe("waiting");
  expect(finding("microphone")).toBe("waiting");
  expect(check.state.get().overall).toBe("poor");
});

describe("the connection", () => {
  test.each([
    [connection({ carrier: "websocket" }), "websocket"],
    [connection({ doubted: true }), "unreachable"],
    [connection({ state: "reconnecting" }), "unreachable"],
  ])("%#", async (message, expected) => {
    await stay(message);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(finding("connection")).toBe(expected);
  });

  test.each([
    [150, "near"],
    [151, "noticeable"],
    [301, "far"],
  ])("a round trip of %i ms is %s", async (roundTrip, expected) => {
    const health = { roundTrip, minRoundTrip: 10, lastHeard: 0, missedPings: 0 };
    await stay(connection({ health }));
    expect(lines().roundTrip).toMatchObject({ finding: expected, amount: roundTrip });
  });
});

test.each([
  [[true, false], "usual"],
  [[false, false], "slow"],
  [[], "none"],
] as const)("encoders %j are %s", async (inTime, expected) => {
  await stay(connection());
  engine.say(encoders(...inTime));
  await vi.advanceTimersByTimeAsync(0);
  expect(finding("encoder")).toBe(expected);
});

test.each(["missing", "refused", "blocked", "busy", "lost", "off"] as const)(
  "devices that are %s",
  async (status) => {
    devices.set(deviceState({ camera: status, microphone: status }));
    await vi.advanceTimersByTimeAsync(0);
    expect(finding("camera")).toBe(status);
    expect(finding("microphone")).toBe(status);
  },
);

test("a camera may be covered, or take a moment", async () => {
  devices.set(deviceState({ cameraTrack: track(true) }));
  await vi.advanceTimersByTimeAsync(2_900);
  expect(finding("camera")).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(finding("camera")).toBe("dark");
  const slow = track(true);
  devices.set(deviceState({ cameraTrack: slow }));
  check.again();
  await vi.advanceTimersByTimeAsync(1_000);
  slow.uncover();
  await vi.advanceTimersByTimeAsync(0);
  expect(finding("camera")).toBe("works");
});

test("a microphone that hears nothing may be heard later", async () => {
  devices.set(deviceState({ cameraTrack: track() }));
  await vi.advanceTimersByTimeAsync(7_900);
  expect(finding("microphone")).toBeUndefined();
  await vi.advanceTimersByTimeAsync(200);
  expect(finding("microphone")).toBe("silent");
  level.set(0.2);
  await vi.advanceTimersByTimeAsync(0);
  expect(finding("microphone")).toBe("works");
});

test("whoever has no loudspeaker has heard nothing", async () => {
  check.playTone();
  await vi.advanceTimersByTimeAsync(0);
  expect(finding("speaker")).toBeUndefined();
  isMute = true;
  check.playTone();
  await vi.advanceTimersByTimeAsync(0);
  expect(finding("speaker")).toBe("unheard");
});

test("it begins anew, and nothing of before comes after that", async () => {
  await vi.advanceTimersByTimeAsync(11_000);
  check.answer(true);
  check.again();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(finding("connection")).toBeUndefined();
  expect(finding("speaker")).toBe("heard");
});

test("closed, it lets go of all that it holds", async () => {
  await stay(connection());
  devices.set(deviceState({ cameraTrack: track() }));
  check.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(engine.listeners).toBe(0);
  expect(engine.told.at(-1)).toBe("ready");
  expect(closed).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
  const before = check.state.get();
  level.set(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(check.state.get()).toBe(before);
});
