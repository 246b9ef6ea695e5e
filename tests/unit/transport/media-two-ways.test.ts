import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { IncomingStreams } from "../../../src/transport/incoming-streams.ts";
import { MediaTransport } from "../../../src/transport/media-transport.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { openSignaling } from "../../fakes/fake-relay.ts";
import { FakeSession } from "../../fakes/fake-session.ts";
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
  const second = new FakeSession();
  const leave = media.addWay(second.client);
  return { media, session, second, leave };
}

test("everything leaves by a second way as well, and counts once", async () => {
  const { media, session, second, leave } = await openTwoWays();
  media.sendDatagram(Flow.audio, packet);
  for (const place of run) void media.sendFrame(Flow.video, packet, place);
  await soon();
  expect(second.datagrams).toEqual(session.datagrams);
  expect(second.frames).toEqual(session.frames);
  expect(second.frames.map(({ state }) => state)).toEqual(["ended"]);
  expect(media.stats).toMatchObject({ ways: 2, packetsSent: 4, bytesSent: 12 });
  leave();
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
