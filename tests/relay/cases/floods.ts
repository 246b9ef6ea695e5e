import assert from "node:assert/strict";
import { relayLimits } from "../../../relay/relay-limits.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameDatagram, frameStream } from "../../../src/transport/wire/framing.ts";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { enter, pictureGetsThrough, sendUntil, startCall, startWitness } from "../support/call.ts";
import { newRoom, TestClient } from "../support/client.ts";
import { framePacket, soundPacket } from "../support/media.ts";
import { QuicLink } from "../support/quic-link.ts";
import { concat, UNI_PREFIX } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep, until, within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
const witness = await startWitness(relay);
Deno.test.afterEach(() => witness.check());
Deno.test.afterAll(() => relay.stop());

/** What a process may take on top while it is flooded: buffers of the runtime, and garbage not yet collected. */
const GROWTH_BYTES = 96 * 1024 * 1024;

function memory(): Promise<number> {
  return relay.metric("process_resident_memory_bytes");
}

/** Sends as fast as the connection takes it, until it has sent so many or has been put out. */
async function flood(connection: Deno.QuicConn, datagram: Uint8Array, count: number): Promise<void> {
  let pending = 0;
  let closed = false;
  const done = () => {
    pending--;
  };
  void connection.closed
    .catch(() => undefined)
    .then(() => {
      closed = true;
    });
  for (let sent = 0; sent < count && !closed; sent++) {
    pending++;
    connection.sendDatagram(datagram).then(done, done);
    while (pending > 64 && !closed) await sleep(0);
  }
}

Deno.test("floods of datagrams before hello end the connection and leave memory as it was", async () => {
  const before = await memory();
  for (const size of [0, 1, 1_000]) {
    const link = await QuicLink.open(relay.target);
    await flood(
      link.connection,
      size === 0 ? new Uint8Array(0) : concat(Uint8Array.of(0), new Uint8Array(size - 1)),
      40_000,
    );
    const code = await within(10_000, link.closed, "the end");
    // On a busy machine the time for hello may run out before the patience does.
    assert.ok(code === CloseCode.rateLimited || code === CloseCode.timeout, `${size} bytes`);
  }
  assert.ok((await memory()) - before < GROWTH_BYTES);
});

Deno.test("a flood of sound that nobody hears ends the connection", async () => {
  const { client, member } = await enter(relay, newRoom());
  const { connection } = client.link as QuicLink;
  const datagram = concat(Uint8Array.of(0), frameDatagram(Flow.audio, soundPacket(member, 900)));
  await flood(connection, datagram, 60_000);
  assert.equal(await within(10_000, client.link.closed, "the end"), CloseCode.rateLimited);
});

Deno.test("a receiver gets no more than one member may send", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const { connection } = sender.client.link as QuicLink;
  const datagram = concat(Uint8Array.of(0), frameDatagram(Flow.audio, soundPacket(sender.member, 50)));
  const begin = performance.now();
  await flood(connection, datagram, 12_000);
  const seconds = (performance.now() - begin) / 1_000;
  await receiver.client.settled();
  const allowed = relayLimits.datagramsPerSecond * (seconds + 2);
  assert.ok(receiver.client.datagrams.items.length <= allowed);
  end();
});

Deno.test("a client that uses up its streams hurts only itself", async () => {
  const { sender, end } = await startCall(relay);
  const { connection } = sender.client.link as QuicLink;
  const stuck: unknown[] = [];
  for (let open = true; open; ) {
    const stream = connection.createUnidirectionalStream({ waitUntilAvailable: true });
    const opened = await Promise.race([stream, sleep(500)]);
    if (opened === undefined) open = false;
    else {
      const writer = opened.getWriter();
      await writer.write(
        concat(UNI_PREFIX, frameStream(Flow.video, framePacket(sender.member)).subarray(0, 100)),
      );
      stuck.push(writer);
    }
    stream.catch(() => undefined);
  }
  assert.ok(stuck.length >= 16 && stuck.length <= relayLimits.incomingStreams, `${stuck.length} streams`);
  await witness.check();
  await sender.client.settled();
  end();
});

Deno.test("streams by the thousand are limited", async () => {
  const { client, member } = await enter(relay, newRoom());
  const name = 'kith_dropped_total{reason="rate-limited"}';
  const before = await relay.metric(name);
  const { connection } = client.link as QuicLink;
  const stream = concat(UNI_PREFIX, frameStream(Flow.video, framePacket(member, {}, 10)));
  const sent = (async () => {
    for (let count = 0; count < 1_500; count++) {
      const writer = (await connection.createUnidirectionalStream({ waitUntilAvailable: true })).getWriter();
      writer.write(stream).catch(() => undefined);
      writer.close().catch(() => undefined);
    }
  })();
  await Promise.race([sent.catch(() => undefined), client.link.closed]);
  await until(async () => (await relay.metric(name)) > before, "streams refused");
});

Deno.test("whoever breaks off in the middle of a frame disturbs nobody", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const { connection } = sender.client.link as QuicLink;
  const stream = concat(
    UNI_PREFIX,
    frameStream(Flow.video, framePacket(sender.member, { keyFrame: true }, 60_000)),
  );
  for (let count = 0; count < 20; count++) {
    const writer = (await connection.createUnidirectionalStream({ waitUntilAvailable: true })).getWriter();
    await writer.write(stream.subarray(0, 1 + count * 1_500));
    await writer.abort().catch(() => undefined);
  }
  await pictureGetsThrough(sender, receiver);
  end();
});

Deno.test("whoever stops reading in the middle of a frame still gets the next", async () => {
  const { sender, receiver, end } = await startCall(relay, { reads: false });
  const packet = framePacket(sender.member, { keyFrame: true }, 300_000);
  const streams = receiver.client.link.incoming[Symbol.asyncIterator]();
  for (let count = 0; count < 10; count++) {
    const stream = within(10_000, Promise.resolve(streams.next()), "a stream");
    const { value } = await sendUntil(stream, () => sender.client.sendFrame(Flow.video, packet));
    await value?.cancel();
  }
  await receiver.client.settled();
  end();
});

Deno.test("connections that come and go by the hundred leave nothing behind", async () => {
  const [members, before] = [await relay.metric("kith_members"), await memory()];
  for (let round = 0; round < 10; round++)
    await Promise.all(
      new Array(20).fill(0).map(async () => {
        const { client } = await enter(relay, newRoom());
        client.close();
      }),
    );
  await until(async () => (await relay.metric("kith_members")) <= members, "everybody gone");
  assert.ok((await memory()) - before < GROWTH_BYTES);
});

Deno.test("one address holds only so many places without using them", async () => {
  const name = 'kith_rejected_total{reason="too-many"}';
  const links: (QuicLink | undefined)[] = [];
  const openSome = () =>
    Promise.all(new Array(20).fill(0).map(() => QuicLink.open(relay.target).catch(() => undefined)));
  // On a busy machine the first of them run out of time to say hello while others still come.
  const turnedAway = async () => {
    links.push(...(await openSome()));
    return (await relay.metric(name)) > 0;
  };
  await until(turnedAway, "connections turned away", 30_000);
  const inside = await relay.metric('kith_connections{carrier="webtransport"}');
  assert.ok(inside <= relayLimits.waitingPerAddress + 10, `${inside} inside`);
  await assert.rejects(TestClient.connect(relay, { carrier: "websocket" }));
  for (const link of links) link?.close();
  await until(() => TestClient.connect(relay).catch(() => undefined), "room for others");
});
