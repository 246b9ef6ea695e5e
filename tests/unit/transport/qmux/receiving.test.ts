import { expect, test } from "vitest";
import type { QmuxSession } from "../../../../src/transport/qmux/session.ts";
import { socketWindows } from "../../../../src/transport/wire/limits.ts";
import { joined } from "../../../fakes/bytes.ts";
import { transportError } from "../../../fakes/errors.ts";
import { type FakeSocket, openSession, relayFrames } from "../../../fakes/fake-socket.ts";
import { settled } from "../../../fakes/time.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve));
const { stream, reset, datagram } = relayFrames;
const PIECE = 16_000;

async function taken(session: QmuxSession): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const incoming = session.incomingUnidirectionalStreams.getReader();
  const { value } = await incoming.read();
  incoming.releaseLock();
  if (value === undefined) throw new Error("no stream");
  return value.getReader();
}

/** Fills what a stream may hold, unread. */
function fill(socket: FakeSocket, id: number): number {
  let sent = 0;
  for (; sent + PIECE <= socketWindows.stream; sent += PIECE)
    socket.receive(stream(id, new Uint8Array(PIECE), sent));
  return sent;
}

test("a stream is read piece by piece to its end, without a copy", async () => {
  const { socket, session } = await openSession();
  socket.receive(
    stream(3, Uint8Array.of(1, 2)),
    stream(3, Uint8Array.of(3), 2),
    stream(3, new Uint8Array(0), 3, true),
  );
  const reader = await taken(session);
  const first = await reader.read();
  expect(first.value).toEqual(Uint8Array.of(1, 2));
  const second = await reader.read();
  expect(second.value).toEqual(Uint8Array.of(3));
  expect(second.value?.buffer).toBe(first.value?.buffer);
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});

test("who waits gets what comes, and whoever asks several times gets it in order", async () => {
  const { socket, session } = await openSession();
  const { readable } = await session.createBidirectionalStream();
  const reader = readable.getReader();
  const reads = Promise.all([reader.read(), reader.read(), reader.read()]);
  await tick();
  socket.receive(stream(0, Uint8Array.of(1)));
  socket.receive(stream(0, Uint8Array.of(2), 1, true));
  expect((await reads).map(({ value }) => value?.[0])).toEqual([1, 2, undefined]);
});

test("streams are told as something comes of them, whichever the relay opened first", async () => {
  const { socket, session } = await openSession();
  const incoming = session.incomingUnidirectionalStreams.getReader();
  socket.receive(stream(11, Uint8Array.of(11)), stream(3, Uint8Array.of(3)));
  const firsts = [];
  for (let i = 0; i < 2; i++)
    firsts.push((await (await incoming.read()).value?.getReader().read())?.value?.[0]);
  expect(firsts).toEqual([11, 3]);
  const third = settled(incoming.read());
  await tick();
  expect(third).toEqual({});
});

test("more is allowed as it is read, and not before", async () => {
  const { socket, session } = await openSession();
  const filled = fill(socket, 3);
  const reader = await taken(session);
  await tick();
  expect(socket.take()).toEqual([]);
  let read = 0;
  while (read < socketWindows.stream / 2) read += (await reader.read()).value?.length ?? 0;
  expect(socket.take()).toEqual([
    { type: "max_stream_data", id: 3, max: expect.closeTo(read + socketWindows.stream, -5) },
  ]);
  socket.receive(stream(3, new Uint8Array(PIECE), filled));
  expect(settled(session.closed)).toEqual({});
});

test("more is allowed on all streams together, however they end", async () => {
  const { socket, session } = await openSession();
  const incoming = session.incomingUnidirectionalStreams.getReader();
  let allowed = 0;
  for (let id = 3; allowed === 0 && id < 3 + 4 * 60; id += 4) {
    const sent = fill(socket, id);
    const reader = (await incoming.read()).value;
    if (id % 3 === 0) {
      socket.receive(reset(id, 0, sent + 1_000));
      const readAll = async () => {
        for await (const _ of reader ?? []);
      };
      await expect(readAll()).rejects.toEqual(transportError("closed"));
    }
    if (id % 3 === 1) {
      await reader?.cancel();
      socket.receive(stream(id, new Uint8Array(0), sent, true));
    }
    if (id % 3 === 2) {
      socket.receive(stream(id, new Uint8Array(0), sent, true));
      for await (const _ of reader ?? []);
    }
    for (const { type, max } of socket.take()) if (type === "max_data") allowed = Number(max);
  }
  expect(allowed).toBeGreaterThan(1.4 * socketWindows.session);
});

test("more streams are allowed as they are done with on both ends", async () => {
  const { socket, session } = await openSession();
  for (let id = 3; id < 3 + 4 * 100; id += 4) socket.receive(stream(id, Uint8Array.of(1), 0, true));
  const incoming = session.incomingUnidirectionalStreams.getReader();
  await tick();
  expect(socket.take(), "nobody has read them").toEqual([]);
  for (let i = 0; i < 50; i++) for await (const _ of (await incoming.read()).value ?? []);
  expect(socket.take()).toEqual([{ type: "max_streams_uni", max: 150 }]);
  for (let i = 0; i < 50; i++) await (await incoming.read()).value?.cancel();
  expect(socket.take()).toEqual([{ type: "max_streams_uni", max: 200 }]);
  for (let id = 3 + 4 * 100; id < 3 + 4 * 200; id += 4) socket.receive(reset(id, 1, 0));
  for (let i = 0; i < 50; i++)
    await (await incoming.read()).value
      ?.getReader()
      .read()
      .catch(() => undefined);
  expect(socket.take()).toEqual([{ type: "max_streams_uni", max: 250 }]);
});

test.each<[string, unknown, number]>([
  ["without a reason", undefined, 0],
  ["with a code", Object.assign(new Error("no"), { streamErrorCode: 9 }), 9],
])(
  "who wants no more of a stream says so (%s), and what still comes is thrown away",
  async (_, reason, code) => {
    const { socket, session } = await openSession();
    socket.receive(stream(3, Uint8Array.of(1)));
    const reader = await taken(session);
    await reader.cancel(reason);
    expect(socket.take()).toEqual([{ type: "stop_sending", id: 3, code }]);
    for (let sent = 1; sent < 3 * socketWindows.stream; sent += PIECE)
      socket.receive(stream(3, new Uint8Array(PIECE), sent));
    socket.receive(reset(3, code, 1));
    expect(settled(session.closed)).toEqual({});
    socket.receive(stream(3, new Uint8Array(PIECE), 1), reset(3, 0, 0));
    expect(socket.readyState).toBe(1);
  },
);

test("a stream that is cancelled after its end asks for nothing", async () => {
  const { socket, session } = await openSession();
  socket.receive(stream(3, Uint8Array.of(1), 0, true));
  await (await taken(session)).cancel();
  expect(socket.sent).toEqual([]);
});

test("a reset is told with its code behind what came before it, and what comes after it means nothing", async () => {
  const { socket, session } = await openSession();
  socket.receive(stream(3, Uint8Array.of(1)), reset(3, 42, 100), stream(3, Uint8Array.of(2), 1));
  const reader = await taken(session);
  expect((await reader.read()).value).toEqual(Uint8Array.of(1));
  await expect(reader.read()).rejects.toEqual(transportError("closed", "42"));
  socket.receive(stream(3, Uint8Array.of(2), 77), reset(3, 0, 0));
  expect(socket.readyState).toBe(1);
});

test("a reset after the end changes nothing", async () => {
  const { socket, session } = await openSession();
  socket.receive(stream(3, Uint8Array.of(1), 0, true), reset(3, 42, 1));
  const reader = await taken(session);
  expect((await reader.read()).value).toEqual(Uint8Array.of(1));
  expect((await reader.read()).done).toBe(true);
});

test("single bytes that nobody reads are put together", async () => {
  const { socket, session } = await openSession();
  const sent = Uint8Array.from({ length: 5_000 }, (_, index) => index);
  for (let index = 0; index < sent.length; index++)
    socket.receive(stream(3, sent.subarray(index, index + 1), index), Uint8Array.of(0, 0, 0));
  socket.receive(stream(3, new Uint8Array(0), sent.length, true));
  const reader = await taken(session);
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  expect(pieces.length).toBeLessThanOrEqual(65);
  expect(joined(pieces)).toEqual(sent);
});

test("datagrams arrive, in either form, until too many wait", async () => {
  const { socket, session } = await openSession();
  const reader = session.datagrams.readable.getReader();
  socket.receive(datagram(Uint8Array.of(1)), datagram(Uint8Array.of(2)), Uint8Array.of(0x30, 3));
  for (const byte of [1, 2, 3]) expect((await reader.read()).value).toEqual(Uint8Array.of(byte));
  for (let index = 0; index < 1_000; index++) socket.receive(datagram(new Uint8Array(1 + (index % 9))));
  let read = 0;
  for (let next = settled(reader.read()); ; next = settled(reader.read())) {
    await tick();
    if (next.value === undefined) break;
    read++;
  }
  expect(read).toBe(512);
});
