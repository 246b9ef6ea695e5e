import { beforeEach, describe, expect, it, vi } from "vitest";
import { Backlog } from "../../../relay/backlog.ts";
import type { Carrier, SendStream } from "../../../relay/carrier.ts";
import { Downlink } from "../../../relay/downlink.ts";
import { Metrics } from "../../../relay/metrics.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";

const sound = Uint8Array.of(1);
const frame = Uint8Array.of(2);
/** Milliseconds after which nobody waits for a probe any more. */
const FAR_BEHIND = 5_000;

/** A way to a receiver, and what left by it. */
function openWay(refuses = false) {
  const datagrams: Uint8Array[] = [];
  const streams: { bytes: Uint8Array[]; state: "open" | "closed" | "aborted" }[] = [];
  const openStream = async (): Promise<SendStream> => {
    if (refuses) throw new Error("gone");
    const stream: (typeof streams)[number] = { bytes: [], state: "open" };
    streams.push(stream);
    return {
      write: async (bytes) => void stream.bytes.push(bytes),
      close: async () => {
        stream.state = "closed";
      },
      abort: () => {
        stream.state = "aborted";
      },
    };
  };
  const sendDatagram = async (bytes: Uint8Array) => void datagrams.push(bytes);
  const probes: number[] = [];
  const backlog = new Backlog((id) => probes.push(id), 0);
  const downlink = new Downlink(
    { openStream, sendDatagram } as Partial<Carrier> as Carrier,
    backlog,
    new Metrics(),
  );
  const answer = (now: number) => backlog.answered(probes.at(-1) ?? 0, now);
  return { downlink, datagrams, streams, answer };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

describe("a downlink with a second way", () => {
  let main: ReturnType<typeof openWay>;
  let second: ReturnType<typeof openWay>;
  let events: { lost: () => void; over: () => void };

  beforeEach(() => {
    main = openWay();
    second = openWay();
    main.downlink.twin = second.downlink;
    events = { lost: vi.fn(), over: vi.fn() };
  });

  /** The receiver has everything but what went by that way. */
  function fallBehind(way: ReturnType<typeof openWay>): void {
    for (const one of [main, second]) one.downlink.openFrames(Flow.video, events, 0).begin(1_000, 0);
    for (const one of [main, second]) if (one !== way) one.answer(50);
  }

  it("sends sound by both, and counts for itself what it sent", () => {
    main.downlink.sendDatagram(Flow.audio, sound, 0);
    second.downlink.sendDatagram(Flow.audio, sound, 0);
    expect([main.datagrams.length, second.datagrams.length]).toEqual([1, 2]);
    expect([main.downlink.datagramsSent, second.downlink.datagramsSent]).toEqual([1, 2]);
  });

  it("passes frames on by both, and has them over when both are", async () => {
    const copy = main.downlink.openFrames(Flow.video, events, 0);
    copy.begin(1, 0);
    copy.write(frame, 0);
    copy.complete();
    expect(events.over).not.toHaveBeenCalled();
    await settle();
    for (const { streams } of [main, second]) expect(streams).toEqual([{ bytes: [frame], state: "closed" }]);
    expect(events.over).toHaveBeenCalledOnce();
    expect(events.lost).not.toHaveBeenCalled();
  });

  it.each([1, 2])("has lost a frame when %d of two ways has lost it: only with both", async (count) => {
    second = openWay(true);
    main.downlink.twin = second.downlink;
    const copy = main.downlink.openFrames(Flow.video, events, 0);
    copy.write(frame, 0);
    if (count === 2) copy.abandon();
    else copy.complete();
    await settle();
    expect(events.lost).toHaveBeenCalledTimes(count - 1);
    expect(events.over).toHaveBeenCalledOnce();
  });

  it.each(["main", "second"])("leaves a way out that is behind: %s", async (which) => {
    const [behind, other] = which === "main" ? [main, second] : [second, main];
    fallBehind(behind);
    await settle();
    const before = [behind.streams.length, other.streams.length] as const;
    expect(main.downlink.pressure(FAR_BEHIND)).toBe("none");
    main.downlink.openFrames(Flow.video, events, FAR_BEHIND);
    await settle();
    expect([behind.streams.length, other.streams.length]).toEqual([before[0], before[1] + 1]);
  });

  it("is behind when both ways are", () => {
    main.downlink.openFrames(Flow.video, events, 0).begin(1_000, 0);
    expect(main.downlink.pressure(FAR_BEHIND)).toBe("full");
    second.answer(FAR_BEHIND);
    expect(main.downlink.pressure(FAR_BEHIND)).toBe("none");
  });

  it("goes on alone when the second way is gone", async () => {
    main.downlink.twin = undefined;
    main.downlink.openFrames(Flow.video, events, 0).complete();
    main.downlink.sendDatagram(Flow.audio, sound, 0);
    await settle();
    expect([second.streams.length, second.datagrams.length]).toEqual([0, 0]);
    expect(main.streams).toEqual([{ bytes: [], state: "closed" }]);
  });
});
