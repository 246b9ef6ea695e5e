import assert from "node:assert/strict";
import { encodeFeedback } from "../../../src/transport/wire/feedback.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameStream } from "../../../src/transport/wire/framing.ts";
import { ssrcOf, Track } from "../../../src/transport/wire/ssrc.ts";
import { datagramGetsThrough, enter, frameGetsThrough, startCall } from "../support/call.ts";
import { newRoom, type TestClient } from "../support/client.ts";
import { framePacket, soundPacket } from "../support/media.ts";
import { concat } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep, until, within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
Deno.test.afterAll(() => relay.stop());

const carriers = ["webtransport", "websocket"] as const;

for (const from of carriers) {
  for (const to of carriers) {
    Deno.test(`sound, picture and feedback travel from ${from} to ${to} byte by byte`, async () => {
      const room = newRoom();
      const anna = await enter(relay, room, { carrier: from });
      const ben = await enter(relay, room, { carrier: to });
      await ben.client.subscribe(anna.member, [Flow.audio, Flow.video, Flow.screen]);

      for (const bytes of [0, 80, 980]) {
        await datagramGetsThrough(anna, ben, Flow.audio, soundPacket(anna.member, bytes));
      }
      for (const bytes of [1, 20_000, 400_000]) {
        const picture = framePacket(anna.member, { keyFrame: true }, bytes);
        await frameGetsThrough(anna, ben, Flow.video, picture);
      }
      const screen = framePacket(anna.member, { keyFrame: true }, 5_000, Track.screen);
      await frameGetsThrough(anna, ben, Flow.screen, screen);

      const wish = encodeFeedback({
        type: "picture-loss",
        sender: ssrcOf(ben.member, Track.video),
        media: ssrcOf(anna.member, Track.video),
      });
      await datagramGetsThrough(ben, anna, Flow.feedback, wish);
      for (const { client } of [anna, ben]) client.close();
    });
  }
}

Deno.test("sound that has nothing in its way is not lost", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const count = 100;
  for (let sent = 0; sent < count; sent++) {
    await sender.client.sendDatagram(Flow.audio, soundPacket(sender.member));
    await sleep(5);
  }
  const arrived = () => receiver.client.datagrams.items.length >= 0.95 * count;
  await until(arrived, "nearly all of it");
  end();
});

Deno.test("everybody who subscribed gets it, and nobody else", async () => {
  const { room, sender, receiver, end } = await startCall(relay);
  const second = await enter(relay, room);
  const third = await enter(relay, room);
  await second.client.subscribe(sender.member, [Flow.audio]);

  const sound = soundPacket(sender.member);
  const picture = framePacket(sender.member);
  await sender.client.sendDatagram(Flow.audio, sound);
  await sender.client.sendFrame(Flow.video, picture);
  await receiver.client.receivesDatagram(Flow.audio, sound);
  await receiver.client.receivesFrame(Flow.video, picture);
  await second.client.receivesDatagram(Flow.audio, sound);

  // What is sent next comes last, so whatever had been on its way to the others is there by then.
  await second.client.subscribe(sender.member, [Flow.video]);
  await third.client.subscribe(sender.member, [Flow.audio]);
  const last = soundPacket(sender.member);
  const lastPicture = framePacket(sender.member);
  await sender.client.sendDatagram(Flow.audio, last);
  await sender.client.sendFrame(Flow.video, lastPicture);
  await third.client.receivesDatagram(Flow.audio, last);
  await second.client.receivesFrame(Flow.video, lastPicture);
  assert.equal(second.client.datagrams.items.length, 0);
  assert.equal(second.client.streams.items.length, 0);
  assert.equal(third.client.datagrams.items.length, 0);
  assert.equal(third.client.streams.items.length, 0);
  for (const { client } of [second, third]) client.close();
  end();
});

Deno.test("a receiver who joins late gets nothing before a key frame", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const delta = framePacket(sender.member, {});
  await sender.client.sendFrame(Flow.video, delta);
  const key = framePacket(sender.member);
  await sender.client.sendFrame(Flow.video, key);
  await receiver.client.receivesFrame(Flow.video, key);
  const next = framePacket(sender.member, {});
  await sender.client.sendFrame(Flow.video, next);
  await receiver.client.receivesFrame(Flow.video, next);
  assert.equal(receiver.client.streams.items.length, 0);
  end();
});

Deno.test("temporal layers above the wanted one stay away, and come back where they can be decoded", async () => {
  const { sender, receiver, end } = await startCall(relay);
  await receiver.client.subscribe(sender.member, [Flow.video], 0);
  const frames = {
    key: framePacket(sender.member),
    upper: framePacket(sender.member, { temporalLayer: 1, baseSync: true }),
    base: framePacket(sender.member, {}),
    dependent: framePacket(sender.member, { temporalLayer: 1 }),
    sync: framePacket(sender.member, { temporalLayer: 1, baseSync: true }),
    last: framePacket(sender.member, { temporalLayer: 1 }),
  };
  const send = (frame: keyof typeof frames) => sender.client.sendFrame(Flow.video, frames[frame]);
  const receives = (frame: keyof typeof frames) => receiver.client.receivesFrame(Flow.video, frames[frame]);
  await send("key");
  await receives("key");
  await send("upper");
  await send("base");
  await receives("base");
  await receiver.client.subscribe(sender.member, [Flow.video], 7);
  await send("dependent");
  await send("sync");
  await receives("sync");
  await send("last");
  await receives("last");
  assert.equal(receiver.client.streams.items.length, 0);
  end();
});

Deno.test("who gives a flow up and takes it again starts with a key frame", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const first = framePacket(sender.member);
  await sender.client.sendFrame(Flow.video, first);
  await receiver.client.receivesFrame(Flow.video, first);
  await receiver.client.subscribe(sender.member, [Flow.audio]);
  await receiver.client.subscribe(sender.member, [Flow.video]);
  await sender.client.sendFrame(Flow.video, framePacket(sender.member, {}));
  const key = framePacket(sender.member);
  await sender.client.sendFrame(Flow.video, key);
  await receiver.client.receivesFrame(Flow.video, key);
  assert.equal(receiver.client.streams.items.length, 0);
  end();
});

Deno.test("a frame is passed on while it is still arriving", async () => {
  const { sender, receiver, end } = await startCall(relay, { reads: false });
  const stream = frameStream(Flow.video, framePacket(sender.member, { keyFrame: true }, 50_000));
  const writer = await sender.client.link.openStream();
  await writer.write(stream.subarray(0, 20_000));
  const read = await readFirstStream(receiver.client);
  assert.deepEqual(await read(20_000), stream.subarray(0, 20_000));
  await writer.write(stream.subarray(20_000));
  await writer.close();
  assert.deepEqual(await read(stream.length - 20_000), stream.subarray(20_000));
  end();
});

Deno.test("a frame that comes in single bytes gets through", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const packet = framePacket(sender.member, { keyFrame: true }, 40);
  const writer = await sender.client.link.openStream();
  for (const byte of frameStream(Flow.video, packet)) await writer.write(Uint8Array.of(byte));
  await writer.close();
  await receiver.client.receivesFrame(Flow.video, packet);
  end();
});

Deno.test("a sender report goes to those who hear its sender", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const report = new Uint8Array(28);
  new DataView(report.buffer).setUint32(0, 0x80c80006);
  new DataView(report.buffer).setUint32(4, ssrcOf(sender.member, Track.audio));
  await sender.client.sendDatagram(Flow.feedback, report);
  await receiver.client.receivesDatagram(Flow.feedback, report);
  end();
});

/** Takes the first stream that comes, and returns a function that reads the next so many bytes of it. */
async function readFirstStream(client: TestClient): Promise<(count: number) => Promise<Uint8Array>> {
  const { value: stream } = await client.link.incoming[Symbol.asyncIterator]().next();
  if (stream === undefined) throw new Error("no stream");
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader();
  let held = new Uint8Array(0);
  return async (count) => {
    while (held.length < count) {
      const { value } = await within(10_000, reader.read(), `${count} bytes`);
      if (value === undefined) throw new Error("the stream ended early");
      held = concat(held, value);
    }
    const taken = held.subarray(0, count);
    held = held.slice(count);
    return taken;
  };
}
