import assert from "node:assert/strict";
import { encode } from "@msgpack/msgpack";
import { relayLimits } from "../../../relay/relay-limits.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { framePacket as frame } from "../../../src/transport/wire/framing.ts";
import { limits } from "../../../src/transport/wire/limits.ts";
import { CloseCode, encodeMessage, PROTOCOL_VERSION } from "../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { enter, startWitness } from "../support/call.ts";
import { newRoom, TestClient } from "../support/client.ts";
import { QuicLink } from "../support/quic-link.ts";
import { concat, varint } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
const witness = await startWitness(relay);
Deno.test.afterEach(() => witness.check());
Deno.test.afterAll(() => relay.stop());

const hello = { type: "hello", version: PROTOCOL_VERSION, agent: "test", gates: [] as string[] } as const;

function closes(client: TestClient): Promise<number | undefined> {
  return within(5_000, client.link.closed, "the end of the connection");
}

async function silentClient(): Promise<TestClient> {
  return TestClient.over(await QuicLink.open(relay.target));
}

for (const carrier of ["webtransport", "websocket"] as const) {
  Deno.test(`people are told who comes and goes over ${carrier}`, async () => {
    const room = newRoom();
    const anna = await enter(relay, room, { carrier });
    const ben = await TestClient.connect(relay, { carrier });
    const joined = await ben.join(room);
    assert.deepEqual(joined.members, [anna.member]);
    assert.deepEqual(joined.room, room);
    const came = await anna.client.told("peer-joined");
    assert.deepEqual([came.room, came.member], [room, joined.member]);
    await ben.send({ type: "leave", room });
    const left = await anna.client.told("peer-left");
    assert.deepEqual([left.member, left.reason], [joined.member, "left"]);
    const again = await ben.join(room);
    assert.notEqual(again.member, joined.member);
    ben.close();
    assert.equal((await anna.client.told("peer-left")).reason, "left");
  });

  Deno.test(`a new connection takes the place of the old one over ${carrier}`, async () => {
    const room = newRoom();
    const anna = await enter(relay, room, { carrier });
    const ben = await enter(relay, room, { carrier });
    await anna.client.told("peer-joined");
    const next = await TestClient.connect(relay, { carrier, previous: ben.client.ticket });
    assert.equal(await closes(ben.client), CloseCode.replaced);
    const left = await anna.client.told("peer-left");
    assert.deepEqual([left.member, left.reason], [ben.member, "replaced"]);
    const { member } = await next.join(room);
    assert.equal((await anna.client.told("peer-joined")).member, member);
    assert.notDeepEqual(next.ticket, ben.client.ticket);
  });

  Deno.test(`opaque bytes reach one member over ${carrier}`, async () => {
    const room = newRoom();
    const anna = await enter(relay, room, { carrier });
    const ben = await enter(relay, room, { carrier });
    const data = crypto.getRandomValues(new Uint8Array(limits.notifyData));
    await anna.client.send({ type: "notify", to: ben.member, data });
    const told = await ben.client.told("notify");
    assert.deepEqual([told.from, told.to], [anna.member, ben.member]);
    assert.deepEqual(told.data, data);
  });
}

Deno.test("a ticket that nobody holds replaces nobody", async () => {
  const client = await TestClient.connect(relay, { previous: crypto.getRandomValues(new Uint8Array(16)) });
  await client.settled();
});

Deno.test("a message that comes in single bytes is understood", async () => {
  const client = await silentClient();
  for (const byte of encodeMessage(hello)) await client.sendRaw(Uint8Array.of(byte));
  await client.told("welcome");
});

Deno.test("anything before hello, a second hello, and what is no message end the connection", async () => {
  const wrongs: readonly (readonly [string, Uint8Array])[] = [
    ["a request before hello", encodeMessage({ type: "join", id: 1, room: newRoom() })],
    ["hello twice", concat(encodeMessage(hello), encodeMessage(hello))],
    ["not msgpack", frame(Uint8Array.of(0xc1))],
    ["not a map", frame(encode([1, 2, 3]))],
    ["a hello of the wrong shape", frame(encode({ ...hello, agent: 7 }))],
    ["an empty message", varint(0)],
    ["a message past the limit", varint(limits.signalingMessage + 1)],
    ["a length past every limit", new Uint8Array(8).fill(0xff)],
  ];
  for (const [what, bytes] of wrongs) {
    const client = await silentClient();
    await client.sendRaw(bytes);
    const error = await client.told("error");
    assert.deepEqual([error.code, error.fatal], ["malformed", true], what);
    assert.equal(await closes(client), CloseCode.protocol, what);
  }
});

Deno.test("another version of the protocol is refused in words", async () => {
  const client = await silentClient();
  await client.send({ ...hello, version: PROTOCOL_VERSION + 1 });
  assert.equal((await client.told("error")).code, "unsupported-version");
  assert.equal(await closes(client), CloseCode.protocol);
});

Deno.test("a message of a later version is answered and costs nothing", async () => {
  const client = await TestClient.connect(relay);
  await client.sendRaw(frame(encode({ type: "teleport", to: "Mars" })));
  const error = await client.told("error");
  assert.deepEqual([error.code, error.fatal], ["unknown-type", false]);
  await client.sendRaw(frame(encode({ type: "ping", id: 7, mood: "fine" })));
  assert.equal((await client.told("pong")).id, 7);
});

Deno.test("the second signaling stream is turned away and the first goes on", async () => {
  const client = await TestClient.connect(relay);
  const second = await client.link.openExchange();
  await second.writer.write(concat(varint(Flow.signaling), encodeMessage(hello)));
  await assert.rejects(
    within(
      5_000,
      (async () => {
        for await (const _ of second.readable);
        for (;;) await second.writer.write(new Uint8Array(1));
      })(),
      "a refusal",
    ),
    (error: Error) => !error.message.includes("not within"),
  );
  await client.settled();
});

Deno.test("joining a room twice is joining it once", async () => {
  const room = newRoom();
  const anna = await enter(relay, room);
  assert.equal((await anna.client.join(room)).member, anna.member);
  const ben = await enter(relay, room);
  await anna.client.told("peer-joined");
  await ben.client.settled();
  assert.equal(anna.client.messages.items.length, 0);
});

Deno.test("one may be in so many rooms and no more", async () => {
  const client = await TestClient.connect(relay);
  for (let count = 0; count < limits.roomsPerConnection; count++) await client.join(newRoom());
  const one = newRoom();
  await assert.rejects(client.join(one), { message: "too-many-rooms" });
  await client.settled();
});

Deno.test("a room takes so many and no more", async () => {
  const room = newRoom();
  for (let count = 0; count < limits.membersPerRoom; count++) await enter(relay, room);
  const late = await TestClient.connect(relay);
  await assert.rejects(late.join(room), { message: "room-full" });
  await late.join(newRoom());
});

Deno.test("requests about members who are not there are refused and cost nothing", async () => {
  const { client, member } = await enter(relay, newRoom());
  const gone = 0xffffff as MemberId;
  await client.send({ type: "subscribe", member: gone, flows: [Flow.audio], maxLayer: 7 });
  assert.equal((await client.told("error")).code, "no-such-member");
  await client.send({ type: "subscribe", member, flows: [Flow.audio], maxLayer: 7 });
  assert.equal((await client.told("error")).code, "no-such-member");
  await client.send({ type: "notify", to: gone, data: new Uint8Array(1) });
  assert.equal((await client.told("error")).code, "no-such-member");
  await client.send({ type: "leave", room: newRoom() });
  await client.settled();
});

Deno.test("who says too much is told so and put out", async () => {
  const client = await TestClient.connect(relay);
  const ping = encodeMessage({ type: "ping", id: 1 });
  const flood = concat(...new Array<Uint8Array>(2 * relayLimits.messageBurst).fill(ping));
  await client.sendRaw(flood);
  const error = await client.told("error");
  assert.deepEqual([error.code, error.fatal], ["rate-limited", true]);
  assert.equal(await closes(client), CloseCode.rateLimited);
});

Deno.test("who tries one room after the other is slowed down", async () => {
  const client = await TestClient.connect(relay);
  const attempt = async () => {
    const room = newRoom();
    await client.join(room);
    await client.send({ type: "leave", room });
  };
  await assert.rejects(
    async () => {
      for (let count = 0; count < 10 * limits.roomsPerConnection; count++) await attempt();
    },
    { message: "rate-limited" },
  );
});

Deno.test("who ends signaling has ended the connection", async () => {
  const client = await TestClient.connect(relay);
  await client.endSignaling();
  assert.equal(await closes(client), CloseCode.done);
});
