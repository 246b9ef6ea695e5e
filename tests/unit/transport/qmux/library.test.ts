import Session from "@moq/qmux";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { QmuxSession } from "../../../../src/transport/qmux/session.ts";
import { WEBSOCKET_PROTOCOL } from "../../../../src/transport/wire/signaling.ts";
import { joined } from "../../../fakes/bytes.ts";
import { transportError } from "../../../fakes/errors.ts";
import { FakeSocket } from "../../../fakes/fake-socket.ts";

/** The library needs what the oldest Node that Kith is built with does not have. */
class Newer<T> extends Promise<T> {
  static override withResolvers<U>(): PromiseWithResolvers<U> {
    let resolve: PromiseWithResolvers<U>["resolve"] = () => undefined;
    let reject: PromiseWithResolvers<U>["reject"] = () => undefined;
    const promise = new Promise<U>((...settle) => {
      [resolve, reject] = settle;
    });
    return { promise, resolve, reject };
  }
}

beforeAll(() => void vi.stubGlobal("Promise", Newer));
afterAll(() => void vi.unstubAllGlobals());

/** The library's end of the wire, as it stands in the relay, and ours. */
async function connected() {
  const [here, there] = [new FakeSocket(), new FakeSocket()];
  connect(here, there);
  connect(there, here);
  const session = new QmuxSession(here.client);
  const relay = Session.accept(there.client as Parameters<typeof Session.accept>[0], {
    protocol: WEBSOCKET_PROTOCOL,
  });
  here.open();
  there.open();
  await Promise.all([session.ready, relay.ready]);
  return { session, relay, here };
}

function connect(socket: FakeSocket, other: FakeSocket): void {
  socket.send = (bytes) => void setTimeout(() => other.onmessage?.({ data: bytes.slice().buffer }));
  socket.close = () => {
    socket.readyState = 2;
    setTimeout(() => other.readyState === 1 && other.break());
  };
}

const noise = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31) >> 3);

async function all(stream: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const reader = stream?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) pieces.push(next.value);
  return joined(pieces);
}

async function first<T>(streams: ReadableStream<T>): Promise<T | undefined> {
  const reader = streams.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return value;
}

async function write(stream: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stream.getWriter();
  await writer.write(bytes);
  await writer.close();
}

// More than any window, so that neither end gets far without the other saying how much it may send.
const large = noise(2_000_000);

test("streams and exchanges go both ways, whatever their size", async () => {
  const { session, relay } = await connected();
  const up = write(await session.createUnidirectionalStream(), large);
  expect((await all(await first(relay.incomingUnidirectionalStreams))).join() === large.join()).toBe(true);
  await up;
  const down = write(await relay.createUnidirectionalStream(), large);
  expect((await all(await first(session.incomingUnidirectionalStreams))).join() === large.join()).toBe(true);
  await down;
  const exchange = await session.createBidirectionalStream();
  const asked = write(exchange.writable, noise(1_000));
  const answering = await first(relay.incomingBidirectionalStreams);
  expect(await all(answering?.readable)).toEqual(noise(1_000));
  if (answering) await write(answering.writable, noise(70_000));
  expect(await all(exchange.readable)).toEqual(noise(70_000));
  await asked;
});

test("streams by the hundred, more than either end allows at once", async () => {
  const { session, relay } = await connected();
  const rounds = async (
    from: { createUnidirectionalStream(): Promise<WritableStream<Uint8Array>> },
    to: { incomingUnidirectionalStreams: ReadableStream<ReadableStream<Uint8Array>> },
  ) => {
    for (let round = 0; round < 300; round++)
      void from.createUnidirectionalStream().then((stream) => write(stream, noise(round)));
    const lengths: number[] = [];
    for (let round = 0; round < 300; round++)
      lengths.push((await all(await first(to.incomingUnidirectionalStreams))).length);
    expect(lengths.sort((one, other) => one - other)).toEqual(lengths.map((_, index) => index));
  };
  await rounds(session, relay);
  await rounds(relay, session);
});

test("datagrams go both ways", async () => {
  const { session, relay } = await connected();
  await session.datagrams.writable.getWriter().write(noise(1_024));
  expect(await first(relay.datagrams.readable)).toEqual(noise(1_024));
  await relay.datagrams.writable.getWriter().write(noise(1_000));
  expect(await first(session.datagrams.readable)).toEqual(noise(1_000));
});

class Code extends Error {
  readonly streamErrorCode: number;
  constructor(code: number) {
    super();
    this.streamErrorCode = code;
  }
}

test("streams are given up and refused with a code, on either end", async () => {
  const { session, relay } = await connected();
  const up = (await session.createUnidirectionalStream()).getWriter();
  await up.write(noise(10));
  const reading = (await first(relay.incomingUnidirectionalStreams))?.getReader();
  await reading?.read();
  await up.abort(new Code(11));
  await expect(reading?.read()).rejects.toMatchObject({ streamErrorCode: 11 });

  const refused = (await session.createUnidirectionalStream()).getWriter();
  await refused.write(noise(10));
  await (await first(relay.incomingUnidirectionalStreams))?.cancel(new Code(12));
  await expect(refused.closed).rejects.toEqual(transportError("closed", "12"));

  const down = (await relay.createUnidirectionalStream()).getWriter();
  await down.write(noise(10));
  const broken = (await first(session.incomingUnidirectionalStreams))?.getReader();
  await broken?.read();
  await down.abort(new Code(13));
  await expect(broken?.read()).rejects.toEqual(transportError("closed", "13"));

  const unwanted = (await relay.createUnidirectionalStream()).getWriter();
  unwanted.write(large).catch(() => undefined);
  await (await first(session.incomingUnidirectionalStreams))?.cancel(new Code(14));
  await expect(unwanted.closed).rejects.toMatchObject({ streamErrorCode: 14 });
  await write(await relay.createUnidirectionalStream(), noise(5));
  expect(await all(await first(session.incomingUnidirectionalStreams))).toEqual(noise(5));
});

test("either end learns why the other closes", async () => {
  const one = await connected();
  one.session.close({ closeCode: 4, reason: "tschüss" });
  await expect(one.relay.closed).resolves.toEqual({ closeCode: 4, reason: "tschüss" });
  const other = await connected();
  other.relay.close({ closeCode: 5, reason: "bye" });
  await expect(other.session.closed).resolves.toEqual({ closeCode: 5, reason: "bye" });
  const broken = await connected();
  broken.here.onmessage?.({ data: "text" });
  await expect(broken.relay.closed).rejects.toMatchObject({ source: "session" });
});
