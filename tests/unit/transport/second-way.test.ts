import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TransportError } from "../../../src/transport/error.ts";
import { IncomingStreams } from "../../../src/transport/incoming-streams.ts";
import { MediaTransport } from "../../../src/transport/media-transport.ts";
import { SecondWay } from "../../../src/transport/second-way.ts";
import { Signaling } from "../../../src/transport/signaling.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameDatagram } from "../../../src/transport/wire/framing.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import type { ClientMessage, RelayMessage } from "../../../src/transport/wire/signaling.ts";
import { FakeRelayEnd, friendly } from "../../fakes/fake-relay.ts";
import { fakeTimers } from "../../fakes/time.ts";

beforeEach(fakeTimers);
afterEach(() => void vi.useRealTimers());

const packet = Uint8Array.of(1, 2, 3);
const ROUND_TRIP = 40;
/** Between two datagrams: as many as in a call. */
const DATAGRAM = 14;

/** A call over a path that loses what the test says. */
async function startCall({ congestionControl = "default", kind = "webtransport" as const } = {}) {
  const path = { loss: 0, down: 0, roundTrip: ROUND_TRIP, lossOfTwo: undefined as number | undefined };
  let [arrived, sent, due] = [0, 0, 0];
  const answers = (message: ClientMessage): RelayMessage[] => {
    if (message.type !== "ping") return friendly(message);
    const datagrams = Math.floor(arrived);
    setTimeout(() => relay.say({ type: "pong", id: message.id, datagrams, sent }), path.roundTrip);
    return [];
  };
  const relay = new FakeRelayEnd(answers);
  Object.assign(relay.session.client, { congestionControl });
  const carrier = { ...relay.carrier, kind };
  const { signaling } = await Signaling.open(carrier, { agent: "test" }, Date.now);
  const media = MediaTransport.fromSignaling(signaling, new IncomingStreams(signaling));
  const seconds: FakeRelayEnd[] = [];
  const dial = vi.fn(async (_signal: AbortSignal) => {
    const second = new FakeRelayEnd();
    seconds.push(second);
    return (await Signaling.open(second.carrier, { agent: "test" }, Date.now)).signaling;
  });
  new SecondWay({ signaling, media, dial, now: Date.now });
  const pinging = setInterval(() => signaling.ping(), timeouts.pingInterval);
  const sending = setInterval(() => {
    media.sendDatagram(Flow.audio, packet);
    const hasTwo = seconds.some(({ session }) => session.closeInfo === undefined);
    arrived += 1 - ((hasTwo ? path.lossOfTwo : undefined) ?? path.loss);
    sent++;
    due += 1 - path.down;
    for (; due >= 1; due--) relay.session.sendDatagram(frameDatagram(Flow.feedback, packet));
  }, DATAGRAM);
  /** The second way, if there is one. */
  const second = () => seconds.find(({ session }) => session.closeInfo === undefined);
  const hangUp = () => {
    clearInterval(pinging);
    clearInterval(sending);
    media.close();
  };
  return { path, media, signaling, relay, second, seconds, dial, hangUp };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds);

test("where hardly anything is lost there is one way", async () => {
  const { path, dial, media, hangUp } = await startCall();
  path.loss = 0.01;
  await pass(60);
  expect(dial).not.toHaveBeenCalled();
  expect(media.badWayUp).toBeUndefined();
  hangUp();
});

test.each([0.05, 0.1, 0.2])(
  "where %d of the datagrams are lost, there are two within seconds",
  async (loss) => {
    const { path, media, relay, second, hangUp } = await startCall();
    await pass(10);
    path.loss = loss;
    await pass(4);
    expect(second()).toBeDefined();
    const [before, beforeOfTwo] = [relay.session.datagrams.length, second()?.session.datagrams.length ?? 0];
    await pass(1);
    expect(relay.session.datagrams.length - before).toBeGreaterThan(60);
    const bySecond = (second()?.session.datagrams.length ?? 0) - beforeOfTwo;
    expect(bySecond, "everything by both").toBe(relay.session.datagrams.length - before);
    await pass(5);
    expect(media.badWayUp?.loss).toBeCloseTo(loss, 1);
    expect(media.badWayUp?.carries, "as much as CUBIC carries at that").toBeCloseTo(
      7e6 / ROUND_TRIP / Math.sqrt(media.badWayUp?.loss ?? 1),
    );
    hangUp();
  },
);

test("where what comes gets lost, it comes twice, and leaves once", async () => {
  const { path, media, relay, second, hangUp } = await startCall();
  path.down = 0.1;
  await pass(6);
  expect(second()?.heardOf("repeat")).toEqual([{ type: "repeat", isWanted: true }]);
  expect(second()?.session.datagrams).toHaveLength(0);
  expect(media.badWayUp).toBeUndefined();
  expect(media.badWayDown?.loss).toBeCloseTo(0.1, 1);
  expect(media.stats.ways).toBe(2);
  path.loss = 0.1;
  await pass(6);
  expect(media.badWayUp).toBeDefined();
  expect(second()?.session.datagrams.length).toBeGreaterThan(60);
  path.down = 0;
  await pass(30);
  expect(second()?.heardOf("repeat").at(-1)).toEqual({ type: "repeat", isWanted: false });
  expect(media.badWayDown).toBeUndefined();
  path.loss = 0;
  await pass(30);
  expect(second()).toBeUndefined();
  expect(media.stats.ways).toBe(1);
  expect(relay.session.closeInfo).toBeUndefined();
  hangUp();
});

test("answers to nothing count for nothing", async () => {
  const { path, relay, dial, hangUp } = await startCall();
  path.roundTrip = 10 * timeouts.silence;
  for (let id = 1_000; id < 1_100; id++) {
    relay.say({ type: "pong", id, datagrams: 0, sent: 100 * id });
    await pass(0.1);
  }
  expect(dial).not.toHaveBeenCalled();
  hangUp();
});

test("it lasts while much is lost, and ends a while after", async () => {
  const { path, media, second, dial, hangUp } = await startCall();
  path.loss = 0.1;
  await pass(120);
  expect(second()).toBeDefined();
  expect(dial).toHaveBeenCalledOnce();
  expect(second()?.heardOf("ping").length, "and says that it is there").toBeGreaterThan(20);
  path.loss = 0;
  await pass(12);
  expect(second()).toBeDefined();
  await pass(10);
  expect(second()).toBeUndefined();
  expect(media.badWayUp).toBeUndefined();
  expect(media.sendDatagram(Flow.audio, packet)).toBe(true);
  path.loss = 0.1;
  await pass(8);
  expect(second(), "and comes again").toBeDefined();
  hangUp();
});

test("a path that is full, and answers late, is not made fuller", async () => {
  const { path, dial, hangUp } = await startCall();
  await pass(5);
  Object.assign(path, { loss: 0.1, roundTrip: ROUND_TRIP + 200 });
  await pass(20);
  expect(dial).not.toHaveBeenCalled();
  hangUp();
});

test("where it makes things worse it ends", async () => {
  const { path, second, dial, hangUp } = await startCall();
  Object.assign(path, { loss: 0.06, lossOfTwo: 0.25 });
  await pass(6);
  expect(second()).toBeDefined();
  await pass(6);
  expect(second()).toBeUndefined();
  await pass(40);
  expect(dial).toHaveBeenCalledOnce();
  path.lossOfTwo = 0.06;
  await pass(30);
  expect(second(), "and is tried again much later").toBeDefined();
  hangUp();
});

test("one that cannot be had is not asked for again at once", async () => {
  const { path, dial, hangUp } = await startCall();
  dial.mockRejectedValue(new TransportError("unreachable", "second way"));
  path.loss = 0.1;
  await pass(30);
  expect(dial.mock.calls.length).toBeGreaterThan(3);
  expect(dial.mock.calls.length).toBeLessThan(7);
  hangUp();
});

test("it stays while answers are late, and says that it is there", async () => {
  const { path, second, hangUp } = await startCall();
  path.loss = 0.1;
  await pass(6);
  path.roundTrip = ROUND_TRIP + 200;
  const pings = () => second()?.heardOf("ping").length ?? 0;
  const before = pings();
  await pass(10);
  expect(pings() - before).toBeGreaterThanOrEqual(4);
  hangUp();
});

test("one that breaks is forgotten", async () => {
  const { path, media, second, hangUp } = await startCall();
  path.loss = 0.1;
  await pass(6);
  second()?.session.break();
  await pass(0);
  expect(media.badWayUp).toBeUndefined();
  await expect(Promise.all([media.sendFrame(Flow.video, packet), pass(1)])).resolves.toContain(true);
  hangUp();
});

test.each(["while there are two", "while it is dialled"])("ends with the connection, %s", async (when) => {
  const { path, dial, signaling, seconds, hangUp } = await startCall();
  const settle: { open?: () => void } = {};
  if (when === "while it is dialled") {
    const open = dial.getMockImplementation();
    dial.mockImplementation(async (signal) => {
      await new Promise<void>((resolve) => (settle.open = resolve));
      return await (open as typeof dial)(signal);
    });
  }
  path.loss = 0.1;
  await pass(6);
  expect(dial).toHaveBeenCalledOnce();
  hangUp();
  expect(signaling.closed).toBeDefined();
  expect(dial.mock.calls[0]?.[0].aborted).toBe(true);
  settle.open?.();
  await pass(1);
  expect(seconds.map(({ session }) => session.closeInfo !== undefined)).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ["over TCP, which has one queue", { kind: "websocket" as never }, 0.1],
  ["where QUIC does not stand still on the way up", { congestionControl: "low-latency" }, 0],
])("%s, a second way is no use", async (_where, options, down) => {
  const { path, dial, hangUp } = await startCall(options);
  Object.assign(path, { loss: 0.1, down });
  await pass(30);
  expect(dial).not.toHaveBeenCalled();
  hangUp();
});
