import { expect, test } from "vitest";
import { transportError } from "../../../fakes/errors.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { type Frame, openSession, relayFrames } from "../../../fakes/fake-socket.ts";
import { settled } from "../../../fakes/time.ts";

const KiB = 1024;
const tick = () => new Promise((resolve) => setTimeout(resolve));
const { maxData, maxStreamData, maxStreams, maxExchanges, stop } = relayFrames;
const of = (frames: readonly Frame[], key: string) => frames.map((frame) => frame[key]);
const bytesOf = (frames: readonly Frame[]) =>
  frames.reduce((sum, { type, data }) => sum + (type === "stream" ? Number(data) : 0), 0);

class StreamReset extends Error {
  readonly streamErrorCode = 77;
}

test("a write is told in records that fit, one behind the other, and the end after it", async () => {
  const { socket, session } = await openSession();
  const writer = (await session.createUnidirectionalStream()).getWriter();
  await writer.write(new Uint8Array(40_000));
  await writer.close();
  const lengths = socket.sent.map(({ length }) => length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(16_382);
  const frames = socket.take();
  expect(of(frames, "id")).toEqual(frames.map(() => 2));
  let offset = 0;
  for (const frame of frames) {
    expect(frame["offset"]).toBe(offset);
    offset += Number(frame["data"]);
  }
  expect(offset).toBe(40_000);
  expect(of(frames, "fin")).toEqual(frames.map((_, index) => index === frames.length - 1));
});

test("streams and exchanges are numbered each by themselves", async () => {
  const { socket, session } = await openSession();
  for (let i = 0; i < 2; i++) {
    await (await session.createUnidirectionalStream()).getWriter().write(Uint8Array.of(1));
    await (await session.createBidirectionalStream()).writable.getWriter().write(Uint8Array.of(1));
  }
  expect(of(socket.take(), "id")).toEqual([2, 0, 6, 4]);
});

test("a stream waits for what the relay allows on it", async () => {
  const { socket, session } = await openSession({ initialMaxStreamDataUni: 10n });
  const writer = (await session.createUnidirectionalStream()).getWriter();
  const written = settled(writer.write(new Uint8Array(25)));
  await tick();
  expect(bytesOf(socket.take())).toBe(10);
  socket.receive(maxStreamData(2, 20));
  // What was allowed once stays allowed.
  socket.receive(maxStreamData(2, 5));
  expect(bytesOf(socket.take())).toBe(10);
  expect(written).not.toHaveProperty("value");
  expect(writer.desiredSize).toBe(0);
  socket.receive(maxStreamData(2, 25));
  await writer.ready;
  expect(bytesOf(socket.take())).toBe(5);
});

test("all streams together wait for what the relay allows on all, an end does not", async () => {
  const { socket, session } = await openSession({ initialMaxData: 10n });
  const writers = [
    (await session.createUnidirectionalStream()).getWriter(),
    (await session.createUnidirectionalStream()).getWriter(),
  ] as const;
  const written = Promise.all(writers.map((writer) => writer.write(new Uint8Array(8))));
  await tick();
  expect(of(socket.take(), "data")).toEqual([8, 2]);
  await (await session.createUnidirectionalStream()).close();
  expect(of(socket.take(), "fin")).toEqual([true]);
  socket.receive(maxData(12), maxData(11), maxStreamData(2, 1_000_000));
  expect(bytesOf(socket.take())).toBe(2);
  socket.receive(maxData(100));
  await written;
  expect(bytesOf(socket.take())).toBe(4);
});

test("those who want a stream wait their turn until the relay allows it", async () => {
  const { socket, session } = await openSession({ initialMaxStreamsUni: 1n, initialMaxStreamsBidi: 0n });
  await session.createUnidirectionalStream();
  const order: number[] = [];
  for (const index of [1, 2, 3])
    session.createUnidirectionalStream().then(
      () => order.push(index),
      () => undefined,
    );
  const exchange = settled(session.createBidirectionalStream());
  await tick();
  expect(order).toEqual([]);
  socket.receive(maxStreams(3));
  await tick();
  expect(order).toEqual([1, 2]);
  expect(exchange).toEqual({});
  socket.receive(maxExchanges(1));
  await tick();
  expect(exchange.value).toBeDefined();
});

test("the socket is not filled, and looked after until there is room", async () => {
  const { socket, session } = await openSession();
  socket.isStalled = true;
  const writer = (await session.createUnidirectionalStream()).getWriter();
  const written = settled(writer.write(new Uint8Array(200 * KiB)));
  await tick();
  expect(socket.bufferedAmount).toBeGreaterThan(30 * KiB);
  expect(socket.bufferedAmount).toBeLessThanOrEqual(48 * KiB);
  const before = bytesOf(socket.take());
  await tick();
  expect(socket.sent).toEqual([]);
  socket.drain();
  await eventually(() => expect(socket.sent.length).toBeGreaterThan(0));
  socket.isStalled = false;
  socket.drain();
  await eventually(() => expect(written).toHaveProperty("value"));
  expect(before + bytesOf(socket.take())).toBe(200 * KiB);
});

test("streams take turns", async () => {
  const { socket, session } = await openSession({ initialMaxData: 0n });
  const write = async () => {
    const stream = await session.createUnidirectionalStream();
    stream
      .getWriter()
      .write(new Uint8Array(20_000))
      .catch(() => undefined);
    await tick();
  };
  for (let i = 0; i < 3; i++) await write();
  socket.receive(maxData(1_000_000));
  expect(of(socket.take(), "id")).toEqual([2, 6, 10, 2, 6, 10]);
});

test("a datagram goes before streams that wait, and is lost where the socket is full", async () => {
  const { socket, session } = await openSession();
  const datagrams = session.datagrams.writable.getWriter();
  socket.isStalled = true;
  const stream = (await session.createUnidirectionalStream()).getWriter();
  stream.write(new Uint8Array(200 * KiB)).catch(() => undefined);
  await tick();
  socket.take();
  await datagrams.write(new Uint8Array(1_000));
  expect(of(socket.take(), "type")).toEqual(["datagram"]);
  for (let i = 0; i < 100; i++) await datagrams.write(new Uint8Array(1_000));
  expect(socket.bufferedAmount).toBeLessThan(65 * KiB);
  expect(socket.take().length, "as many as there is room for").toBeLessThan(30);
  session.close({ closeCode: 0, reason: "" });
});

test("a datagram that the relay does not take is lost", async () => {
  const { socket, session } = await openSession({ maxDatagramFrameSize: 1_000n });
  const datagrams = session.datagrams.writable.getWriter();
  await datagrams.write(new Uint8Array(1_000));
  await datagrams.write(new Uint8Array(999));
  expect(socket.sent.map(({ length }) => length)).toEqual([1_000]);
  const none = await openSession({ maxDatagramFrameSize: 0n });
  await none.session.datagrams.writable.getWriter().write(new Uint8Array(0));
  expect(none.socket.sent).toEqual([]);
});

test.each<[string, unknown, number]>([
  ["without a reason", undefined, 0],
  ["for some reason", "late", 0],
  ["with a code", new StreamReset(), 77],
])("a stream that is given up %s is reset at once, whatever it waits for", async (_, reason, code) => {
  const { socket, session } = await openSession({ initialMaxStreamDataUni: 10n });
  const writer = (await session.createUnidirectionalStream()).getWriter();
  const written = writer.write(new Uint8Array(25));
  const refused = expect(written).rejects.toBeDefined();
  await tick();
  socket.take();
  await writer.abort(reason);
  await refused;
  expect(socket.take()).toEqual([{ type: "reset_stream", id: 2, code, finalSize: 10 }]);
  socket.receive(maxStreamData(2, 100), stop(2, 1));
  expect(socket.sent).toEqual([]);
});

test("a stream that the relay wants no more of is reset, and its writer told", async () => {
  const { socket, session } = await openSession({ initialMaxStreamDataUni: 10n });
  const idle = (await session.createUnidirectionalStream()).getWriter();
  const busy = (await session.createUnidirectionalStream()).getWriter();
  const written = busy.write(new Uint8Array(25));
  await tick();
  socket.take();
  socket.receive(stop(2, 5), stop(6, 9));
  expect(socket.take()).toEqual([
    { type: "reset_stream", id: 2, code: 5, finalSize: 0 },
    { type: "reset_stream", id: 6, code: 9, finalSize: 10 },
  ]);
  await expect(idle.closed).rejects.toEqual(transportError("closed", "5"));
  await expect(written).rejects.toEqual(transportError("closed", "9"));
  await expect(busy.closed).rejects.toEqual(transportError("closed", "9"));
  await idle.abort();
  expect(socket.sent).toEqual([]);
});

test("a stream that has ended is not reset any more", async () => {
  const { socket, session } = await openSession();
  const writer = (await session.createUnidirectionalStream()).getWriter();
  await writer.close();
  socket.take();
  socket.receive(stop(2, 5));
  await writer.closed;
  expect(socket.sent).toEqual([]);
});
