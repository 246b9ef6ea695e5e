import fc from "fast-check";
import { expect, test } from "vitest";
import { QmuxSession } from "../../../../src/transport/qmux/session.ts";
import { socketWindows } from "../../../../src/transport/wire/limits.ts";
import { transportError } from "../../../fakes/errors.ts";
import { FakeSocket, openSession, relayFrames } from "../../../fakes/fake-socket.ts";
import { settled } from "../../../fakes/time.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve));
const { stream, reset, parameters, ping } = relayFrames;

test("says first what it takes, and is open once the relay has said the same", async () => {
  const socket = new FakeSocket();
  const session = new QmuxSession(socket.client);
  const ready = settled(session.ready);
  socket.open();
  expect(socket.take().map(({ type }) => type)).toEqual(["transport_parameters"]);
  await tick();
  expect(ready).toEqual({});
  socket.receive(Uint8Array.of(0, 0), parameters());
  await session.ready;
});

test("ends where the protocol was not agreed on", async () => {
  const socket = new FakeSocket();
  const session = new QmuxSession(socket.client);
  socket.open("");
  await expect(session.ready).rejects.toEqual(transportError("protocol"));
  expect(socket).toMatchObject({ readyState: 2, sent: [] });
});

test("closes with a code and words, which leave before the socket closes", async () => {
  const { socket, session } = await openSession();
  session.close({ closeCode: 7, reason: "Genug für heute" });
  session.close({ closeCode: 8, reason: "" });
  expect(socket.take()).toEqual([{ type: "application_close", code: 7, reason: "Genug für heute" }]);
  expect(socket.readyState).toBe(2);
  await expect(session.closed).resolves.toEqual({ closeCode: 7, reason: "Genug für heute" });
});

test("can be closed before it is open", async () => {
  const socket = new FakeSocket();
  const session = new QmuxSession(socket.client);
  const opening = session.createUnidirectionalStream();
  session.close({ closeCode: 0, reason: "" });
  await expect(session.ready).rejects.toEqual(transportError("cancelled"));
  await expect(session.closed).resolves.toEqual({ closeCode: 0, reason: "" });
  await expect(opening).rejects.toEqual(transportError("cancelled"));
  expect(socket).toMatchObject({ readyState: 2, sent: [] });
});

test("tells with what code the relay closes, ahead of all that ends with it", async () => {
  const { socket, session } = await openSession();
  const order: string[] = [];
  const { readable } = await session.createBidirectionalStream();
  const reading = readable.getReader().read();
  void session.closed.then(({ closeCode, reason }) => order.push(`${closeCode} ${reason}`));
  reading.catch(() => order.push("read"));
  socket.receive(relayFrames.close(3, "stopping"));
  await tick();
  expect(order).toEqual(["3 stopping", "read"]);
  expect(socket.readyState).toBe(2);
});

test("breaks where the relay says that something was wrong", async () => {
  const { socket, session } = await openSession();
  socket.receive(relayFrames.fail(10, "no stream"));
  await expect(session.closed).rejects.toEqual(transportError("closed", "10 no stream"));
});

test("everything settles when the socket dies", async () => {
  const { socket, session } = await openSession({ initialMaxStreamsUni: 2n, initialMaxStreamDataUni: 1n });
  socket.receive(stream(3, Uint8Array.of(1)));
  const incoming = session.incomingUnidirectionalStreams.getReader();
  const taken = (await incoming.read()).value?.getReader();
  await taken?.read();
  const idle = (await session.createUnidirectionalStream()).getWriter();
  const busy = (await session.createUnidirectionalStream()).getWriter();
  const datagrams = session.datagrams.writable.getWriter();
  const waiting = [
    session.closed,
    session.createUnidirectionalStream(),
    idle.closed,
    busy.write(Uint8Array.of(1, 2)),
    busy.close(),
    busy.closed,
    taken?.read(),
    incoming.read(),
    datagrams.closed,
    session.datagrams.readable.getReader().read(),
  ];
  await tick();
  socket.break();
  for (const [index, outcome] of (await Promise.allSettled(waiting)).entries())
    expect(outcome, `promise ${index}`).toEqual({
      status: "rejected",
      reason: transportError("closed", "1006"),
    });
  await expect(session.createBidirectionalStream()).rejects.toEqual(transportError("closed"));
  session.close({ closeCode: 0, reason: "" });
});

test("answers pings, and passes over what asks for nothing", async () => {
  const { socket } = await openSession();
  socket.receive(ping(5), ...relayFrames.blocked(), Uint8Array.of(0, 0), ping(6));
  expect(socket.take()).toEqual([
    { type: "ping_response", sequence: 5 },
    { type: "ping_response", sequence: 6 },
  ]);
});

test("a relay that asks for answers and takes none is left", async () => {
  const { socket, session } = await openSession();
  socket.isStalled = true;
  for (let sequence = 0; sequence < 20_000; sequence++) socket.receive(ping(sequence));
  await expect(session.closed).rejects.toEqual(transportError("closed", "takes nothing"));
  expect(socket.bufferedAmount).toBeLessThan(200_000);
});

const byte = Uint8Array.of(1);
const large = new Uint8Array(16_000);
test.each<[string, readonly Uint8Array[] | string | ArrayBuffer]>([
  ["text", "hello"],
  ["a record that is too long", new ArrayBuffer(16_383)],
  ["a frame of no known name", [Uint8Array.of(0x3f)]],
  ["a frame of no known long name", [Uint8Array.of(0xff, 1, 2, 3, 4, 5, 6, 7)]],
  ["a name that is longer than need be", [Uint8Array.of(0xc0, 0, 0, 0, 0, 0, 0, 0x31)]],
  ["half a frame", [Uint8Array.of(0x04, 3)]],
  ["a stream without a number", [Uint8Array.of(0x0a)]],
  ["a length that is not there", [Uint8Array.of(0x0a, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)]],
  ["bytes longer than the record", [Uint8Array.of(0x0a, 3, 5, 1)]],
  ["a datagram longer than the record", [Uint8Array.of(0x31, 5, 1)]],
  ["words longer than the record", [Uint8Array.of(0x1d, 0, 5, 1)]],
  ["parameters once more", [parameters()]],
  ["an answer that nobody asked for", [relayFrames.pong(0)]],
  ["an exchange, of which none are allowed", [stream(1, byte)]],
  ["bytes on a stream that only this end writes to", [stream(2, byte)]],
  ["a reset of such a stream", [reset(2, 0, 0)]],
  ["one stream more than was allowed", [stream(3 + 4 * 100, byte)]],
  ["a stream of the far end of numbers", [stream(2 ** 53 - 1, byte)]],
  ["a gap in a stream", [stream(3, byte, 5)]],
  ["what was there before", [stream(3, byte), stream(3, byte)]],
  ["a reset that claims more than a stream may have", [reset(3, 0, socketWindows.stream + 1)]],
])("is closed over %s", async (_, data) => {
  const { socket, session } = await openSession();
  if (Array.isArray(data)) socket.receive(...data);
  else socket.onmessage?.({ data });
  await expect(session.closed).rejects.toEqual(transportError("protocol"));
  expect(socket.take()).toEqual([expect.objectContaining({ type: "connection_close", code: 10 })]);
  expect(socket.readyState).toBe(2);
  socket.receive(ping(1));
  expect(socket.sent).toEqual([]);
});

test("is closed over bytes on a stream that nobody has allowed", async () => {
  const { socket, session } = await openSession();
  let sent = 0;
  while (sent + large.length <= socketWindows.stream) {
    socket.receive(stream(3, large, sent));
    sent += large.length;
  }
  expect(settled(session.closed)).toEqual({});
  socket.receive(stream(3, large, sent));
  await expect(session.closed).rejects.toEqual(transportError("protocol", "more than was allowed"));
});

test("is closed over bytes on all streams that nobody has allowed", async () => {
  const { socket, session } = await openSession();
  const closed = settled(session.closed);
  const streams = socketWindows.session / socketWindows.stream;
  for (let id = 3; id < 3 + 4 * streams; id += 4) socket.receive(reset(id, 0, socketWindows.stream - 1));
  for (let id = 3 + 4 * streams; id < 3 + 4 * 100; id += 4)
    for (let sent = 0; sent + large.length < socketWindows.stream; sent += large.length)
      socket.receive(stream(id, large, sent));
  await tick();
  expect(closed, "reset streams take up no room").toEqual({});

  const other = await openSession();
  for (let id = 3; id < 3 + 4 * 100; id += 4)
    for (let sent = 0; sent + large.length < socketWindows.stream; sent += large.length)
      other.socket.receive(stream(id, large, sent));
  await expect(other.session.closed).rejects.toEqual(transportError("protocol", "more than was allowed"));
});

test("is closed over anything before the parameters", async () => {
  const socket = new FakeSocket();
  const session = new QmuxSession(socket.client);
  socket.open();
  socket.receive(ping(0));
  await expect(session.ready).rejects.toEqual(transportError("protocol"));
});

test("whatever comes, the session either goes on or ends in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async (records) => {
      const { socket, session } = await openSession();
      for (const record of records) socket.receive(record);
      if (socket.readyState === 2) await session.closed.catch(() => undefined);
      else session.close({ closeCode: 0, reason: "" });
    }),
  );
});
