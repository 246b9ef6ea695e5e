import assert from "node:assert/strict";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameStream } from "../../../src/transport/wire/framing.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { CloseCode, encodeMessage, PROTOCOL_VERSION } from "../../../src/transport/wire/signaling.ts";
import { startCall, startWitness } from "../support/call.ts";
import { TestClient } from "../support/client.ts";
import { framePacket } from "../support/media.ts";
import type { QuicLink } from "../support/quic-link.ts";
import { BIDI_PREFIX, concat, connectQuic, openSession, UNI_PREFIX, varint } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep, within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
const witness = await startWitness(relay);
Deno.test.afterEach(() => witness.check());
Deno.test.afterAll(() => relay.stop());

/** How much longer than promised the end of a connection may take on a busy machine. */
const SLACK_MS = 5_000;
/** How much longer than promised to wait before looking whether the relay has given up. */
const PATIENCE_MS = 1_500;
const STOPPED = { message: /stopped by peer/ };

/** Milliseconds until the relay ends the connection, and with what code. */
async function endOf(
  connection: Deno.QuicConn,
  limit: number,
): Promise<{ after: number; code: number | undefined }> {
  const begin = performance.now();
  const closed = connection.closed.then(
    ({ closeCode }) => closeCode,
    () => undefined,
  );
  const code = await within(limit + SLACK_MS, closed, "the end of the connection");
  return { after: performance.now() - begin, code };
}

Deno.test("whoever says nothing, or only half of it, is put out after the time that is theirs", async () => {
  const hello = encodeMessage({ type: "hello", version: PROTOCOL_VERSION, agent: "test", gates: [] });
  const session = async () => {
    const connection = await connectQuic(relay.target);
    return { connection, control: await openSession(connection, relay.target) };
  };
  const exchange = async (connection: Deno.QuicConn, bytes: Uint8Array) => {
    const stream = await connection.createBidirectionalStream();
    await stream.writable.getWriter().write(bytes);
    return stream;
  };
  const halves: Record<string, () => Promise<{ connection: Deno.QuicConn }>> = {
    "QUIC and nothing more": async () => ({ connection: await connectQuic(relay.target) }),
    "a first stream of garbage": async () => {
      const connection = await connectQuic(relay.target);
      const writer = (await connection.createUnidirectionalStream()).getWriter();
      await writer.write(crypto.getRandomValues(new Uint8Array(500)));
      return { connection, writer };
    },
    "a first stream that is a request": async () => {
      const connection = await connectQuic(relay.target);
      return { connection, stream: await exchange(connection, Uint8Array.of(1, 4, 0, 0, 0xd1, 0xd7)) };
    },
    "half of HTTP/3's settings": async () => {
      const connection = await connectQuic(relay.target);
      const writer = (await connection.createUnidirectionalStream()).getWriter();
      await writer.write(Uint8Array.of(0, 4, 30, 1));
      return { connection, writer };
    },
    "a session and nothing more": session,
    "a session and half a stream prefix": async () => {
      const opened = await session();
      return { ...opened, stream: await exchange(opened.connection, BIDI_PREFIX.subarray(0, 2)) };
    },
    "a session and signaling without hello": async () => {
      const opened = await session();
      return {
        ...opened,
        stream: await exchange(opened.connection, concat(BIDI_PREFIX, varint(Flow.signaling))),
      };
    },
    "a session and half a hello": async () => {
      const opened = await session();
      const half = concat(BIDI_PREFIX, varint(Flow.signaling), hello.subarray(0, hello.length / 2));
      return { ...opened, stream: await exchange(opened.connection, half) };
    },
  };
  const run = async (what: string, open: () => Promise<{ connection: Deno.QuicConn }>) => {
    // What is opened stays referenced until the relay has ended it: a stream that nobody holds is ended by the runtime.
    const opened = await open();
    const { after } = await endOf(opened.connection, timeouts.handshake);
    assert.ok(after < timeouts.handshake + SLACK_MS, what);
    return opened;
  };
  await Promise.all(Object.entries(halves).map(([what, open]) => run(what, open)));
});

Deno.test("a client that speaks something else, or for another place, is refused at once", async () => {
  await assert.rejects(within(SLACK_MS, connectQuic(relay.target, "doq"), "a refusal"), (error: Error) =>
    /known protocol/.test(error.message),
  );
  const connection = await connectQuic(relay.target);
  await openSession(connection, { ...relay.target, path: "/elsewhere" }).catch(() => undefined);
  await endOf(connection, 0);
});

Deno.test("garbage over UDP changes nothing", async () => {
  const socket = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
  const to = { transport: "udp", hostname: "127.0.0.1", port: relay.target.port } as const;
  for (let count = 0; count < 2_000; count++) {
    const garbage = crypto.getRandomValues(new Uint8Array(count % 1_400));
    // Half of them dressed as QUIC's first packet of version 1, so that they get past the first look.
    if (count % 2 === 0) garbage.set([0xc3, 0, 0, 0, 1, 8].slice(0, garbage.length));
    await socket.send(garbage, to);
  }
  socket.close();
});

Deno.test("streams of other sessions and kinds are turned away", async () => {
  const client = await TestClient.connect(relay);
  const { connection } = client.link as QuicLink;
  const prefixes = [
    concat(Uint8Array.of(0x40, 0x54, 4), new Uint8Array(50)),
    Uint8Array.of(0x21),
    Uint8Array.of(0x7f, 0xff),
  ];
  for (const prefix of prefixes) {
    const writer = (await connection.createUnidirectionalStream()).getWriter();
    await writer.write(prefix);
    await refused(writer);
  }
  const request = await connection.createBidirectionalStream();
  const writer = request.writable.getWriter();
  await writer.write(Uint8Array.of(1, 4, 0, 0, 0xd1, 0xd7));
  await refused(writer);
  await client.settled();
});

Deno.test("a stream header that comes in single bytes is understood; half of one is waited for and given up", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const { connection } = sender.client.link as QuicLink;
  const packet = framePacket(sender.member);
  const stream = frameStream(Flow.video, packet);
  const writer = (await connection.createUnidirectionalStream()).getWriter();
  for (const byte of concat(UNI_PREFIX, stream.subarray(0, 30))) await writer.write(Uint8Array.of(byte));
  await writer.write(stream.subarray(30));
  await writer.close();
  await receiver.client.receivesFrame(Flow.video, packet);

  const late = concat(UNI_PREFIX, frameStream(Flow.video, framePacket(sender.member)));
  const giveUp = [2, 10, 200].map(async (half) => {
    const stalled = (await connection.createUnidirectionalStream()).getWriter();
    await stalled.write(late.subarray(0, half));
    await sleep(timeouts.streamHead + PATIENCE_MS);
    await stalled.write(late.subarray(half)).catch(() => undefined);
    await refused(stalled);
  });
  await Promise.all(giveUp);
  await sender.client.sendFrame(Flow.video, packet);
  await receiver.client.receivesFrame(Flow.video, packet);
  const whole = receiver.client.streams.items.filter(
    ({ bytes }) => bytes.length === late.length - UNI_PREFIX.length,
  );
  assert.equal(whole.length, 0);
  end();
});

Deno.test("a client that goes silent is gone for the others, and its streams with it", async () => {
  const { sender, receiver } = await startCall(relay);
  sender.client.fallSilent();
  const left = await receiver.client.told("peer-left", timeouts.silence + SLACK_MS);
  assert.deepEqual([left.member, left.reason], [sender.member, "lost"]);
  assert.equal(await within(SLACK_MS, sender.client.link.closed, "the end"), CloseCode.timeout);
  receiver.client.close();
});

/** Until the relay has asked for the stream to stop. */
async function refused(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  const writing = (async () => {
    for (;;) {
      await writer.write(new Uint8Array(1));
      await sleep(20);
    }
  })();
  await assert.rejects(within(SLACK_MS, writing, "a refusal"), STOPPED);
}
