import assert from "node:assert/strict";
import { encodeFeedback } from "../../../src/transport/wire/feedback.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { frameDatagram, frameStream } from "../../../src/transport/wire/framing.ts";
import { limits } from "../../../src/transport/wire/limits.ts";
import { ssrcOf, Track } from "../../../src/transport/wire/ssrc.ts";
import { enter, startCall, startWitness } from "../support/call.ts";
import { newRoom } from "../support/client.ts";
import { framePacket, soundPacket } from "../support/media.ts";
import { QuicLink } from "../support/quic-link.ts";
import { concat, varint } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { until } from "../support/wait.ts";

const relay = await startRelayUnderTest();
const witness = await startWitness(relay);
Deno.test.afterEach(() => witness.check());
Deno.test.afterAll(() => relay.stop());

/** Until the relay has counted at least `count` more of what it drops for that reason than when this was called. */
async function drops(reason: string): Promise<(count: number) => Promise<void>> {
  const name = `kith_dropped_total{reason="${reason}"}`;
  const before = await relay.metric(name);
  return async (count) => {
    await until(async () => (await relay.metric(name)) >= before + count, `${count} dropped as ${reason}`);
  };
}

Deno.test("one room hears nothing of another", async () => {
  const anna = await enter(relay, newRoom());
  const eve = await enter(relay, newRoom());
  await eve.client.send({
    type: "subscribe",
    member: anna.member,
    flows: [Flow.audio, Flow.video],
    maxLayer: 7,
  });
  assert.equal((await eve.client.told("error")).code, "no-such-member");
  await eve.client.send({ type: "notify", to: anna.member, data: new Uint8Array(8) });
  assert.equal((await eve.client.told("error")).code, "no-such-member");
  await anna.client.sendDatagram(Flow.audio, soundPacket(anna.member));
  await anna.client.sendFrame(Flow.video, framePacket(anna.member));
  await anna.client.settled();
  await eve.client.settled();
  assert.equal(eve.client.datagrams.items.length, 0);
  assert.equal(eve.client.streams.items.length, 0);
  assert.equal(anna.client.messages.items.length, 0);
});

Deno.test("a packet in another member's name goes nowhere", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const counted = await drops("spoofed");
  await receiver.client.sendDatagram(Flow.audio, soundPacket(sender.member));
  await receiver.client.sendFrame(Flow.video, framePacket(sender.member));
  const wish = { type: "picture-loss", media: ssrcOf(sender.member, Track.video) } as const;
  const inSendersName = encodeFeedback({ ...wish, sender: ssrcOf(sender.member, Track.video) });
  await receiver.client.sendDatagram(Flow.feedback, inSendersName);
  await counted(3);
  assert.equal(receiver.client.datagrams.items.length, 0);
  assert.equal(sender.client.datagrams.items.length, 0);
  end();
});

Deno.test("feedback reaches only senders that its reporter subscribed to", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const counted = await drops("unexpected");
  await sender.client.sendDatagram(
    Flow.feedback,
    encodeFeedback({
      type: "picture-loss",
      sender: ssrcOf(sender.member, Track.video),
      media: ssrcOf(receiver.member, Track.video),
    }),
  );
  await counted(1);
  assert.equal(receiver.client.datagrams.items.length, 0);
  end();
});

Deno.test("an unknown flow costs its stream or datagram and nothing else", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const counted = await drops("unknown-flow");
  await sender.client.link.sendDatagram(concat(varint(0x26), soundPacket(sender.member)));
  const writer = await sender.client.link.openStream();
  await writer.write(concat(varint(0x3fff), new Uint8Array(100)));
  const refused = async () => {
    try {
      await writer.write(new Uint8Array(1));
      return undefined;
    } catch {
      return true;
    }
  };
  await until(refused, "a reset of the unknown stream");
  const { writer: asking } = await sender.client.link.openExchange();
  await asking.write(varint(0x26));
  await counted(3);

  const sound = soundPacket(sender.member);
  await sender.client.sendDatagram(Flow.audio, sound);
  await receiver.client.receivesDatagram(Flow.audio, sound);
  end();
});

Deno.test("malformed datagrams go nowhere", async () => {
  const { sender, end } = await startCall(relay);
  const malformed = await drops("malformed");
  const tooLarge = await drops("too-large");
  const { link } = sender.client;
  await link.sendDatagram(new Uint8Array(0));
  await link.sendDatagram(varint(Flow.audio));
  await link.sendDatagram(concat(varint(Flow.audio), new Uint8Array(11)));
  await link.sendDatagram(concat(varint(Flow.feedback), new Uint8Array(7)));
  await malformed(4);
  await link.sendDatagram(concat(varint(Flow.audio), soundPacket(sender.member, limits.datagram)));
  await tooLarge(1);
  end();
});

Deno.test("malformed streams are refused before anything is kept for them", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const malformed = await drops("malformed");
  const tooLarge = await drops("too-large");
  const open = async (bytes: Uint8Array) => {
    const writer = await sender.client.link.openStream();
    await writer.write(bytes);
    await writer.close().catch(() => undefined);
  };
  const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  await open(concat(varint(Flow.video), huge));
  await open(concat(varint(Flow.video), varint(limits.frame + 1), new Uint8Array(20)));
  await tooLarge(2);
  await open(concat(varint(Flow.video), varint(5), new Uint8Array(5)));
  await open(concat(varint(Flow.video), varint(100), new Uint8Array(100)));
  const unmarked = frameStream(Flow.video, soundPacket(sender.member));
  await open(unmarked);
  const whole = frameStream(Flow.video, framePacket(sender.member));
  await open(concat(whole, whole));
  await malformed(4);
  assert.equal(receiver.client.streams.items.filter(({ bytes }) => bytes.length > whole.length).length, 0);
  end();
});

Deno.test("a frame that breaks off arrives short, and what builds on it stays away", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const counted = await drops("incomplete");
  const key = framePacket(sender.member, { keyFrame: true }, 10_000);
  const stream = frameStream(Flow.video, key);
  const writer = await sender.client.link.openStream();
  await writer.write(stream.subarray(0, 5_000));
  await writer.close();
  const short = await receiver.client.streams.take(() => true, "the short frame");
  assert.equal(short.bytes.length, 5_000);
  await counted(1);
  await sender.client.sendFrame(Flow.video, framePacket(sender.member, {}));
  await sender.client.sendFrame(Flow.video, key);
  await receiver.client.receivesFrame(Flow.video, key);
  assert.equal(receiver.client.streams.items.length, 0);
  end();
});

Deno.test("flows that do not belong on a carrier's streams or datagrams go nowhere", async () => {
  const { sender, receiver, end } = await startCall(relay);
  const counted = await drops("unexpected");
  await sender.client.sendDatagram(Flow.video, framePacket(sender.member, {}, 100));
  await sender.client.sendDatagram(Flow.signaling, new Uint8Array(20));
  await sender.client.sendDatagram(Flow.data, new Uint8Array(20));
  const sound = await sender.client.link.openStream();
  await sound.write(frameStream(Flow.audio, soundPacket(sender.member)));
  await counted(4);
  assert.equal(receiver.client.streams.items.length + receiver.client.datagrams.items.length, 0);
  end();
});

Deno.test("before hello nothing is heard but hello", async () => {
  const counted = await drops("unexpected");
  const { sender, receiver, end } = await startCall(relay);
  const link = await QuicLink.open(relay.target);
  await link.sendDatagram(frameDatagram(Flow.audio, soundPacket(sender.member)));
  const writer = await link.openStream();
  await writer.write(frameStream(Flow.video, framePacket(sender.member)));
  await counted(2);
  assert.equal(receiver.client.streams.items.length + receiver.client.datagrams.items.length, 0);
  link.close();
  end();
});
