import assert from "node:assert/strict";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { framePacket as framed, frameStream } from "../../../src/transport/wire/framing.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { Track } from "../../../src/transport/wire/ssrc.ts";
import { enter, pictureGetsThrough, startCall } from "../support/call.ts";
import { newRoom } from "../support/client.ts";
import { framePacket } from "../support/media.ts";
import { concat } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { until } from "../support/wait.ts";

const relay = await startRelayUnderTest();
Deno.test.afterAll(() => relay.stop());

const top = { temporalLayer: 2, discardable: true, baseSync: true };
const middle = { temporalLayer: 1, baseSync: true };

for (const carrier of ["webtransport", "websocket"] as const) {
  Deno.test(`frames that share a stream share one to a receiver by ${carrier}`, async () => {
    const room = newRoom();
    const anna = await enter(relay, room, { carrier });
    const ben = await enter(relay, room, { carrier });
    await ben.client.subscribe(anna.member, [Flow.video]);
    const markings = [{ keyFrame: true }, top, middle, { ...top, baseSync: false }];
    const frames = markings.map((marking, i) => framePacket(anna.member, marking, 10 + 3_000 * i));
    await anna.client.sendFrame(Flow.video, ...frames);
    await ben.client.receivesFrame(Flow.video, ...frames);
    for (const { client } of [anna, ben]) client.close();
  });
}

Deno.test("each is passed on when it comes, however its bytes are cut", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const frames = [{ keyFrame: true }, top].map((marking) => framePacket(sender.member, marking, 50));
  const [first = new Uint8Array(), second = new Uint8Array()] = frames;
  const stream = concat(frameStream(Flow.video, first), framed(second));
  const writer = await sender.client.link.openStream();
  const begun = receiver.client.begun.take(() => true, "a stream");
  for (const [i, byte] of stream.entries()) {
    await writer.write(Uint8Array.of(byte));
    if (i + 1 === frameStream(Flow.video, first).length)
      await until(async () => (await begun).bytes.length === i + 1, "the first frame");
  }
  await until(async () => (await begun).bytes.length === stream.length, "the second");
  await writer.close();
  assert.equal(await (await begun).ended, true);
  assert.deepEqual((await begun).bytes, stream);
  end();
});

Deno.test("layers above the wanted one are taken out of a stream", async () => {
  const { sender, receiver, end } = await startCall(relay);
  await receiver.client.subscribe(sender.member, [Flow.video], 1);
  const [key, left, kept] = [{ keyFrame: true }, top, middle].map((marking) =>
    framePacket(sender.member, marking),
  );
  assert(key && left && kept);
  await sender.client.sendFrame(Flow.video, key, left, kept, framePacket(sender.member, top));
  await receiver.client.receivesFrame(Flow.video, key, kept);
  end();
});

Deno.test("who has missed how a stream began gets it from its first key frame on", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const key = framePacket(sender.member);
  const next = framePacket(sender.member, top);
  await sender.client.sendFrame(
    Flow.video,
    framePacket(sender.member, {}),
    framePacket(sender.member, top),
    key,
    next,
  );
  await receiver.client.receivesFrame(Flow.video, key, next);
  end();
});

Deno.test("a stream that breaks off takes what builds on it along, and nothing else", async () => {
  const { sender, receiver, end } = await startCall(relay, { carrier: "websocket" });
  const begun = receiver.client.begun.take(() => true, "a stream");
  const writer = await sender.client.link.openStream();
  const stream = concat(
    frameStream(Flow.video, framePacket(sender.member)),
    framed(framePacket(sender.member, top)),
  );
  await writer.write(stream.subarray(0, stream.length - 1));
  await until(async () => (await begun).bytes.length > 2_100, "the second frame");
  await writer.abort();
  assert.equal(await (await begun).ended, false);
  await sender.client.sendFrame(Flow.video, framePacket(sender.member, {}));
  const key = framePacket(sender.member);
  await sender.client.sendFrame(Flow.video, key);
  await receiver.client.receivesFrame(Flow.video, key);
  assert.deepEqual(
    receiver.client.streams.items.map(({ ended }) => ended),
    [false],
  );
  end();
});

Deno.test("a stream with frames of two tracks is refused", async () => {
  const { sender, receiver, end } = await startCall(relay, { carrier: "websocket" });
  const name = 'kith_dropped_total{reason="malformed"}';
  const before = await relay.metric(name);
  const [key, other] = [framePacket(sender.member), framePacket(sender.member, top, 100, Track.screen)];
  await sender.client.sendFrame(Flow.video, key, other);
  const { bytes, ended } = await receiver.client.streams.take(() => true, "a stream");
  assert.deepEqual([bytes, ended], [frameStream(Flow.video, key), false]);
  assert.ok((await relay.metric(name)) > before);
  await pictureGetsThrough(sender, receiver);
  end();
});

Deno.test("a stream may not last", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const key = framePacket(sender.member);
  const writer = await sender.client.link.openStream();
  await writer.write(frameStream(Flow.video, key));
  const begun = performance.now();
  await receiver.client.receivesFrame(Flow.video, key);
  assert.ok(performance.now() - begun >= timeouts.frame - 100);
  end();
});

Deno.test("frames by the thousand on one stream are limited", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const name = 'kith_dropped_total{reason="rate-limited"}';
  const before = await relay.metric(name);
  const packets = Array.from({ length: 1_500 }, () => framePacket(sender.member, {}, 10));
  await sender.client.sendFrame(Flow.video, ...packets).catch(() => undefined);
  await until(async () => (await relay.metric(name)) > before, "frames refused");
  await receiver.client.settled();
  end();
});
