import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FramePlace } from "../../../src/transport/frame-stream.ts";
import { IncomingStreams } from "../../../src/transport/incoming-streams.ts";
import { type Arrival, MediaTransport } from "../../../src/transport/media-transport.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameDatagram, framePacket, frameStream } from "../../../src/transport/wire/framing.ts";
import { limits, timeouts } from "../../../src/transport/wire/limits.ts";
import { joined } from "../../fakes/bytes.ts";
import { wireError } from "../../fakes/errors.ts";
import { eventually } from "../../fakes/eventually.ts";
import { openSignaling } from "../../fakes/fake-relay.ts";
import { fakeTimers } from "../../fakes/time.ts";

beforeEach(fakeTimers);
afterEach(() => void vi.useRealTimers());

const packet = Uint8Array.of(1, 2, 3);
const soon = () => vi.advanceTimersByTimeAsync(0);

async function openMedia() {
  const { signaling, session } = await openSignaling();
  const media = MediaTransport.fromSignaling(signaling, new IncomingStreams(signaling));
  const arrivals: Arrival[] = [];
  media.on("packet", (arrival) => arrivals.push(arrival));
  return { media, session, signaling, arrivals };
}

test("shares signaling's connection, and ends with it", async () => {
  const { media, signaling, session } = await openMedia();
  media.close();
  expect(signaling.closed).toBeDefined();
  await eventually(() => expect(session.closeInfo).toBeDefined());
  expect(media.sendDatagram(Flow.audio, packet)).toBe(false);
  await expect(media.sendFrame(Flow.video, packet)).resolves.toBe(false);
});

test("sends a packet as a datagram", async () => {
  const { media, session } = await openMedia();
  expect(media.sendDatagram(Flow.audio, packet)).toBe(true);
  await soon();
  expect(session.datagrams).toEqual([frameDatagram(Flow.audio, packet)]);
  expect(media.stats).toMatchObject({ packetsSent: 1, bytesSent: 3, datagramsDropped: 0 });
});

test("sends a frame as a stream of its own, and ends it", async () => {
  const { media, session } = await openMedia();
  await expect(media.sendFrame(Flow.screen, packet)).resolves.toBe(true);
  expect(session.frames).toEqual([{ bytes: [frameStream(Flow.screen, packet)], state: "ended" }]);
  expect(media.stats).toMatchObject({ packetsSent: 1, bytesSent: 3, framesAborted: 0 });
  expect(media.openFrames).toBe(0);
});

const first = { isFirst: true, isLast: false };
const between = { isFirst: false, isLast: false };
const last = { isFirst: false, isLast: true };

test("frames that build on one another share a stream, and have arrived when all of it has", async () => {
  const { media, session } = await openMedia();
  const outcomes: boolean[] = [];
  const send = (place: FramePlace) =>
    void media.sendFrame(Flow.video, packet, place).then((sent) => outcomes.push(sent));
  send(first);
  send(between);
  await soon();
  expect(outcomes).toEqual([]);
  expect(media.openFrames).toBe(1);
  send(last);
  await soon();
  expect(session.frames.map(({ state }) => state)).toEqual(["ended"]);
  const bytes = [frameStream(Flow.video, packet), framePacket(packet), framePacket(packet)];
  expect(session.frames[0]?.bytes).toEqual(bytes);
  expect(outcomes).toEqual([true, true, true]);
  expect(media.stats).toMatchObject({ packetsSent: 3, bytesSent: 9, framesAborted: 0 });
  expect(vi.getTimerCount(), "nothing is waited for any more").toBe(0);
});

test("the pieces of one frame stay together, however slowly they leave", async () => {
  const { media, session } = await openMedia();
  media.setPacing(1_000_000);
  const [one, two] = [new Uint8Array(5_000).fill(1), new Uint8Array(3_000).fill(2)];
  void media.sendFrame(Flow.video, one, first);
  const sending = media.sendFrame(Flow.video, two, last);
  await vi.advanceTimersByTimeAsync(100);
  await expect(sending).resolves.toBe(true);
  expect(joined(session.frames[0]?.bytes ?? [])).toEqual(
    joined([frameStream(Flow.video, one), framePacket(two)]),
  );
});

test("a first frame ends the stream before its own, one behind none begins a stream", async () => {
  const { media, session } = await openMedia();
  void media.sendFrame(Flow.video, packet, between);
  void media.sendFrame(Flow.screen, packet, first);
  void media.sendFrame(Flow.video, packet, first);
  await soon();
  expect(session.frames.map(({ state }) => state)).toEqual(["ended", "open", "open"]);
  for (const { bytes } of session.frames) expect(bytes).toHaveLength(1);
});

test.each([Flow.video, Flow.screen] as const)(
  "a stream on flow %i is not held open for what may come",
  async (flow) => {
    const { media, session } = await openMedia();
    const sending = media.sendFrame(flow, packet, first);
    await vi.advanceTimersByTimeAsync(499);
    void media.sendFrame(flow, packet, between);
    await vi.advanceTimersByTimeAsync(1);
    await expect(sending).resolves.toBe(true);
    void media.sendFrame(flow, packet, between);
    await soon();
    expect(session.frames.map(({ bytes, state }) => [bytes.length, state])).toEqual([
      [2, "ended"],
      [1, "open"],
    ]);
  },
);

test("a stream that the network does not take is given up, with all that is on it", async () => {
  const { media, session } = await openMedia();
  const release = session.stall();
  const sending = [first, between].map((place) => media.sendFrame(Flow.video, packet, place));
  await vi.advanceTimersByTimeAsync(timeouts.frame);
  await expect(Promise.all(sending)).resolves.toEqual([false, false]);
  expect(media.openFrames).toBe(0);
  release();
  await expect(media.sendFrame(Flow.video, packet, last)).resolves.toBe(true);
});

test("what follows on a stream that the relay refuses gets another", async () => {
  const { media, session } = await openMedia();
  const refused = media.sendFrame(Flow.video, packet, first);
  await soon();
  session.refuseFrames();
  await expect(refused).resolves.toBe(false);
  await expect(media.sendFrame(Flow.video, packet, last)).resolves.toBe(true);
  expect(session.frames[1]?.bytes).toEqual([frameStream(Flow.video, packet)]);
});

test("a frame that was prepared for finds its stream open", async () => {
  const { media, session } = await openMedia();
  media.prepareFrame();
  media.prepareFrame();
  await soon();
  expect(session.frames).toEqual([{ bytes: [], state: "open" }]);
  session.withholdStreams();
  await expect(media.sendFrame(Flow.video, packet)).resolves.toBe(true);
  expect(session.frames).toEqual([{ bytes: [frameStream(Flow.video, packet)], state: "ended" }]);
});

test("a stream that was refused while it waited for a frame is not used", async () => {
  const { media, session } = await openMedia();
  media.prepareFrame();
  await soon();
  session.refuseFrames();
  await soon();
  await expect(media.sendFrame(Flow.video, packet)).resolves.toBe(true);
  expect(session.frames.map(({ state }) => state)).toEqual(["open", "ended"]);
});

test("nothing is prepared for once the connection is over", async () => {
  const { media, session } = await openMedia();
  media.close();
  media.prepareFrame();
  await soon();
  expect(session.frames).toEqual([]);
});

test("what is over the limit is not sent at all", async () => {
  const { media, session } = await openMedia();
  expect(() => media.sendDatagram(Flow.audio, new Uint8Array(limits.datagram))).toThrow(
    wireError("too-large"),
  );
  const frame = media.sendFrame(Flow.video, new Uint8Array(limits.frame + 1));
  await expect(frame).rejects.toEqual(wireError("too-large"));
  expect(session.datagrams).toEqual([]);
  expect(session.frames).toEqual([]);
});

test("datagrams that the network does not take are dropped, not queued", async () => {
  const { media, session } = await openMedia();
  const release = session.stall();
  const sent = Array.from({ length: 100 }, () => media.sendDatagram(Flow.audio, packet));
  const taken = sent.filter(Boolean).length;
  expect(sent.lastIndexOf(true), "the first ones are taken, the rest is not").toBe(taken - 1);
  expect(taken).toBeLessThanOrEqual(32);
  expect(media.stats.datagramsDropped).toBe(100 - taken);
  release();
  await soon();
  expect(session.datagrams).toHaveLength(taken);
  expect(media.sendDatagram(Flow.audio, packet)).toBe(true);
});

test("a frame that does not leave in time is reset, and its place free again", async () => {
  const { media, session } = await openMedia();
  session.stall();
  const outcomes: boolean[] = [];
  const sending = media.sendFrame(Flow.video, packet).then((sent) => outcomes.push(sent));
  await vi.advanceTimersByTimeAsync(timeouts.frame - 1);
  expect(outcomes).toEqual([]);
  expect(media.openFrames).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await sending;
  expect(outcomes).toEqual([false]);
  expect(media.openFrames).toBe(0);
  expect(media.stats).toMatchObject({ framesAborted: 1, packetsSent: 0, bytesSent: 0 });
});

test("a stream that opens too late carries nothing", async () => {
  const { media, session } = await openMedia();
  const grant = session.withholdStreams();
  const sending = media.sendFrame(Flow.video, packet);
  await vi.advanceTimersByTimeAsync(timeouts.frame);
  await expect(sending).resolves.toBe(false);
  grant();
  await soon();
  expect(session.frames).toEqual([{ bytes: [], state: "reset" }]);
});

test("no more than a few frames are on their way at once", async () => {
  const { media, session } = await openMedia();
  session.stall();
  const outcomes: boolean[] = [];
  for (let i = 0; i < 50; i++) void media.sendFrame(Flow.video, packet).then((sent) => outcomes.push(sent));
  await soon();
  expect(session.frames.length).toBeLessThanOrEqual(2 * limits.openFrames);
  expect(media.openFrames).toBe(session.frames.length);
  expect(outcomes).toHaveLength(50 - session.frames.length);
  await vi.advanceTimersByTimeAsync(timeouts.frame);
  expect(media.openFrames).toBe(0);
});

test("a frame on its way when the connection ends was not sent", async () => {
  const { media, session } = await openMedia();
  session.stall();
  const sending = media.sendFrame(Flow.video, packet);
  await soon();
  session.break();
  await expect(sending).resolves.toBe(false);
  expect(media.openFrames).toBe(0);
});

test("hands on what arrives, by datagram and by stream", async () => {
  const { media, session, arrivals } = await openMedia();
  session.sendDatagram(frameDatagram(Flow.audio, packet));
  const stream = session.sendStream();
  const bytes = frameStream(Flow.video, packet);
  for (const byte of bytes) stream.write(Uint8Array.of(byte));
  stream.end();
  await soon();
  expect(arrivals).toEqual([
    { flow: Flow.audio, packet },
    { flow: Flow.video, packet },
  ]);
  expect(media.stats).toMatchObject({ packetsReceived: 2, bytesReceived: 6, malformed: 0 });
  expect(vi.getTimerCount(), "nothing is waited for any more").toBe(0);
});

test("hands on a frame before its stream has ended", async () => {
  const { session, arrivals } = await openMedia();
  session.sendStream().write(frameStream(Flow.video, packet));
  await soon();
  expect(arrivals).toHaveLength(1);
});

test("whatever arrives is a sign of life", async () => {
  const { signaling, session } = await openMedia();
  await vi.advanceTimersByTimeAsync(100);
  session.sendDatagram(Uint8Array.of(0x26));
  await soon();
  expect(signaling.health.lastHeard).toBe(Date.now());
  await vi.advanceTimersByTimeAsync(100);
  session.sendStream().write(Uint8Array.of(Flow.video));
  await soon();
  expect(signaling.health.lastHeard).toBe(Date.now());
});

test.each([
  ["an unknown flow", Uint8Array.of(0x26, 1)],
  ["nothing", new Uint8Array(0)],
  ["a flow without a packet", Uint8Array.of(Flow.audio)],
  ["more than the limit", new Uint8Array(limits.datagram + 1).fill(Flow.audio)],
])("a datagram of %s is counted, and the next one read", async (_, bytes) => {
  const { media, session, arrivals, signaling } = await openMedia();
  session.sendDatagram(bytes);
  session.sendDatagram(frameDatagram(Flow.audio, packet));
  await soon();
  expect(arrivals).toHaveLength(1);
  expect(media.stats.malformed).toBe(1);
  expect(signaling.closed).toBeUndefined();
});

test.each([
  ["an unknown flow", Uint8Array.of(0x26, 1, 1)],
  ["a frame over the limit", Uint8Array.of(Flow.video, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ["an empty frame", Uint8Array.of(Flow.video, 0)],
])("a stream of %s is refused and counted, and touches nothing else", async (_, bytes) => {
  const { media, session, arrivals, signaling } = await openMedia();
  const before = session.sendStream();
  const [head, rest] = [frameStream(Flow.video, packet).subarray(0, 3), packet.subarray(1)];
  before.write(head);
  const hostile = session.sendStream();
  hostile.write(bytes);
  await soon();
  expect(hostile.refused).toBe(true);
  expect(media.stats.malformed).toBe(1);
  before.write(rest);
  before.end();
  const after = session.sendStream();
  after.write(frameStream(Flow.screen, packet));
  after.end();
  await soon();
  expect(arrivals.map(({ flow }) => flow)).toEqual([Flow.video, Flow.screen]);
  expect(signaling.closed).toBeUndefined();
});

test("a stream that ends inside a frame is malformed, one that was reset is not", async () => {
  const { media, session, arrivals } = await openMedia();
  const [ended, reset] = [session.sendStream(), session.sendStream()];
  ended.write(frameStream(Flow.video, packet).subarray(0, 4));
  ended.end();
  reset.write(frameStream(Flow.video, packet).subarray(0, 4));
  reset.reset();
  await soon();
  expect(media.stats.malformed).toBe(1);
  expect(arrivals).toEqual([]);
});

test("half a frame is waited for, but not for long", async () => {
  const { media, session } = await openMedia();
  const stream = session.sendStream();
  stream.write(frameStream(Flow.video, packet).subarray(0, 3));
  await vi.advanceTimersByTimeAsync(2 * timeouts.frame - 1);
  expect(stream.refused).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(stream.refused).toBe(true);
  expect(media.stats.malformed).toBe(1);
});

test("a listener's mistake does not make it deaf", async () => {
  const uncaught: VoidFunction[] = [];
  const spy = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((task) => void uncaught.push(task));
  const { media, session, arrivals } = await openMedia();
  media.on("packet", () => {
    throw new Error("a mistake");
  });
  session.sendDatagram(frameDatagram(Flow.audio, packet));
  session.sendDatagram(frameDatagram(Flow.audio, packet));
  const stream = session.sendStream();
  stream.write(joined([frameStream(Flow.video, packet), framePacket(packet)]));
  await soon();
  spy.mockRestore();
  expect(arrivals).toHaveLength(4);
  expect(uncaught).toHaveLength(4);
  expect(media.stats.malformed).toBe(0);
});

test("statistics are a snapshot", async () => {
  const { media } = await openMedia();
  const before = media.stats;
  media.sendDatagram(Flow.audio, packet);
  expect(before.packetsSent).toBe(0);
});
