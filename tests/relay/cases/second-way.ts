import assert from "node:assert/strict";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameDatagram, frameStream } from "../../../src/transport/wire/framing.ts";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { pictureGetsThrough, soundGetsThrough, startCall } from "../support/call.ts";
import { type ClientOptions, newRoom, TestClient } from "../support/client.ts";
import { openData } from "../support/data.ts";
import { framePacket, soundPacket } from "../support/media.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { until, within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
Deno.test.afterAll(() => relay.stop());

/** A call whose sender has two ways to the relay. */
async function startTwoWays(options: ClientOptions = {}) {
  const call = await startCall(relay, options);
  const second = await TestClient.connect(relay, { beside: call.sender.client.ticket });
  return { ...call, second };
}

/** How many datagrams the relay says to have had. */
async function datagramsBy(client: TestClient): Promise<number | undefined> {
  await client.send({ type: "ping", id: 77 });
  const answer = await client.messages.take(
    (message) => message.type === "pong" && message.id === 77,
    "pong",
  );
  return answer.type === "pong" ? answer.datagrams : undefined;
}

Deno.test("sound that comes by both ways is passed on once, whichever is quicker", async () => {
  const { sender, second, receiver, end } = await startTwoWays();
  const sounds = Array.from({ length: 20 }, () => soundPacket(sender.member));
  for (const [i, sound] of sounds.entries()) {
    const [quick, slow] = i % 2 === 0 ? [sender.client, second] : [second, sender.client];
    await quick.sendDatagram(Flow.audio, sound);
    await quick.settled();
    await slow.sendDatagram(Flow.audio, sound);
    await slow.settled();
  }
  const last = soundPacket(sender.member);
  await second.sendDatagram(Flow.audio, last);
  await receiver.client.receivesDatagram(Flow.audio, last);
  const others = receiver.client.datagrams.items.map((bytes) => [...bytes]);
  assert.deepEqual(
    others,
    sounds.map((sound) => [...frameDatagram(Flow.audio, sound)]),
  );
  second.close();
  end();
});

Deno.test("frames come from the way that is ahead, and what is slower is not waited for", async () => {
  const { sender, second, receiver, end } = await startTwoWays();
  const frame = framePacket(sender.member);
  const bytes = frameStream(Flow.video, frame);
  const begun = receiver.client.begun.take(() => true, "a stream");
  const [slow, quick] = await Promise.all([sender.client.link.openStream(), second.link.openStream()]);
  await slow.write(bytes.subarray(0, 1_000));
  await until(async () => (await begun).bytes.length === 1_000, "the beginning");
  await quick.write(bytes.subarray(0, 1_500));
  await until(async () => (await begun).bytes.length === 1_500, "what the quicker way has more");
  await quick.write(bytes.subarray(1_500));
  await quick.close();
  await until(async () => (await begun).bytes.length === bytes.length, "all of it");
  // Its sender wants no more of the other.
  await slow.abort();
  await receiver.client.receivesFrame(Flow.video, frame);
  second.close();
  end();
});

for (const broken of ["the connection", "the second way"] as const) {
  Deno.test(`a stream that breaks off on ${broken} goes on by the other`, async () => {
    const { sender, second, receiver, end } = await startTwoWays();
    const frame = framePacket(sender.member);
    const bytes = frameStream(Flow.video, frame);
    const clients =
      broken === "the connection" ? ([sender.client, second] as const) : ([second, sender.client] as const);
    const [breaks, lasts] = await Promise.all([clients[0].link.openStream(), clients[1].link.openStream()]);
    const begun = receiver.client.begun.take(() => true, "a stream");
    await lasts.write(bytes.subarray(0, 500));
    await until(async () => (await begun).bytes.length === 500, "the beginning");
    await breaks.write(bytes.subarray(0, 1_200));
    await until(async () => (await begun).bytes.length === 1_200, "what the other has more");
    await breaks.abort();
    await lasts.write(bytes.subarray(500));
    await lasts.close();
    await receiver.client.receivesFrame(Flow.video, frame);
    second.close();
    end();
  });
}

Deno.test("a stream that breaks off on both is lost, and the next is not", async () => {
  const { sender, second, receiver, end } = await startTwoWays({ carrier: "websocket" });
  const bytes = frameStream(Flow.video, framePacket(sender.member));
  for (const client of [sender.client, second]) {
    const writer = await client.link.openStream();
    await writer.write(bytes.subarray(0, 1_200));
    await client.settled();
    await writer.abort();
  }
  const { ended } = await receiver.client.streams.take(() => true, "a stream");
  assert.equal(ended, false);
  await pictureGetsThrough(sender, receiver);
  second.close();
  end();
});

Deno.test("it says how many datagrams it has had on each connection", async () => {
  const { sender, second, end } = await startTwoWays();
  for (let i = 0; i < 5; i++) await second.sendDatagram(Flow.audio, soundPacket(sender.member));
  await until(async () => (await datagramsBy(second)) === 5, "five");
  assert.equal(await datagramsBy(sender.client), 0);
  second.close();
  end();
});

/** A call whose receiver has two ways, and has said what it wants of the second. */
async function startRepeated(isWanted = true, options: ClientOptions = {}) {
  const call = await startCall(relay);
  const second = await TestClient.connect(relay, { ...options, beside: call.receiver.client.ticket });
  await second.send({ type: "repeat", isWanted });
  // Behind it, so that it has been heard.
  await datagramsBy(second);
  return { ...call, second };
}

Deno.test("what goes to a client comes by both ways where it asks for that", async () => {
  const { sender, receiver, second, end } = await startRepeated();
  const ways = [receiver.client, second];
  const [sound, frame] = [soundPacket(sender.member), framePacket(sender.member)];
  await sender.client.sendDatagram(Flow.audio, sound);
  await sender.client.sendFrame(Flow.video, frame);
  for (const way of ways) {
    await way.receivesDatagram(Flow.audio, sound);
    await way.receivesFrame(Flow.video, frame);
  }
  await second.send({ type: "repeat", isWanted: false });
  await datagramsBy(second);
  await pictureGetsThrough(sender, receiver);
  await soundGetsThrough(sender, receiver);
  assert.equal(second.datagrams.items.length + second.streams.items.length, 0);
  second.close();
  end();
});

Deno.test("where it does not ask, or has left the second way, it comes by one", async () => {
  const { sender, receiver, second, end } = await startRepeated(false);
  await pictureGetsThrough(sender, receiver);
  assert.equal(second.streams.items.length, 0);
  await second.send({ type: "repeat", isWanted: true });
  await datagramsBy(second);
  second.close();
  await pictureGetsThrough(sender, receiver);
  await soundGetsThrough(sender, receiver);
  end();
});

Deno.test("a second way that reads nothing costs the receiver nothing", async () => {
  const { sender, receiver, second, end } = await startRepeated(true, { reads: false, answers: false });
  for (let i = 0; i < 40; i++) {
    const frame = framePacket(sender.member, undefined, 30_000);
    await sender.client.sendFrame(Flow.video, frame);
    await receiver.client.receivesFrame(Flow.video, frame);
  }
  second.close();
  end();
});

Deno.test("it says how many datagrams it has sent", async () => {
  const { sender, receiver, second, end } = await startRepeated();
  for (let i = 0; i < 3; i++) await soundGetsThrough(sender, receiver);
  const sent = async (client: TestClient) => {
    await client.send({ type: "ping", id: 78 });
    const pong = await client.messages.take((one) => one.type === "pong" && one.id === 78, "pong");
    return pong.type === "pong" ? (pong.sent ?? 0) : 0;
  };
  assert.ok((await sent(receiver.client)) >= 3);
  assert.equal(await sent(second), await sent(receiver.client));
  assert.equal(await sent(sender.client), 0);
  second.close();
  end();
});

Deno.test("who has one way cannot ask for what goes by two", async () => {
  const { sender, receiver, end } = await startCall(relay);
  await receiver.client.send({ type: "repeat", isWanted: true });
  assert.equal(await within(2_000, receiver.client.link.closed, "its end"), CloseCode.protocol);
  sender.client.close();
  end();
});

Deno.test("a second way goes with its connection, and the connection goes on without it", async () => {
  const { sender, second, receiver, end } = await startTwoWays();
  second.close();
  await pictureGetsThrough(sender, receiver);
  const next = await TestClient.connect(relay, { beside: sender.client.ticket });
  await pictureGetsThrough(sender, receiver);
  sender.client.close();
  assert.equal(await within(2_000, next.link.closed, "its end"), CloseCode.done);
  end();
});

Deno.test("there is one at a time", async () => {
  const { sender, second, receiver, end } = await startTwoWays();
  const next = await TestClient.connect(relay, { beside: sender.client.ticket });
  assert.equal(await within(2_000, second.link.closed, "its end"), CloseCode.replaced);
  const sound = soundPacket(sender.member);
  await next.sendDatagram(Flow.audio, sound);
  await receiver.client.receivesDatagram(Flow.audio, sound);
  next.close();
  end();
});

Deno.test("nobody gets a second way with a ticket that is none, or that of a second way", async () => {
  const { second, end } = await startTwoWays();
  for (const beside of [newRoom(), second.ticket])
    await assert.rejects(TestClient.connect(relay, { beside }));
  second.close();
  end();
});

Deno.test("a second way is asked for nothing, and carries no data", async () => {
  const { sender, second, receiver, end } = await startTwoWays();
  const name = 'kith_dropped_total{reason="unexpected"}';
  const before = await relay.metric(name);
  await openData({ ...sender, client: second }, receiver);
  await until(async () => (await relay.metric(name)) > before, "its refusal");
  await second.send({ type: "join", id: 1, room: newRoom() });
  assert.equal(await within(2_000, second.link.closed, "its end"), CloseCode.protocol);
  await pictureGetsThrough(sender, receiver);
  end();
});
