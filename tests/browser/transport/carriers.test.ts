import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type CarrierKind, type RelayAddress, startWebSocket } from "../../../src/transport/carrier.ts";
import { dial } from "../../../src/transport/dial.ts";
import { Signaling } from "../../../src/transport/signaling.ts";
import { Channel } from "../../../src/transport/wire/data-head.ts";
import { Flow, mediaFlows } from "../../../src/transport/wire/flows.ts";
import { limits } from "../../../src/transport/wire/limits.ts";
import { encodeMediaPacket, PayloadType } from "../../../src/transport/wire/rtp.ts";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { type MemberId, ssrcOf, Track } from "../../../src/transport/wire/ssrc.ts";
import { transportError } from "../../fakes/errors.ts";
import {
  addressOf,
  type Client,
  closeAll,
  enter,
  eventually,
  killRelay,
  newRoom,
  type RunningRelay,
  startRelay,
} from "./relay.ts";

vi.setConfig({ testTimeout: 60_000 });

let relay: RunningRelay;
let address: RelayAddress;

beforeAll(async () => {
  relay = await startRelay();
  address = await addressOf(relay);
}, 30_000);
afterEach(closeAll);
afterAll(() => killRelay(relay));

const carriers: readonly CarrierKind[] = ["webtransport", "websocket"];
const marking = { keyFrame: true, discardable: false, baseSync: true, temporalLayer: 0, baseIndex: 0 };
const packetOf = (member: MemberId, track: Track, payload: Uint8Array) =>
  encodeMediaPacket({
    payloadType: track === Track.audio ? PayloadType.opus : PayloadType.vp8,
    sequence: 1,
    timestamp: 1,
    ssrc: ssrcOf(member, track),
    marking: track === Track.audio ? undefined : marking,
    sendTime: 0,
    payload,
  });
const random = (length: number) => {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 65_536) crypto.getRandomValues(bytes.subarray(i, i + 65_536));
  return bytes;
};
const subscribe = ({ signaling }: Client, { member }: Client) =>
  signaling.send({ type: "subscribe", member, flows: [...mediaFlows], maxLayer: 7 });

test("WebTransport is what a dial ends on where it gets through", async () => {
  const { signaling } = await enter(address, newRoom());
  expect(signaling.getConnection().kind).toBe("webtransport");
});

test.each([
  ["the certificate is not the one that was said", () => ({ certificateHashes: [new Uint8Array(32)] })],
  ["nobody answers", () => ({ url: "https://127.0.0.1:9/" })],
])("a WebSocket is where %s", async (_, broken) => {
  const { signaling } = await enter({ ...address, ...broken() }, newRoom());
  expect(signaling.getConnection().kind).toBe("websocket");
});

test("a dial to nowhere fails, and one that is given up ends at once", async () => {
  const nowhere = { url: "https://127.0.0.1:9/", certificateHashes: [], webSocketUrl: "ws://127.0.0.1:9/v1" };
  await expect(dial(nowhere, new AbortController().signal)).rejects.toEqual(transportError("unreachable"));
  const controller = new AbortController();
  const dialling = dial(address, controller.signal);
  controller.abort();
  await expect(dialling).rejects.toEqual(transportError("cancelled"));
});

test.each(carriers)("sound, pictures and words go through (%s)", async (kind) => {
  const room = newRoom();
  const [sender, receiver, bystander] = [
    await enter(address, room, kind),
    await enter(address, room, kind),
    await enter(address, room, kind),
  ];
  expect(sender.signaling.getConnection().kind).toBe(kind);
  subscribe(receiver, sender);
  sender.signaling.send({ type: "notify", to: receiver.member, data: Uint8Array.of(1, 2, 3) });
  await eventually(() => expect(receiver.messages.map(({ type }) => type)).toContain("notify"));

  const sound = packetOf(sender.member, Track.audio, random(900));
  const picture = packetOf(sender.member, Track.video, random(300_000));
  await eventually(() => {
    sender.media.sendDatagram(Flow.audio, sound);
    expect(receiver.packets.length).toBeGreaterThan(0);
  });
  await expect(sender.media.sendFrame(Flow.video, picture)).resolves.toBe(true);
  await eventually(() => expect(receiver.packets.map(({ flow }) => flow)).toContain(Flow.video));
  const received = (flow: Flow) => receiver.packets.find((arrival) => arrival.flow === flow)?.packet.join();
  expect(received(Flow.audio) === sound.join(), "the sound is what was sent").toBe(true);
  expect(received(Flow.video) === picture.join(), "the picture is what was sent").toBe(true);
  expect(bystander.packets).toEqual([]);
  expect(receiver.media.stats).toMatchObject({ malformed: 0 });
});

test.each(carriers)("the round trip is measured (%s)", async (kind) => {
  const { signaling } = await enter(address, newRoom(), kind);
  signaling.ping();
  await eventually(() => expect(signaling.health.roundTrip).toBeGreaterThan(0));
  expect(signaling.health.missedPings).toBe(0);
});

test.each(carriers)("the relay says why it closes, before it does (%s)", async (kind) => {
  const { signaling, messages } = await enter(address, newRoom(), kind);
  const ended = new Promise((resolve) => signaling.on("closed", resolve));
  // Once is enough.
  signaling.send({ type: "hello", version: 1, agent: "", gates: [] });
  expect(await ended).toEqual(transportError("refused", "malformed"));
  expect(messages.at(-1)).toMatchObject({ type: "error", code: "malformed", fatal: true });
});

test("over a WebSocket the close code arrives, too", async () => {
  const { session } = await startWebSocket(address.webSocketUrl ?? "");
  await session.ready;
  const { writable } = await session.createBidirectionalStream();
  await writable.getWriter().write(Uint8Array.of(Flow.signaling, 1, 0xc1));
  expect((await session.closed).closeCode).toBe(CloseCode.protocol);
});

test("a stream that the relay refuses costs nothing else", async () => {
  const room = newRoom();
  const [sender, receiver] = [await enter(address, room), await enter(address, room)];
  subscribe(receiver, sender);
  const { session } = sender.signaling.getConnection();
  for (const bytes of [
    [0x26, 1, 1],
    [Flow.video, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    [Flow.video],
  ]) {
    const stream = (await session.createUnidirectionalStream()).getWriter();
    await stream.write(Uint8Array.from(bytes)).catch(() => undefined);
    if (bytes.length === 1) await stream.close();
  }
  await eventually(async () => {
    await sender.media.sendFrame(Flow.video, packetOf(sender.member, Track.video, random(100)));
    expect(receiver.packets.length).toBeGreaterThan(0);
  });
  expect(sender.signaling.closed).toBeUndefined();
});

test("datagrams over the limit do not leave, those at the limit arrive", async () => {
  const room = newRoom();
  const [sender, receiver] = [await enter(address, room), await enter(address, room)];
  subscribe(receiver, sender);
  const header = packetOf(sender.member, Track.audio, new Uint8Array(0)).length;
  const largest = packetOf(sender.member, Track.audio, random(limits.datagram - 1 - header));
  await eventually(() => {
    sender.media.sendDatagram(Flow.audio, largest);
    expect(receiver.packets[0]?.packet.length).toBe(limits.datagram - 1);
  });
  expect(() => sender.media.sendDatagram(Flow.audio, Uint8Array.of(...largest, 0))).toThrow("too-large");
});

test("signaling that a relay does not welcome ends, and its session with it", async () => {
  const carrier = await dial(address, new AbortController().signal);
  const bytes = { agent: "test", previous: new Uint8Array(3) };
  await expect(Signaling.open(carrier, bytes, () => performance.now())).rejects.toEqual(
    transportError("refused"),
  );
  await carrier.session.closed.catch(() => undefined);
});

test.each(carriers)("records go through, whole and in order (%s)", async (kind) => {
  const room = newRoom();
  const [sender, receiver] = [await enter(address, room, kind), await enter(address, room, kind)];
  const head = { from: sender.member, to: receiver.member, channel: Channel.control };
  const pipe = sender.data.open(head);
  const sent = [random(1), random(limits.signalingMessage), random(1_000)];
  for (const record of sent) await pipe.send(record);
  pipe.close();
  await eventually(() => expect(receiver.records.at(-1)).toEqual({ head, record: undefined }));
  const received = receiver.records.map(({ record }) => record?.join());
  expect(received.join(" ") === [...sent.map((bytes) => bytes.join()), ""].join(" ")).toBe(true);
  const back = receiver.data.open({ ...head, from: receiver.member, to: sender.member });
  await back.send(random(10));
  await eventually(() => expect(sender.records).toHaveLength(1));
  receiver.signaling.send({ type: "leave", room });
  await eventually(() => expect(sender.records).toHaveLength(2));
});

test.each(carriers)(
  "records that a listener leaves lying make their sender wait, and nothing else (%s)",
  async (kind) => {
    const room = newRoom();
    const [sender, receiver] = [await enter(address, room, kind), await enter(address, room, kind)];
    subscribe(receiver, sender);
    let taken = 0;
    receiver.data.listen({
      record: () => {
        taken++;
        return new Promise(() => undefined);
      },
      ended: () => undefined,
    });
    const record = random(60_000);
    const sent = [0, 0];
    for (const [index] of sent.entries()) {
      const pipe = sender.data.open({ from: sender.member, to: receiver.member, channel: 1 + index });
      const flood = async () => {
        for (;;) {
          await pipe.send(record);
          sent[index] = (sent[index] ?? 0) + 1;
        }
      };
      flood().catch(() => undefined);
    }
    const total = () => sent.reduce((sum, count) => sum + count, 0);
    await eventually(() => expect(taken).toBe(2));
    let before = -1;
    await eventually(() => {
      const now = total();
      const isStill = now === before;
      before = now;
      expect(isStill, "the senders wait").toBe(true);
    });
    const picture = packetOf(sender.member, Track.video, random(100_000));
    for (let count = 1; count <= 5; count++) {
      await eventually(() => expect(sender.media.sendFrame(Flow.video, picture)).resolves.toBe(true));
      await eventually(() => expect(receiver.packets.length).toBeGreaterThanOrEqual(count));
    }
    expect(receiver.signaling.closed).toBeUndefined();
    expect(total() * record.length, "bytes taken of streams that nobody reads").toBeLessThan(
      24 * 1024 * 1024,
    );
  },
);
