import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { dial } from "../../../../src/transport/dial.ts";
import { encodeDataHead } from "../../../../src/transport/wire/data-head.ts";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import { framePacket, frameStream } from "../../../../src/transport/wire/framing.ts";
import type { RelayMessage } from "../../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../../src/transport/wire/ssrc.ts";
import { Network } from "../../../../src/workers/engine/network.ts";
import { Room } from "../../../../src/workers/engine/room.ts";
import { FakeNetwork } from "../../../fakes/fake-network.ts";
import type { FakeRelayEnd } from "../../../fakes/fake-relay.ts";
import { fakeTimers, settled } from "../../../fakes/time.ts";

const address = { url: "https://relay.example/", certificateHashes: [], webSocketUrl: undefined };

vi.mock("../../../../src/transport/dial.ts", () => ({
  dial: ((relay, signal) => wire.dial(relay, signal)) satisfies typeof dial,
}));
vi.mock("../../../../src/transport/well-known.ts", () => ({
  fetchRelayAddress: () => () => Promise.resolve(address),
}));

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

let wire: FakeNetwork;
let network: Network;
let told: { changes: number; packets: [Flow, number][]; ticks: number };

beforeEach(() => {
  fakeTimers();
  wire = new FakeNetwork();
  told = { changes: 0, packets: [], ticks: 0 };
  network = new Network("https://kith.example/relay.json");
  network.listen({
    onChange: () => told.changes++,
    onPacket: (flow, packet) => told.packets.push([flow, packet.length]),
    onTick: () => told.ticks++,
  });
});

afterEach(async () => {
  network.close();
  await pass(0);
  expect(vi.getTimerCount(), "timers left").toBe(0);
  expect(wire.open, "connections left").toEqual([]);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A room that nobody else is in, and what becomes of it. */
function roomOf(number: number) {
  const told: string[] = [];
  const room = new Room(new Uint8Array(16).fill(number), {
    opening: "newcomer",
    credentials: () => undefined,
    standing: () => ({ state: "unknown" }),
    onEntered: (self) => told.push(`entered as ${self}`),
    onLost: () => told.push("lost"),
    onRefused: (code) => told.push(`refused: ${code}`),
    onUp: () => undefined,
    onMessage: () => undefined,
    onDown: () => undefined,
  });
  return { room, told };
}

/** The first bytes of the names of those rooms that this relay was asked to let us into. */
function joined(relay: FakeRelayEnd): (number | undefined)[] {
  return relay.heardOf("join").map(({ room }) => room[0]);
}

describe("a connection", () => {
  test("is not made before somebody wants it", async () => {
    await pass(10_000);
    expect(wire.dials).toEqual([]);
    expect([network.session, network.connection, told.ticks]).toEqual([undefined, undefined, 0]);
  });

  test("is there while somebody holds it, and closed once the last has let go", async () => {
    const [one, other] = [network.hold(), network.hold()];
    await pass(0);
    expect(network.session?.state.current.state).toBe("connected");
    one();
    one();
    await pass(0);
    expect(wire.open).toHaveLength(1);
    other();
    await pass(0);
    expect(wire.open).toEqual([]);
    expect([network.session, network.connection]).toEqual([undefined, undefined]);
    expect(wire.dials).toHaveLength(1);
  });

  test("is one, whoever wants it, and stays for a room when nobody holds it any more", async () => {
    const release = network.hold();
    await pass(0);
    const { room } = roomOf(1);
    network.add(room);
    release();
    await pass(0);
    expect(wire.open).toHaveLength(1);
    network.remove(room);
    await pass(0);
    expect(wire.open).toEqual([]);
    expect(wire.dials).toHaveLength(1);
  });

  test("is kept ready as long as a call is likely, however often that is said", async () => {
    for (const wanted of [true, true, true]) network.keepReady(wanted);
    await pass(0);
    network.keepReady(true);
    await pass(0);
    expect([wire.dials.length, wire.open.length]).toEqual([1, 1]);
    for (const wanted of [false, false]) network.keepReady(wanted);
    await pass(0);
    expect(wire.open).toEqual([]);
  });

  test("is handed out as soon as it is ready for use", async () => {
    wire.condition = "down";
    network.hold();
    const waiting = settled(network.connected());
    await pass(1_000);
    expect(waiting).toEqual({});
    wire.condition = "up";
    await pass(2_000);
    expect(wire.open).toHaveLength(1);
    expect(waiting.value).toBe(network.connection);
    expect(await network.connected()).toBe(network.connection);
  });

  test("is not waited for longer than ten seconds", async () => {
    wire.condition = "hangs";
    network.hold();
    const waiting = settled(network.connected());
    await pass(9_999);
    expect(waiting).toEqual({});
    await pass(1);
    expect(waiting.error).toMatchObject({ reason: "timeout" });
  });

  test("that could not be made is tried again when the machine wakes up", async () => {
    wire.condition = "down";
    network.hold();
    await pass(20 * 60_000);
    expect(network.session?.state.current.state).toBe("failed");
    wire.condition = "up";
    network.wake();
    await pass(0);
    expect(network.session?.state.current.state).toBe("connected");
  });

  test("is told of whenever its state changes, to the last", async () => {
    const release = network.hold();
    await pass(0);
    const before = told.changes;
    expect(before).toBeGreaterThan(0);
    wire.latest.session.break();
    await pass(1_000);
    expect(told.changes).toBeGreaterThan(before);
    const connected = told.changes;
    release();
    expect(told.changes).toBe(connected + 1);
  });
});

describe("rooms", () => {
  test("are entered when there is a connection, those of before and those of later", async () => {
    const [one, two] = [roomOf(1), roomOf(2)];
    network.add(one.room);
    await pass(0);
    network.add(two.room);
    await pass(0);
    expect(joined(wire.latest)).toEqual([1, 2]);
    expect([one.told, two.told]).toEqual([["entered as 9"], ["entered as 9"]]);
    expect(wire.dials).toHaveLength(1);
  });

  test("are entered anew on every later connection, until they are removed", async () => {
    const [one, two] = [roomOf(1), roomOf(2)];
    for (const { room } of [one, two]) network.add(room);
    await pass(0);
    const first = wire.latest;
    network.remove(two.room);
    network.remove(two.room);
    await pass(0);
    expect(first.heardOf("leave").map(({ room }) => room[0])).toEqual([2]);
    first.session.break();
    await pass(1_000);
    expect(wire.connections).toHaveLength(2);
    expect(joined(wire.latest)).toEqual([1]);
    expect(one.told).toEqual(["entered as 9", "lost", "entered as 9"]);
    expect(two.told).toEqual(["entered as 9"]);
  });

  test("that the relay does not let us into do not keep us out of the others", async () => {
    const full = roomOf(1);
    const other = roomOf(2);
    const { answers } = wire;
    wire.answers = (message) =>
      message.type === "join" && message.room[0] === 1
        ? [{ type: "error", re: message.id, code: "room-full", message: "", fatal: false } as RelayMessage]
        : answers(message);
    for (const { room } of [full, other]) network.add(room);
    await pass(0);
    expect(full.told).toEqual(["refused: room-full"]);
    expect(other.told).toEqual(["entered as 9"]);
    expect(network.session?.state.current.state).toBe("connected");
  });

  test("are looked at twice a second, as long as there is a connection to have", async () => {
    const { room } = roomOf(1);
    const poll = vi.spyOn(room, "poll");
    network.add(room);
    await pass(2_000);
    expect(poll).toHaveBeenCalledTimes(4);
    expect(told.ticks).toBe(4);
    network.remove(room);
    await pass(2_000);
    expect(told.ticks).toBe(4);
  });

  test("hear what the relay says, and get the records that come", async () => {
    const { room } = roomOf(1);
    const [signaling, record, ended] = [
      vi.spyOn(room, "handleSignaling"),
      vi.spyOn(room, "handleRecord"),
      vi.spyOn(room, "handlePipeEnded"),
    ];
    network.add(room);
    await pass(0);
    const message = { type: "peer-joined", room: room.name, member: 4 as MemberId } as const;
    wire.latest.say(message);
    const head = { from: 4 as MemberId, to: 9 as MemberId, channel: 0 };
    const stream = wire.latest.session.sendStream();
    stream.write(frameStream(Flow.data, encodeDataHead(head)));
    stream.write(framePacket(Uint8Array.of(1, 2, 3)));
    stream.end();
    await pass(0);
    expect(signaling).toHaveBeenCalledWith(message);
    expect(record).toHaveBeenCalledExactlyOnceWith(head, Uint8Array.of(1, 2, 3));
    expect(ended).toHaveBeenCalledExactlyOnceWith(head);
  });
});

test("once it is closed there is nothing left, and nothing is done any more", async () => {
  const { room, told: roomTold } = roomOf(1);
  network.hold();
  network.add(room);
  await pass(0);
  network.close();
  await pass(10_000);
  expect(wire.latest.heardOf("leave")).toHaveLength(1);
  expect(wire.open).toEqual([]);
  expect(wire.dials).toHaveLength(1);
  expect(roomTold).toEqual(["entered as 9"]);
});
