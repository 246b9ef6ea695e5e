import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ReconnectPolicy, returnToUdp } from "../../../src/transport/backoff.ts";
import { TransportError } from "../../../src/transport/error.ts";
import { type Connection, Session, type SessionParts } from "../../../src/transport/session.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { FakeNetwork } from "../../fakes/fake-network.ts";
import { FakeRelayEnd, friendly, mute } from "../../fakes/fake-relay.ts";
import { fakeTimers } from "../../fakes/time.ts";

/** Without chance: what is waited is what is written. */
const policy: ReconnectPolicy = {
  maxAttempts: 5,
  initialDelay: 100,
  maxDelay: 400,
  multiplier: 2,
  jitter: 0.5,
};
const DOUBT_AFTER = 1_000;
const room = new Uint8Array(16);
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

let network: FakeNetwork;
let sessions: Session[];

beforeEach(() => {
  fakeTimers();
  network = new FakeNetwork();
  sessions = [];
});

afterEach(async () => {
  expect(network.mostAtOnce, "dials at once").toBeLessThanOrEqual(1);
  for (const session of sessions) session.close();
  await pass(0);
  expect(vi.getTimerCount(), "timers left").toBe(0);
  expect(network.open, "connections left").toEqual([]);
  vi.useRealTimers();
});

function openSession(parts: Partial<SessionParts> = {}) {
  const asked: boolean[] = [];
  const states: string[] = [];
  const session = new Session({
    address: (fresh) => {
      asked.push(fresh);
      return Promise.resolve({
        url: "https://relay.example/",
        certificateHashes: [],
        webSocketUrl: "wss://relay.example/v1",
      });
    },
    dial: network.dial,
    policy,
    returnToUdp,
    now: Date.now,
    random: () => 0,
    agent: "test",
    establish: async ({ signaling }) => void (await signaling.join(room)),
    ...parts,
  });
  sessions.push(session);
  session.state.onChange(({ state }) => states.push(state));
  session.open();
  return { session, asked, states };
}

async function connected(parts: Partial<SessionParts> = {}) {
  const opened = openSession(parts);
  await pass(0);
  expect(opened.session.state.current.state).toBe("connected");
  opened.states.length = 0;
  return { ...opened, first: network.latest };
}

test("dials, says hello, enters its rooms, and is connected only then", async () => {
  let enter: VoidFunction = () => undefined;
  const { session, states } = openSession({ establish: () => new Promise((resolve) => (enter = resolve)) });
  await pass(0);
  expect(states).toEqual(["connecting", "signaling-connected"]);
  expect(session.connection?.signaling.getConnection()).toBe(network.latest.carrier);
  enter();
  await pass(0);
  expect(states).toEqual(["connecting", "signaling-connected", "connected"]);
  expect(network.dials).toHaveLength(1);
});

test("pings twice a second and stays as it is", async () => {
  const { session, states, first } = await connected();
  await pass(20_000);
  expect(first.heardOf("ping").length).toBeGreaterThanOrEqual(33);
  expect(first.heardOf("ping").length).toBeLessThanOrEqual(40);
  expect(states).toEqual([]);
  expect(session.connection?.signaling.health.roundTrip).toBe(0);
  expect(session.isDoubted).toBe(false);
});

test("a connection that breaks is replaced at once, by one that names it, at an address asked anew", async () => {
  const { session, states, asked, first } = await connected();
  await pass(10_000);
  first.session.break();
  await pass(200);
  expect(states).toEqual(["reconnecting", "signaling-connected", "connected"]);
  expect(network.connections).toHaveLength(2);
  expect(network.latest.heardOf("hello")[0]?.previous).toEqual(new Uint8Array(16).fill(1));
  expect(session.connection?.signaling.getConnection()).toBe(network.latest.carrier);
  expect(asked).toEqual([false, true]);
});

test("between attempts it waits longer and longer, and gives up after the last", async () => {
  const { session, states, asked } = await connected();
  await pass(10_000);
  network.dials.length = 0;
  network.condition = "down";
  network.latest.session.break();
  await pass(10_000);
  const times = network.dials.map(({ at }) => at);
  expect(times.slice(1).map((at, i) => at - (times[i] ?? 0))).toEqual([100, 200, 400, 400]);
  expect(states).toEqual(["reconnecting", "failed"]);
  expect(session.state.current.reason).toContain("unreachable");
  expect(asked.slice(1)).toEqual([true, true, true, true, true]);
  expect(session.connection).toBeUndefined();
});

test("chance shortens a wait, never lengthens it", async () => {
  network.condition = "down";
  openSession({ random: () => 0.5 });
  await pass(10_000);
  const times = network.dials.map(({ at }) => at);
  expect(times.slice(1).map((at, i) => at - (times[i] ?? 0))).toEqual([75, 150, 300, 300]);
});

test("a success forgives earlier failures", async () => {
  network.condition = "down";
  const { session } = openSession();
  for (let round = 0; round < 4; round++) {
    await pass(500);
    network.condition = "up";
    await pass(400);
    expect(session.state.current.state).toBe("connected");
    await pass(10_000);
    network.condition = "down";
    network.latest.session.break();
  }
});

test("a relay that drops everybody right away is not dialled without a pause, nor for ever", async () => {
  const { session } = await connected();
  network.answers = (message) => {
    if (message.type === "join") setTimeout(() => network.latest.session.close({ closeCode: 8 }), 50);
    return friendly(message);
  };
  network.latest.session.close({ closeCode: CloseCode.internal });
  await pass(60_000);
  expect(session.state.current.state).toBe("failed");
  expect(network.dials.length).toBeLessThanOrEqual(policy.maxAttempts);
});

test("after it has failed it may be opened again", async () => {
  network.condition = "down";
  const { session } = openSession();
  await pass(10_000);
  network.condition = "up";
  session.open();
  await pass(0);
  expect(session.state.current.state).toBe("connected");
});

test.each<[string, (parts: { signaling: Connection["signaling"] }) => Promise<void>, string]>([
  ["the room is full", () => Promise.reject(new TransportError("refused", "room-full")), "room-full"],
  [
    "the relay says goodbye for good",
    async ({ signaling }) => {
      network.latest.say({ type: "error", code: "not-allowed", message: "", fatal: true });
      await signaling.join(room);
    },
    "not-allowed",
  ],
])("a refusal is final: %s", async (_, establish, reason) => {
  const { session, states } = openSession({ establish });
  await pass(60_000);
  expect(states).toEqual(["connecting", "signaling-connected", "failed"]);
  expect(session.state.current.reason).toContain(reason);
  expect(network.dials).toHaveLength(1);
});

test.each([CloseCode.notAllowed, CloseCode.rateLimited])(
  "a refusal is final in the middle of a call, too (%i)",
  async (closeCode) => {
    const { states, first } = await connected();
    first.session.close({ closeCode });
    await pass(60_000);
    expect(states).toEqual(["failed"]);
    expect(network.dials).toHaveLength(1);
  },
);

test("a room that is not entered is tried again on a new connection", async () => {
  network.answers = (message) => (message.type === "hello" ? friendly(message) : []);
  const { session, states } = openSession();
  await pass(timeouts.request);
  expect(states).toEqual(["connecting", "signaling-connected", "reconnecting"]);
  network.answers = friendly;
  await pass(200);
  expect(session.state.current.state).toBe("connected");
  expect(network.open).toHaveLength(1);
});

test("a connection that breaks while its rooms are entered is not waited for", async () => {
  network.answers = (message) => (message.type === "hello" ? friendly(message) : []);
  openSession();
  await pass(0);
  network.latest.session.break();
  await pass(150);
  expect(network.dials).toHaveLength(2);
});

test("a silent connection is doubted after a second, and replaced by one dialled beside it", async () => {
  const { session, states, first } = await connected();
  first.answers = mute;
  await pass(DOUBT_AFTER - 100);
  expect(session.isDoubted).toBe(false);
  expect(network.dials).toHaveLength(1);
  await pass(500);
  expect(network.dials).toHaveLength(2);
  expect(states).toEqual(["reconnecting", "signaling-connected", "connected"]);
  expect(session.connection?.signaling.getConnection()).toBe(network.latest.carrier);
  expect(first.session.closeInfo).toMatchObject({ closeCode: CloseCode.replaced });
  expect(network.latest.heardOf("hello")[0]?.previous).toBeDefined();
  expect(network.open).toEqual([network.latest]);
});

test("a doubt that was wrong is withdrawn, and the dial beside it with it", async () => {
  const { session, states, first } = await connected();
  first.answers = mute;
  network.condition = "hangs";
  await pass(DOUBT_AFTER + 200);
  expect(session.isDoubted).toBe(true);
  expect(network.dials).toHaveLength(2);
  first.answers = friendly;
  first.say({ type: "pong", id: 0 });
  await pass(200);
  expect(network.inFlight).toBe(0);
  network.condition = "up";
  await pass(5_000);
  expect(session.isDoubted).toBe(false);
  expect(states).toEqual([]);
  expect(network.dials).toHaveLength(2);
  expect(network.open).toEqual([first]);
});

test("dials beside a doubted connection keep their distance", async () => {
  const { first } = await connected();
  first.answers = mute;
  network.condition = "down";
  network.dials.length = 0;
  await pass(timeouts.silence);
  expect(network.dials.length).toBeLessThanOrEqual(16);
  expect(network.dials.length).toBeGreaterThanOrEqual(8);
});

test("a connection without a sign of life for six seconds is given up, and said to be", async () => {
  const { session, states } = await connected();
  network.silence();
  await pass(timeouts.silence - 200);
  expect(states, "nobody knows yet").toEqual([]);
  await pass(400);
  expect(states).toEqual(["reconnecting"]);
  expect(session.connection).toBeUndefined();
  expect(network.open).toEqual([]);
});

test("a connection that breaks while it is doubted is said to be gone, and the dial under way is not repeated", async () => {
  const { states, first } = await connected();
  first.answers = mute;
  network.answers = mute;
  await pass(DOUBT_AFTER + 500);
  expect(network.connections).toHaveLength(2);
  first.session.break();
  await pass(100);
  expect(states).toEqual(["reconnecting"]);
  const [, second] = network.connections;
  for (const answer of friendly({ type: "hello", version: 1, agent: "", gates: [] })) second?.say(answer);
  if (second !== undefined) second.answers = friendly;
  await pass(100);
  expect(states).toEqual(["reconnecting", "signaling-connected", "connected"]);
  expect(network.dials).toHaveLength(2);
});

describe("by WebSocket", () => {
  beforeEach(() => {
    network.kind = "websocket";
  });
  const byUdp = () =>
    network.dials.filter(({ relay }) => relay.webSocketUrl === undefined).map(({ at }) => at);

  test("UDP is tried now and then, each time after twice as long, and nobody notices", async () => {
    const { states, first, session } = await connected();
    const start = Date.now();
    await pass(1_000_000);
    expect(byUdp().map((at) => Math.round((at - start) / 1_000))).toEqual([30, 90, 210, 450, 930]);
    expect(network.dials).toHaveLength(1 + byUdp().length);
    expect(states).toEqual([]);
    expect(session.connection?.signaling.getConnection()).toBe(first.carrier);
  });

  test("once UDP gets through the connection goes that way, and stays", async () => {
    const { session, states, first } = await connected();
    network.kind = "webtransport";
    await pass(29_900);
    expect(network.dials).toHaveLength(1);
    await pass(400);
    expect(states).toEqual(["reconnecting", "signaling-connected", "connected"]);
    expect(network.latest.heardOf("hello")[0]?.previous).toBeDefined();
    expect(session.connection?.signaling.getConnection()).toBe(network.latest.carrier);
    expect(first.session.closeInfo).toMatchObject({ closeCode: CloseCode.replaced });
    await pass(1_000_000);
    expect(network.dials).toHaveLength(2);
  });

  test("where UDP comes up and does not hold, it is tried ever more seldom", async () => {
    await connected();
    const start = Date.now();
    for (let times = 0; times < 6; times++) {
      network.kind = "webtransport";
      while (network.open[0]?.carrier.kind === "websocket") await pass(100);
      await pass(10_000);
      network.kind = "websocket";
      network.latest.session.break();
      await pass(200);
    }
    const waits = byUdp().map((at, i) => at - (byUdp()[i - 1] ?? start));
    for (const [i, least] of [30, 60, 120, 240, 480, 600].entries())
      expect(waits[i]).toBeGreaterThanOrEqual(least * 1_000);
  });

  test("a connection that is doubted is not left to a try of UDP that hangs", async () => {
    const { session, states } = await connected();
    network.condition = "hangs";
    await pass(30_100);
    expect(byUdp()).toHaveLength(1);
    expect(network.inFlight).toBe(1);
    network.latest.answers = mute;
    network.condition = "up";
    await pass(DOUBT_AFTER + 500);
    expect(states).toEqual(["reconnecting", "signaling-connected", "connected"]);
    expect(session.connection?.signaling.getConnection().kind).toBe("websocket");
  });

  test("a try of UDP that was dropped for a doubt is not made again at once", async () => {
    const { first } = await connected();
    network.condition = "hangs";
    await pass(30_100);
    first.answers = mute;
    await pass(DOUBT_AFTER + 300);
    first.answers = friendly;
    first.say({ type: "pong", id: 0 });
    network.condition = "up";
    await pass(40_000);
    expect(byUdp()).toHaveLength(1);
    await pass(40_000);
    expect(byUdp()).toHaveLength(2);
  });

  test("a way by UDP on which nobody is welcome ends on the WebSocket again", async () => {
    const { session } = await connected();
    network.kind = "webtransport";
    network.answers = mute;
    await pass(30_200);
    expect(network.connections).toHaveLength(2);
    network.kind = "websocket";
    network.answers = friendly;
    await pass(timeouts.hello + 500);
    expect(session.state.current.state).toBe("connected");
    expect(session.connection?.signaling.getConnection().kind).toBe("websocket");
  });
});

test("waking cuts the wait before the next attempt, and asks a live connection for a sign of life", async () => {
  network.condition = "down";
  const { session } = openSession({ policy: { ...policy, initialDelay: 60_000, maxDelay: 60_000 } });
  await pass(1_000);
  expect(network.dials).toHaveLength(1);
  network.condition = "up";
  session.wake();
  await pass(0);
  expect(session.state.current.state).toBe("connected");
  session.wake();
  await pass(0);
  expect(network.latest.heardOf("ping")).toHaveLength(1);
});

/** Everything a session may be in the middle of when it is closed. The checks after each test see what it leaves. */
const stages: Record<string, () => Promise<unknown>> = {
  "asking for the address": async () => openSession({ address: () => new Promise(() => undefined) }),
  dialling: async () => {
    network.condition = "hangs";
    openSession();
    await pass(100);
  },
  "waiting for the welcome": async () => {
    network.answers = mute;
    openSession();
    await pass(100);
  },
  "entering its rooms": async () => {
    network.answers = (message) => (message.type === "hello" ? friendly(message) : []);
    openSession();
    await pass(100);
  },
  connected: () => connected(),
  "waiting for the next attempt": async () => {
    network.condition = "down";
    openSession();
    await pass(50);
  },
  "dialling beside a doubted connection": async () => {
    await connected();
    network.silence();
    await pass(DOUBT_AFTER + 300);
  },
  "waiting for a welcome beside a doubted connection": async () => {
    await connected();
    network.latest.answers = mute;
    network.answers = mute;
    await pass(DOUBT_AFTER + 300);
    expect(network.open).toHaveLength(2);
  },
  "waiting for what a rescue finds": async () => {
    await connected();
    network.latest.answers = mute;
    network.answers = mute;
    await pass(DOUBT_AFTER + 300);
    network.connections[0]?.session.break();
    await pass(150);
  },
  "dialling by UDP beside a WebSocket": async () => {
    network.kind = "websocket";
    await connected();
    network.condition = "hangs";
    await pass(30_100);
    expect(network.inFlight).toBe(1);
  },
  "saying hello by UDP beside a WebSocket": async () => {
    network.kind = "websocket";
    await connected();
    network.kind = "webtransport";
    network.answers = mute;
    await pass(30_200);
    expect(network.connections).toHaveLength(2);
  },
  failed: async () => {
    network.condition = "down";
    openSession();
    await pass(10_000);
  },
};

test.each(Object.entries(stages))(
  "closed while %s, it closes everything at once and is silent",
  async (_, go) => {
    await go();
    const [session] = sessions;
    const states: string[] = [];
    session?.state.onChange(({ state }) => states.push(state));
    session?.close();
    session?.close();
    await pass(0);
    expect(network.open).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    const { length } = network.dials;
    network.condition = "up";
    network.answers = friendly;
    await pass(60_000);
    expect(states).toEqual(["closed"]);
    expect(session?.connection).toBeUndefined();
    expect(network.dials).toHaveLength(length);
  },
);

test("closed at any moment of its first second, it leaves nothing open", async () => {
  for (let ticks = 0; ticks < 40; ticks++) {
    network = new FakeNetwork();
    const { session } = openSession();
    for (let i = 0; i < ticks; i++) await Promise.resolve();
    session.close();
    await pass(0);
    expect(network.open, `after ${ticks} microtasks`).toEqual([]);
    expect(session.state.current.state).toBe("closed");
  }
});

test("closed at any moment of a change of connections, it leaves nothing open", async () => {
  for (let ticks = 0; ticks < 60; ticks++) {
    network = new FakeNetwork();
    const { session, first } = await connected();
    first.answers = mute;
    while (network.connections.length < 2) await pass(10);
    vi.advanceTimersByTime(100);
    for (let i = 0; i < ticks; i++) await Promise.resolve();
    session.close();
    await pass(0);
    expect(network.open, `after ${ticks} microtasks`).toEqual([]);
  }
});

test("closed while a dial cannot be stopped any more, it closes what comes of it at once", async () => {
  const late = new FakeRelayEnd(mute);
  let arrive: VoidFunction = () => undefined;
  const { session } = openSession({ dial: () => new Promise((done) => (arrive = () => done(late.carrier))) });
  await pass(100);
  session.close();
  arrive();
  await pass(0);
  expect(late.session.closeInfo).toBeDefined();
});

test("closed in its last attempt, it has not failed", async () => {
  network.condition = "hangs";
  const { session, states } = openSession({ policy: { ...policy, maxAttempts: 1 } });
  await pass(100);
  session.close();
  await pass(100);
  expect(states).toEqual(["connecting", "closed"]);
});

test("closing says why", async () => {
  const { session, first } = await connected();
  session.close(CloseCode.goingAway);
  expect(first.session.closeInfo).toMatchObject({ closeCode: CloseCode.goingAway });
});
