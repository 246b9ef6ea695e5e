import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { IncomingStreams } from "../../../src/transport/incoming-streams.ts";
import { type Arrival, MediaTransport } from "../../../src/transport/media-transport.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameDatagram, frameStream } from "../../../src/transport/wire/framing.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { openSignaling } from "../../fakes/fake-relay.ts";
import { fakeTimers } from "../../fakes/time.ts";

beforeEach(fakeTimers);
afterEach(() => void vi.useRealTimers());

const packet = Uint8Array.of(1, 2, 3);
/** Of three frames that share a stream. */
const run = [
  { isFirst: true, isLast: false },
  { isFirst: false, isLast: false },
  { isFirst: false, isLast: true },
];
const soon = () => vi.advanceTimersByTimeAsync(0);

/** Media with a second way beside the connection. */
async function openTwoWays() {
  const { signaling, session } = await openSignaling();
  const media = MediaTransport.fromSignaling(signaling, new IncomingStreams(signaling));
  const { signaling: beside, session: second } = await openSignaling();
  const stopReading = media.readFrom(beside);
  const leave = media.addWay(second.client);
  const come: Arrival[] = [];
  media.on("packet", (arrival) => void come.push(arrival));
  return { media, session, second, leave, stopReading, come };
}

test("everything leaves by a second way as well, and counts once", async () => {
  const { media, session, second, leave, stopReading } = await openTwoWays();
  media.sendDatagram(Flow.audio, packet);
  for (const place of run) void media.sendFrame(Flow.video, packet, place);
  await soon();
  expect(second.datagrams).toEqual(session.datagrams);
  expect(second.frames).toEqual(session.frames);
  expect(second.frames.map(({ state }) => state)).toEqual(["ended"]);
  expect(media.stats).toMatchObject({ ways: 2, packetsSent: 4, bytesSent: 12 });
  leave();
  stopReading();
  media.sendDatagram(Flow.audio, packet);
  await expect(media.sendFrame(Flow.video, packet)).resolves.toBe(true);
  expect(second.datagrams).toHaveLength(1);
  expect(second.frames).toHaveLength(1);
  expect(media.stats.ways).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("a frame has arrived when it is there by one way, and is not sent to its end by the other", async () => {
  const { media, session, second } = await openTwoWays();
  const goOn = session.stall();
  const written = vi.fn();
  await expect(media.sendFrame(Flow.video, packet, undefined, written)).resolves.toBe(true);
  goOn();
  await soon();
  expect(second.frames.map(({ state }) => state)).toEqual(["ended"]);
  expect(session.frames.map(({ state }) => state)).toEqual(["reset"]);
  expect(written, "told once").toHaveBeenCalledOnce();
  expect(media.openFrames).toBe(0);
});

test("it is lost when both ways have given it up", async () => {
  const { media, session, second } = await openTwoWays();
  for (const end of [session, second]) end.stall();
  const sending = media.sendFrame(Flow.video, packet);
  await vi.advanceTimersByTimeAsync(timeouts.frame);
  await expect(sending).resolves.toBe(false);
  expect(media.openFrames).toBe(0);
});

/** As much of an RTP packet as names it. */
function named(sequence: number): Uint8Array {
  return Uint8Array.of(0x80, 111, sequence >> 8, sequence & 0xff, 0, 0, 0, 0, 0, 0, 7, 1);
}

test("what comes by both is taken once, from whichever is quicker", async () => {
  const { media, session, second, stopReading, come } = await openTwoWays();
  for (const ways of [
    [session, second],
    [second, session],
  ])
    for (const way of ways) {
      const sequence = ways[0] === session ? 1 : 2;
      way.sendDatagram(frameDatagram(Flow.audio, named(sequence)));
      const stream = way.sendStream();
      stream.write(frameStream(Flow.video, named(100 + sequence)));
      await soon();
      expect(come.length, "at once").toBe(2 * sequence);
      stream.end();
      await soon();
    }
  expect(come.map(({ flow, packet }) => [flow, packet[3]])).toEqual([
    [Flow.audio, 1],
    [Flow.video, 101],
    [Flow.audio, 2],
    [Flow.video, 102],
  ]);
  expect(media.stats).toMatchObject({ packetsReceived: 4, bytesReceived: 48 });
  expect(media.datagramsReceived, "on the connection itself").toBe(2);
  stopReading();
  for (const sequence of [2, 3]) session.sendDatagram(frameDatagram(Flow.audio, named(sequence)));
  await soon();
  expect(come.length, "what comes late as well").toBe(5);
});

test("what cannot be understood counts as that, whichever way it comes", async () => {
  const { media, session, second, come, stopReading } = await openTwoWays();
  for (const way of [session, second]) {
    way.sendDatagram(frameDatagram(Flow.audio, packet));
    way.sendStream().write(frameStream(Flow.video, packet));
  }
  await soon();
  expect(come).toEqual([]);
  expect(media.stats.malformed).toBe(4);
  stopReading();
  expect(media.stats.malformed, "for good").toBe(4);
});
