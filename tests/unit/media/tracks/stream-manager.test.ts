import { beforeEach, describe, expect, test } from "vitest";
import type { Outlet } from "../../../../src/media/tracks/quic-backend.ts";
import { MediaStreamManager } from "../../../../src/media/tracks/stream-manager.ts";
import type { EncodedPiece, WrittenPacket } from "../../../../src/media/tracks/track.ts";
import type { MediaTransport } from "../../../../src/transport/media-transport.ts";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import { decodeMediaPacket, PayloadType } from "../../../../src/transport/wire/rtp.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const ssrcs = {
  audio: 0x700 as Ssrc,
  video: 0x701 as Ssrc,
  screen: 0x702 as Ssrc,
  screenAudio: 0x703 as Ssrc,
};
const marking = { keyFrame: true, discardable: false, baseSync: true, temporalLayer: 0, baseIndex: 3 };
const picture = (content: number): EncodedPiece => ({
  payload: Uint8Array.of(content),
  payloadType: PayloadType.vp8,
  timestamp: 9_000,
  marking,
});
const sound = (content: number): EncodedPiece => ({
  payload: Uint8Array.of(content),
  payloadType: PayloadType.opus,
  timestamp: 480,
  marking: undefined,
});

/** A connection that takes everything, or nothing. */
class FakeTransport {
  readonly sent: { readonly flow: Flow; readonly packet: Bytes }[] = [];
  crowded = false;
  prepared = 0;
  refuses = false;

  isCrowded(): boolean {
    return this.crowded;
  }

  sendDatagram(flow: Flow, packet: Bytes): boolean {
    if (!this.refuses) this.sent.push({ flow, packet });
    return !this.refuses;
  }

  readonly places: unknown[] = [];

  async sendFrame(flow: Flow, packet: Bytes, place: unknown, onWritten: () => void): Promise<boolean> {
    if (this.refuses) return false;
    this.sent.push({ flow, packet });
    this.places.push(place);
    onWritten();
    return true;
  }

  prepareFrame(): void {
    this.prepared++;
  }

  get contents(): number[] {
    return this.sent.map(({ packet }) => decodeMediaPacket(packet).payload[0] ?? -1);
  }
}

let transport: FakeTransport;
let isOpen: boolean;
let now: number;
let written: WrittenPacket[];
/** Of each payload, once it is sealed. */
let seals: Map<number, () => void>;
let delayed: boolean;
let manager: MediaStreamManager;

beforeEach(() => {
  transport = new FakeTransport();
  isOpen = true;
  now = 1_000;
  written = [];
  seals = new Map();
  delayed = false;
  manager = new MediaStreamManager({
    now: () => now,
    onWritten: (packet) => written.push(packet),
    seal: async (frame: Bytes, _header: Bytes, headroom: number) => {
      if (delayed) await new Promise<void>((resolve) => seals.set(frame[0] ?? -1, resolve));
      if (frame[0] === 99) throw new Error("No key");
      const sealed = new Uint8Array(headroom + frame.length);
      sealed.set(frame, headroom);
      return sealed;
    },
    outlet: (kind): Outlet | undefined =>
      isOpen ? { media: transport as unknown as MediaTransport, ssrc: ssrcs[kind] } : undefined,
  });
});

describe("a track", () => {
  test("is one of its kind, and has a flow of its own", async () => {
    const [audio, video, screen, screenAudio] = [
      manager.ensure("audio"),
      manager.ensure("video"),
      manager.ensure("screen"),
      manager.ensure("screenAudio"),
    ];
    expect(manager.ensure("video")).toBe(video);
    expect([audio.kind, video.kind, screen.kind]).toEqual(["audio", "video", "screen"]);
    await Promise.all([audio.send(sound(1)), video.send(picture(2)), screen.send(picture(3))]);
    await screenAudio.send(sound(4));
    const sent = transport.sent.map(({ flow, packet }) => [flow, decodeMediaPacket(packet).ssrc]);
    expect(sent.toSorted()).toEqual([
      [Flow.audio, ssrcs.audio],
      [Flow.audio, ssrcs.screenAudio],
      [Flow.video, ssrcs.video],
      [Flow.screen, ssrcs.screen],
    ]);
  });

  test("numbers its packets and says when they were sent", async () => {
    const track = manager.ensure("audio");
    await track.send(sound(1));
    now = 1_020;
    await track.send(sound(2));
    const heads = transport.sent.map(({ packet }) => decodeMediaPacket(packet));
    expect(heads).toMatchObject([
      { sequence: 0, timestamp: 480, sendTime: expect.closeTo(1_000, 1) },
      { sequence: 1, sendTime: expect.closeTo(1_020, 1) },
    ]);
    const size = transport.sent[0]?.packet.length;
    expect(written[0]).toEqual({ ssrc: ssrcs.audio, sequence: 0, size, carrier: "datagram" });
  });

  test("sends in the order of the calls, however long sealing takes", async () => {
    delayed = true;
    const track = manager.ensure("video");
    const sending = [1, 2, 3].map((content) => track.send(picture(content)));
    for (const content of [3, 1, 2]) {
      seals.get(content)?.();
      await Promise.resolve();
    }
    await expect(Promise.all(sending)).resolves.toEqual([true, true, true]);
    expect(transport.contents).toEqual([1, 2, 3]);
    expect(written.map(({ carrier, sequence }) => [carrier, sequence])).toEqual([
      ["stream", 0],
      ["stream", 1],
      ["stream", 2],
    ]);
  });

  test("says which frames share a stream", async () => {
    const track = manager.ensure("video");
    const place = { isFirst: true, isLast: false };
    await track.send({ ...picture(1), place });
    await track.send(picture(2));
    expect(transport.places).toEqual([place, undefined]);
  });

  test("goes on behind a packet that could not be sealed", async () => {
    const track = manager.ensure("video");
    const sending = [1, 99, 3].map((content) => track.send(picture(content)));
    await expect(Promise.all(sending)).resolves.toEqual([true, false, true]);
    expect(transport.contents).toEqual([1, 3]);
  });

  test("is ready while little is under way", () => {
    const track = manager.ensure("video");
    expect(track.isReady).toBe(true);
    transport.crowded = true;
    expect([track.isReady, track.isOpen, manager.ensure("audio").isReady]).toEqual([false, true, true]);
    isOpen = false;
    expect([track.isReady, track.isOpen]).toEqual([false, false]);
  });

  test("has a stream opened for what is about to come, where it needs one", () => {
    manager.ensure("video").ensure();
    manager.ensure("audio").ensure();
    expect(transport.prepared).toBe(1);
  });

  test("sends nothing sealed for a connection that is gone", async () => {
    delayed = true;
    const track = manager.ensure("video");
    const sending = track.send(picture(1));
    isOpen = false;
    seals.get(1)?.();
    await expect(sending).resolves.toBe(false);
    await expect(track.send(picture(2))).resolves.toBe(false);
    expect(transport.sent).toEqual([]);
  });
});

test("closing ends all tracks, what is being sealed included", async () => {
  delayed = true;
  const [audio, video] = [manager.ensure("audio"), manager.ensure("video")];
  const sending = audio.send(sound(1));
  manager.close();
  seals.get(1)?.();
  await expect(sending).resolves.toBe(false);
  await expect(video.send(picture(2))).resolves.toBe(false);
  expect([audio.isOpen, video.isReady, transport.sent, manager.reports(0)]).toEqual([false, false, [], []]);
});

test("what the tracks count is what the connection carried, and what it refused is counted apart", async () => {
  for (let i = 0; i < 5; i++) {
    await manager.ensure("audio").send(sound(i));
    await manager.ensure("video").send(picture(i));
  }
  transport.refuses = true;
  await manager.ensure("video").send(picture(6));
  const carried = transport.sent.reduce((sum, { packet }) => sum + packet.length, 0);
  expect(manager.stats).toEqual({ packetsSent: 10, bytesSent: carried, packetsDropped: 1 });
  expect(manager.ensure("audio").stats.packetsSent).toBe(5);
});

test("reports relate the times of tracks to one clock", async () => {
  const [audio, video] = [manager.ensure("audio"), manager.ensure("video")];
  expect(manager.reports(5e11)).toEqual([]);
  // Sound of media time 100 is here at 1000, the quickest of its kind; pictures of 7000 at 1010.
  audio.learn(100);
  now = 1_010;
  audio.learn(105);
  video.learn(7_000);
  await audio.send(sound(1));
  now = 1_110;
  expect(manager.reports(5e11)).toEqual([
    {
      type: "sender-report",
      sender: ssrcs.audio,
      time: 5e11,
      rtpTimestamp: 210 * 48,
      packetCount: 1,
      octetCount: transport.sent[0]?.packet.length,
    },
    expect.objectContaining({ sender: ssrcs.video, rtpTimestamp: 7_100 * 90, packetCount: 0 }),
  ]);
});
