import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DataTransport, RECORD_TIMEOUT } from "../../../src/transport/data-transport.ts";
import { IncomingStreams } from "../../../src/transport/incoming-streams.ts";
import { Channel, type DataHead, encodeDataHead } from "../../../src/transport/wire/data-head.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { framePacket, frameStream } from "../../../src/transport/wire/framing.ts";
import { limits, timeouts } from "../../../src/transport/wire/limits.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { joined } from "../../fakes/bytes.ts";
import { transportError, wireError } from "../../fakes/errors.ts";
import { openSignaling } from "../../fakes/fake-relay.ts";
import { fakeTimers } from "../../fakes/time.ts";

beforeEach(fakeTimers);
afterEach(() => void vi.useRealTimers());

const head: DataHead = { from: 9 as MemberId, to: 7 as MemberId, channel: Channel.control };
const start = frameStream(Flow.data, encodeDataHead(head));
const record = Uint8Array.of(1, 2, 3);
const soon = () => vi.advanceTimersByTimeAsync(0);

async function openData() {
  const { signaling, session } = await openSignaling();
  const streams = new IncomingStreams(signaling);
  const data = new DataTransport(signaling, streams);
  return { data, streams, session, signaling };
}

/** With a listener that takes each record when the test says so. */
async function listenToData() {
  const opened = await openData();
  const heard: [DataHead, Uint8Array | "ended"][] = [];
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  let takesAtOnce = true;
  opened.data.listen({
    record: (from, bytes) => {
      heard.push([from, bytes]);
      if (takesAtOnce) return undefined;
      return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    ended: (from) => heard.push([from, "ended"]),
  });
  const hold = () => {
    takesAtOnce = false;
  };
  return { ...opened, heard, hold, waiting };
}

test("sends the head once and then each record behind its length", async () => {
  const { data, session } = await openData();
  const pipe = data.open(head);
  await pipe.send(record);
  await pipe.send(Uint8Array.of(4));
  const bytes = joined(session.frames[0]?.bytes ?? []);
  expect(bytes).toEqual(joined([start, framePacket(record), framePacket(Uint8Array.of(4))]));
  expect(session.frames).toHaveLength(1);
});

test("a record is sent once the network has taken it, and no sooner", async () => {
  const { data, session } = await openData();
  const pipe = data.open(head);
  await soon();
  const release = session.stall();
  const sent = vi.fn();
  const sending = pipe.send(record).then(sent);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).not.toHaveBeenCalled();
  release();
  await sending;
});

test("records that nobody waits for are bounded", async () => {
  const { data, session } = await openData();
  const pipe = data.open(head);
  await soon();
  session.stall();
  const outcomes = Array.from({ length: 40 }, () => pipe.send(record).catch((error: unknown) => error));
  expect(await Promise.race([outcomes.at(-1), soon()])).toEqual(transportError("timeout"));
});

test.each([
  ["nothing", new Uint8Array(0), "malformed"],
  ["more than the limit", new Uint8Array(limits.signalingMessage + 1), "too-large"],
] as const)("%s is no record, and leaves the pipe as it was", async (_, bytes, reason) => {
  const { data } = await openData();
  const pipe = data.open(head);
  await expect(pipe.send(bytes)).rejects.toEqual(wireError(reason));
  await expect(pipe.send(new Uint8Array(limits.signalingMessage))).resolves.toBeUndefined();
});

test("a pipe that is closed ends its stream behind what was sent", async () => {
  const { data, session } = await openData();
  const pipe = data.open(head);
  await pipe.send(record);
  pipe.close();
  pipe.close();
  await soon();
  expect(session.frames.map(({ state }) => state)).toEqual(["ended"]);
  await expect(pipe.send(record)).rejects.toEqual(transportError("closed"));
});

test("a pipe that is closed while it sends breaks off", async () => {
  const { data, session } = await openData();
  const pipe = data.open(head);
  await soon();
  const release = session.stall();
  const sending = expect(pipe.send(record)).rejects.toEqual(transportError("closed"));
  await soon();
  pipe.close();
  await sending;
  release();
  await soon();
  expect(session.frames.map(({ state }) => state)).toEqual(["reset"]);
});

test("a pipe that is closed before its stream is open carries nothing", async () => {
  const { data, session } = await openData();
  const grant = session.withholdStreams();
  data.open(head).close();
  grant();
  await soon();
  expect(session.frames).toEqual([{ bytes: [], state: "reset" }]);
});

test("sending rejects where the relay refuses the stream, and where the connection ends", async () => {
  const { data, session } = await openData();
  const [refused, lost] = [data.open(head), data.open(head)];
  await soon();
  session.refuseFrames();
  await expect(refused.send(record)).rejects.toEqual(transportError("closed"));
  session.break();
  await expect(lost.send(record)).rejects.toEqual(transportError("closed"));
  await expect(data.open(head).send(record)).rejects.toEqual(transportError("closed"));
});

test("a stream that does not open in time carries nothing, even later", async () => {
  const { data, session } = await openData();
  const grant = session.withholdStreams();
  const sending = expect(data.open(head).send(record)).rejects.toEqual(transportError("closed"));
  await vi.advanceTimersByTimeAsync(timeouts.request);
  await sending;
  grant();
  await soon();
  expect(session.frames).toEqual([{ bytes: [], state: "reset" }]);
});

test("no more streams are open than the relay allows, and one that is closed makes room", async () => {
  const { data } = await openData();
  const pipes = Array.from({ length: limits.dataStreams }, () => data.open(head));
  await expect(data.open(head).send(record)).rejects.toEqual(transportError("closed"));
  await Promise.all(pipes.map((pipe) => pipe.send(record)));
  pipes[0]?.close();
  await soon();
  await expect(data.open(head).send(record)).resolves.toBeUndefined();
});

test("hands on records and the end of their stream", async () => {
  const { session, heard, streams } = await listenToData();
  const stream = session.sendStream();
  for (const byte of joined([start, framePacket(record)])) stream.write(Uint8Array.of(byte));
  stream.write(joined([framePacket(Uint8Array.of(4)), framePacket(Uint8Array.of(5))]));
  stream.end();
  await soon();
  expect(heard).toEqual([
    [head, record],
    [head, Uint8Array.of(4)],
    [head, Uint8Array.of(5)],
    [head, "ended"],
  ]);
  expect(streams.malformed).toBe(0);
  expect(vi.getTimerCount(), "nothing is waited for any more").toBe(0);
});

test("a record is the listener's own: no view of what else has arrived", async () => {
  const { session, heard } = await listenToData();
  session.sendStream().write(joined([start, framePacket(record)]));
  await soon();
  const [, bytes] = heard[0] ?? [];
  expect(bytes).toEqual(record);
  expect(bytes !== "ended" && bytes?.buffer.byteLength).toBe(record.length);
});

test("reads no further than the listener has taken, and other streams go on", async () => {
  const { session, heard, hold, waiting } = await listenToData();
  hold();
  const stream = session.sendStream();
  stream.write(start);
  for (let i = 0; i < 10; i++) stream.write(framePacket(record));
  await vi.advanceTimersByTimeAsync(RECORD_TIMEOUT - 1);
  expect(heard).toEqual([[head, record]]);
  expect(stream.unread).toBeGreaterThan(7);
  session.sendStream().write(joined([start, framePacket(Uint8Array.of(9))]));
  await soon();
  expect(heard.at(-1)).toEqual([head, Uint8Array.of(9)]);
  waiting[0]?.resolve();
  await soon();
  expect(heard.filter(([, bytes]) => bytes !== "ended")).toHaveLength(3);
});

test("a listener that wants no more of a stream refuses it", async () => {
  const { session, heard, hold, waiting } = await listenToData();
  hold();
  const stream = session.sendStream();
  stream.write(joined([start, framePacket(record), framePacket(record)]));
  await soon();
  waiting[0]?.reject(new Error("enough"));
  await soon();
  expect(stream.refused).toBe(true);
  expect(heard).toEqual([
    [head, record],
    [head, "ended"],
  ]);
});

test("a listener that never takes a record loses the stream", async () => {
  const { session, heard, hold } = await listenToData();
  hold();
  const stream = session.sendStream();
  stream.write(joined([start, framePacket(record), framePacket(record)]));
  await vi.advanceTimersByTimeAsync(RECORD_TIMEOUT);
  expect(stream.refused).toBe(true);
  expect(heard).toEqual([
    [head, record],
    [head, "ended"],
  ]);
});

test("streams are refused while nobody listens", async () => {
  const { session } = await openData();
  const stream = session.sendStream();
  stream.write(joined([start, framePacket(record)]));
  await soon();
  expect(stream.refused).toBe(true);
});

test("a stream may be silent for as long as it likes once its head is in", async () => {
  const { session, heard } = await listenToData();
  const stream = session.sendStream();
  stream.write(start);
  await vi.advanceTimersByTimeAsync(3_600_000);
  stream.write(framePacket(record));
  await soon();
  expect(heard).toEqual([[head, record]]);
});

test.each([
  ["nothing", new Uint8Array(0)],
  ["a flow", Uint8Array.of(Flow.data)],
  ["half a head", start.subarray(0, 6)],
])("%s is waited for, but not for ever", async (_, bytes) => {
  const { session, heard, streams } = await listenToData();
  const stream = session.sendStream();
  if (bytes.length > 0) stream.write(bytes);
  await vi.advanceTimersByTimeAsync(timeouts.streamHead - 1);
  expect(stream.refused).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(stream.refused).toBe(true);
  expect(streams.malformed).toBe(1);
  expect(heard).toEqual([]);
});

test.each([
  ["a head of another length", frameStream(Flow.data, new Uint8Array(8))],
  ["a member that cannot be", frameStream(Flow.data, new Uint8Array(9).fill(0xff))],
  ["an empty record", joined([start, Uint8Array.of(0)])],
  ["a record over the limit", joined([start, Uint8Array.of(0x80, 1, 0, 1)])],
  ["a flow that has no streams", frameStream(Flow.audio, record)],
])("%s costs its stream and nothing else", async (_, bytes) => {
  const { session, heard, streams, signaling } = await listenToData();
  const [bad, good] = [session.sendStream(), session.sendStream()];
  bad.write(bytes);
  good.write(joined([start, framePacket(record)]));
  await soon();
  expect(bad.refused).toBe(true);
  expect(streams.malformed).toBe(1);
  expect(heard.filter(([, what]) => what !== "ended")).toEqual([[head, record]]);
  expect(signaling.closed).toBeUndefined();
});

test("a stream that breaks off has ended, and is nobody's mistake", async () => {
  const { session, heard, streams } = await listenToData();
  const stream = session.sendStream();
  stream.write(joined([start, framePacket(record).subarray(0, 2)]));
  await soon();
  stream.reset();
  await soon();
  expect(heard).toEqual([[head, "ended"]]);
  expect(streams.malformed).toBe(0);
});

test("streams beyond the limit are refused", async () => {
  const { session, heard, streams } = await listenToData();
  const opened = Array.from({ length: limits.dataStreams + 1 }, () => session.sendStream());
  for (const stream of opened) stream.write(start);
  await soon();
  expect(opened.filter(({ refused }) => refused)).toEqual([opened.at(-1)]);
  expect(streams.malformed).toBe(1);
  opened[0]?.end();
  await soon();
  session.sendStream().write(joined([start, framePacket(record)]));
  await soon();
  expect(heard.at(-1)).toEqual([head, record]);
});
