import { expect, test, vi } from "vitest";
import { limits } from "../../../src/transport/wire/limits.ts";
import { pack } from "../../../src/transport/wire/msgpack.ts";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { CipherState } from "../../../src/trust/cipher-state.ts";
import { ControlChannel } from "../../../src/trust/control-channel.ts";
import {
  type ControlMessage,
  decodeControlMessage,
  encodeControlMessage,
} from "../../../src/trust/control-message.ts";
import { type ChannelEnd, ChannelError } from "../../../src/trust/sealed-channel.ts";
import { everyControlMessage } from "../../fakes/control-messages.ts";
import { wireError } from "../../fakes/errors.ts";
import { FakePipe } from "../../fakes/record-pipe.ts";
import { settled } from "../../fakes/time.ts";

const NO_DATA: Bytes = new Uint8Array(0);
const channelError = (reason: ChannelEnd) => expect.objectContaining({ constructor: ChannelError, reason });
const note = (about: string): ControlMessage => ({ type: "error", code: "note", about });
const ofBytes = (length: number): ControlMessage => ({ type: "offer", sdp: "x".repeat(length) });

/** One end of a channel; the other is in the test's hands. */
async function oneEnd() {
  const [ours, theirs] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const cipher = { send: await CipherState.create(ours, ["encrypt"]), receive: await opening(theirs) };
  const peer = { seal: await CipherState.create(theirs, ["encrypt"]), open: await opening(ours) };
  const [pipe, clock, events] = [new FakePipe(), { now: 0 }, [] as string[]];
  const handlers = {
    onMessage: (message: ControlMessage): void => {
      events.push(nameOf(message));
    },
  };
  const channel = new ControlChannel({
    ...cipher,
    openPipe: () => pipe,
    now: () => clock.now,
    onConfirmed: () => events.push("confirmed"),
    onMessage: (message) => handlers.onMessage(message),
    onEnd: (end) => events.push(end),
  });
  const seal = (plaintext: Bytes) => peer.seal.encrypt(NO_DATA, plaintext);
  return {
    channel,
    pipe,
    clock,
    events,
    handlers,
    cipher,
    seal,
    record: (message: ControlMessage) => seal(encodeControlMessage(message)),
    /** What the peer reads of the records that have left. */
    async heard() {
      const heard: string[] = [];
      for (const record of pipe.sent.splice(0))
        heard.push(nameOf(decodeControlMessage(await peer.open.decrypt(NO_DATA, record))));
      return heard;
    },
  };
}

function opening(key: Bytes) {
  return CipherState.create(key, ["decrypt"]);
}

function nameOf(message: ControlMessage): string {
  if (message.type === "error") return message.about;
  return message.type === "ping" || message.type === "pong" ? `${message.type} ${message.id}` : message.type;
}

test("speaks first, so that the peer knows at once that it holds the keys", async () => {
  const end = await oneEnd();
  await vi.waitFor(() => expect(end.pipe.sent).toHaveLength(1));
  expect(await end.heard()).toEqual(["ping 1"]);
});

test("says everything, in order, whoever waits for it", async () => {
  const end = await oneEnd();
  await Promise.all(everyControlMessage.map((message) => end.channel.send(message)));
  expect(await end.heard()).toEqual(["ping 1", ...everyControlMessage.map(nameOf)]);
});

test("hands on everything but pings and their answers, in order", async () => {
  const end = await oneEnd();
  const records = [];
  for (const message of everyControlMessage) records.push(await end.record(message));
  await Promise.all(records.map((record) => end.channel.receive(record)));
  const messages = everyControlMessage.filter(({ type }) => type !== "ping" && type !== "pong");
  expect(end.events).toEqual(["confirmed", ...messages.map(nameOf)]);
});

test("is confirmed by a mere ping, and only once", async () => {
  const end = await oneEnd();
  await end.channel.receive(await end.record({ type: "ping", id: 1 }));
  await end.channel.receive(await end.record({ type: "ping", id: 2 }));
  expect(end.events).toEqual(["confirmed"]);
});

test("answers a ping with its number", async () => {
  const end = await oneEnd();
  await end.channel.receive(await end.record({ type: "ping", id: 41 }));
  await vi.waitFor(() => expect(end.pipe.sent).toHaveLength(2));
  expect(await end.heard()).toEqual(["ping 1", "pong 41"]);
});

test("passes over a message of a later version, which still shows that the peer is there", async () => {
  const end = await oneEnd();
  await end.channel.receive(await end.seal(pack({ type: "dance", moves: 3 })));
  await end.channel.receive(await end.record(note("go on")));
  expect(end.events).toEqual(["confirmed", "go on"]);
});

test("takes the next record when it is done with this one", async () => {
  const end = await oneEnd();
  const taken = end.channel.receive(await end.record(note("one")));
  expect(end.events).toEqual([]);
  await taken;
  expect(end.events).toEqual(["confirmed", "one"]);
});

test.each<[string, (records: readonly [Bytes, Bytes, Bytes]) => readonly Bytes[]]>([
  ["tampered with", ([one, two]) => [one, two.map((byte, i) => (i === 2 ? byte ^ 1 : byte))]],
  ["replayed", ([one]) => [one, one]],
  ["dropped", ([one, , three]) => [one, three]],
  ["moved", ([one, two, three]) => [one, three, two]],
  ["cut short", ([one, two]) => [one, two.slice(0, -1)]],
  ["empty", ([one]) => [one, NO_DATA]],
])("a record that was %s ends the channel, and nothing behind it counts", async (_, lie) => {
  const end = await oneEnd();
  const records = [await end.record(note("1")), await end.record(note("2")), await end.record(note("3"))];
  for (const record of lie(records as [Bytes, Bytes, Bytes])) await end.channel.receive(record);
  for (const record of records) await end.channel.receive(record);
  expect(end.events).toEqual(["confirmed", "1", "violated"]);
  expect(end.channel.ended).toBe("violated");
  expect(end.pipe.closed).toBe(true);
});

test("our own record, sent back to us, ends the channel", async () => {
  const end = await oneEnd();
  await end.channel.send(note("mine"));
  await end.channel.receive(end.pipe.sent[0] ?? NO_DATA);
  expect(end.events).toEqual(["violated"]);
});

test.each([
  ["is no message", Uint8Array.of(0xc1)],
  ["does not fit its type", pack({ type: "home", room: new Uint8Array(15) })],
])("an authentic record that %s ends the channel", async (_, plaintext) => {
  const end = await oneEnd();
  await end.channel.receive(await end.seal(plaintext));
  expect(end.events).toEqual(["violated"]);
});

test("an oversized record ends the channel before it is decrypted", async () => {
  const end = await oneEnd();
  const decrypt = vi.spyOn(end.cipher.receive, "decrypt");
  await end.channel.receive(new Uint8Array(limits.signalingMessage + 1));
  expect(end.events).toEqual(["violated"]);
  expect(decrypt).not.toHaveBeenCalled();
});

test("a mistake in our own handling is not the peer's fault", async () => {
  const end = await oneEnd();
  const mistake = new Error("a mistake of ours");
  const { onMessage } = end.handlers;
  end.handlers.onMessage = () => {
    throw mistake;
  };
  await expect(end.channel.receive(await end.record(note("one")))).rejects.toBe(mistake);
  end.handlers.onMessage = onMessage;
  await end.channel.receive(await end.record(note("two")));
  expect(end.events).toEqual(["confirmed", "two"]);
});

test("whoever closes on the first sign of life hears nothing more", async () => {
  const end = await oneEnd();
  end.handlers.onMessage = () => end.channel.close();
  await Promise.all([
    end.channel.receive(await end.record(note("one"))),
    end.channel.receive(await end.record(note("two"))),
  ]);
  expect(end.events).toEqual(["confirmed", "closed"]);
});

test("pings every two seconds, and the third that stays without an answer ends it", async () => {
  const end = await oneEnd();
  for (end.clock.now = 500; end.clock.now < 6_000; end.clock.now += 500) end.channel.poll();
  await vi.waitFor(() => expect(end.pipe.sent).toHaveLength(3));
  expect(await end.heard()).toEqual(["ping 1", "ping 2", "ping 3"]);
  expect(end.events).toEqual([]);
  end.channel.poll();
  expect(end.events).toEqual(["silent"]);
  end.channel.poll();
  expect(end.events).toEqual(["silent"]);
});

test("whatever the peer says is a sign of life", async () => {
  const end = await oneEnd();
  for (end.clock.now = 2_000; end.clock.now <= 60_000; end.clock.now += 2_000) {
    end.channel.poll();
    await end.channel.receive(await end.record({ type: "pong", id: end.clock.now }));
  }
  expect(end.events).toEqual(["confirmed"]);
});

test("a device that slept does not blame the peer for the pings it did not send", async () => {
  const end = await oneEnd();
  end.clock.now = 3_600_000;
  end.channel.poll();
  expect(end.events).toEqual([]);
});

test("a message too large for one record is refused, and nothing else happens", async () => {
  const end = await oneEnd();
  await expect(end.channel.send(ofBytes(limits.signalingMessage))).rejects.toEqual(wireError("too-large"));
  await end.channel.send(note("still here"));
  expect(await end.heard()).toEqual(["ping 1", "still here"]);
});

test("a peer that takes nothing any more ends it once the queue is full", async () => {
  const end = await oneEnd();
  end.pipe.holding = true;
  const sends = Array.from({ length: 8 }, () => end.channel.send(ofBytes(50_000)));
  const outcomes = await Promise.allSettled(sends);
  expect(outcomes.map(({ status }) => status)).toEqual(Array(8).fill("rejected"));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: channelError("stalled") });
  expect(end.events).toEqual(["stalled"]);
  expect(end.pipe.sent.length).toBeLessThanOrEqual(1);
});

test("what has been sent leaves the queue", async () => {
  const end = await oneEnd();
  for (let i = 0; i < 20; i++) await end.channel.send(ofBytes(50_000));
  expect(end.events).toEqual([]);
});

test("a pipe that breaks rejects what is being sent, what waits, and what comes later", async () => {
  const end = await oneEnd();
  end.pipe.holding = true;
  const sends = [settled(end.channel.send(note("one"))), settled(end.channel.send(note("two")))];
  await vi.waitFor(() => expect(end.pipe.sent).toHaveLength(1));
  end.pipe.close();
  await vi.waitFor(() => expect(sends).toEqual(sends.map(() => ({ error: channelError("lost") }))));
  await expect(end.channel.send(note("three"))).rejects.toEqual(channelError("lost"));
  expect(end.events).toEqual(["lost"]);
});

test("the peer's end of the pipe: what came before it is still heard", async () => {
  const end = await oneEnd();
  const heard = end.channel.receive(await end.record(note("last words")));
  end.channel.handlePipeEnded();
  await heard;
  await vi.waitFor(() => expect(end.events).toEqual(["confirmed", "last words", "lost"]));
});

test("closing it closes the pipe, says so once, and rejects what waits", async () => {
  const end = await oneEnd();
  end.pipe.holding = true;
  const waiting = end.channel.send(note("too late"));
  end.channel.close();
  end.channel.close();
  await expect(waiting).rejects.toEqual(channelError("closed"));
  await end.channel.receive(await end.record(note("one")));
  end.channel.poll();
  expect(end.events).toEqual(["closed"]);
  expect(end.pipe.closed).toBe(true);
});
