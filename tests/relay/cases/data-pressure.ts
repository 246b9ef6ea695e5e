import assert from "node:assert/strict";
import { relayLimits } from "../../../relay/relay-limits.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { startUdpShaper } from "../../shaper/udp-shaper.ts";
import {
  datagramGetsThrough,
  enter,
  type Person,
  pictureGetsThrough,
  soundGetsThrough,
  startCall,
  startWitness,
} from "../support/call.ts";
import { newRoom } from "../support/client.ts";
import { begins, fill, openData, record } from "../support/data.ts";
import { framePacket, soundPacket } from "../support/media.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep, until } from "../support/wait.ts";

const relay = await startRelayUnderTest();
const witness = await startWitness(relay);
Deno.test.afterEach(() => witness.check());
Deno.test.afterAll(() => relay.stop());

const MiB = 1024 * 1024;

for (const carrier of ["webtransport", "websocket"] as const)
  Deno.test(`what a receiver does not read waits at its sender, and hurts nothing else (${carrier})`, async () => {
    const room = newRoom();
    const sender = await enter(relay, room, { carrier });
    const receiver = await enter(relay, room, { carrier, reads: false });
    const other = await enter(relay, room, { carrier });
    const streams = receiver.client.link.incoming[Symbol.asyncIterator]();
    const begin = performance.now();
    const memory = await relay.metric("process_resident_memory_bytes");
    const writers = [await openData(sender, receiver, 1), await openData(sender, receiver, 2)];
    let sent = 0;
    for (const writer of writers) sent += await fill(writer, record(60_000));
    assert.ok(sent < 24 * MiB, `${sent} bytes taken of streams that nobody reads`);
    assert.ok((await relay.metric("process_resident_memory_bytes")) - memory < 64 * MiB);

    await receiver.client.subscribe(sender.member, [Flow.audio, Flow.video]);
    await other.client.subscribe(sender.member, [Flow.audio, Flow.video]);
    await soundGetsThrough(sender, other);
    await pictureGetsThrough(sender, other);
    // Longer than a receiver may stall that has been sent pictures.
    await sleep(12_000 - (performance.now() - begin));
    await receiver.client.settled();
    await sender.client.settled();
    const { value } = await streams.next();
    let arrived = 0;
    for await (const bytes of value as ReadableStream<Uint8Array>) {
      arrived += bytes.length;
      if (arrived > sent / 4) break;
    }
    for (const { client } of [sender, receiver, other]) client.close();
  });

Deno.test("control data in quantities is made to wait, and nothing behind it", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const begin = performance.now();
  const writer = await openData(sender, receiver);
  const flooding = fill(writer, record(60_000), 4_000);
  const stream = await begins(receiver, sender);
  await soundGetsThrough(sender, receiver);
  await pictureGetsThrough(sender, receiver);
  await sleep(3_000 - (performance.now() - begin));
  const { burst, bytesPerSecond } = relayLimits.controlOfSender;
  const seconds = (performance.now() - begin) / 1_000;
  const arrived = stream.bytes.length;
  assert.ok(arrived <= burst + seconds * bytesPerSecond, `${arrived} bytes in ${seconds} s`);
  assert.ok(arrived >= burst / 2, `${arrived} bytes`);
  await datagramGetsThrough(sender, receiver, Flow.audio, soundPacket(sender.member));
  end();
  await flooding;
});

Deno.test("bulk data of many streams on a thin line leaves sound and pictures their way", async () => {
  const thin = await startUdpShaper({
    target: { host: "127.0.0.1", port: relay.port },
    downlink: { rateBps: 1_000_000, delayMs: 20, queue: { ms: 200 } },
    uplink: { delayMs: 20 },
    seed: 1,
  });
  const room = newRoom();
  const receiver = await enter({ ...relay, target: { ...relay.target, port: thin.port } }, room);
  const senders: Person[] = [];
  for (let count = 0; count < 6; count++) senders.push(await enter(relay, room));
  for (const sender of senders) {
    for (let channel = 1; channel <= relayLimits.dataStreamsPerPeer; channel++)
      void fill(await openData(sender, receiver, channel), record(60_000), 30_000);
  }
  const [sender] = senders;
  assert.ok(sender !== undefined);
  await receiver.client.subscribe(sender.member, [Flow.audio, Flow.video]);
  // Until the relay's buffers towards the receiver are full.
  await sleep(6_000);
  for (let count = 0; count < 80; count++) {
    await sender.client.sendFrame(Flow.video, framePacket(sender.member, { keyFrame: true }, 1_500));
    await sender.client.sendDatagram(Flow.audio, soundPacket(sender.member));
    await sleep(50);
  }
  const pictures = () => receiver.client.streams.items.filter(({ bytes }) => bytes[0] === Flow.video).length;
  await until(() => pictures() >= 64, "four pictures of five");
  assert.ok(receiver.client.datagrams.items.length >= 64, "four sounds of five");
  for (const { client } of [receiver, ...senders]) client.close();
  await thin.close();
});
