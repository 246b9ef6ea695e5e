import assert from "node:assert/strict";
import { relayLimits } from "../../../relay/relay-limits.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { framePacket as framed } from "../../../src/transport/wire/framing.ts";
import { limits } from "../../../src/transport/wire/limits.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { enter, type Person, startWitness } from "../support/call.ts";
import { newRoom } from "../support/client.ts";
import { begins, carries, openData, record, streamHead } from "../support/data.ts";
import { concat, varint } from "../support/raw-session.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep, until, within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
const witness = await startWitness(relay);
Deno.test.afterEach(() => witness.check());
Deno.test.afterAll(() => relay.stop());

const carriers = ["webtransport", "websocket"] as const;

async function drops(reason: string): Promise<(count: number) => Promise<void>> {
  const name = `kith_dropped_total{reason="${reason}"}`;
  const before = await relay.metric(name);
  return async (count) => {
    await until(async () => (await relay.metric(name)) >= before + count, `${count} dropped as ${reason}`);
  };
}

async function startPair(carrier: (typeof carriers)[number] = "webtransport") {
  const room = newRoom();
  const anna = await enter(relay, room, { carrier });
  const ben = await enter(relay, room, { carrier });
  const end = () => {
    anna.client.close();
    ben.client.close();
  };
  return { room, anna, ben, end };
}

/** Whether what is written there still gets anywhere. */
async function breaks(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  const fails = () =>
    writer.write(record(10)).then(
      () => undefined,
      () => true,
    );
  await until(fails, "the end of a data stream");
}

for (const carrier of carriers)
  Deno.test(`records arrive as they were sent, in both directions (${carrier})`, async () => {
    const { anna, ben, end } = await startPair(carrier);
    const bytes = await relay.metric('kith_forwarded_bytes_total{flow="data"}');
    for (const [from, to, channel] of [
      [anna, ben, 0],
      [ben, anna, 0],
      [anna, ben, 255],
    ] as const) {
      const head = streamHead({ from: from.member, to: to.member, channel });
      const writer = await openData(from, to, channel);
      const stream = await begins(to, from, channel);
      const first = record(100);
      await writer.write(first);
      await carries(stream, concat(head, first));
      const second = record(limits.signalingMessage);
      await writer.write(second);
      await writer.close();
      assert.equal(await stream.ended, true);
      await carries(stream, concat(head, first, second));
    }
    const counted = (await relay.metric('kith_forwarded_bytes_total{flow="data"}')) - bytes;
    assert.ok(counted > 3 * limits.signalingMessage && counted < 3.1 * limits.signalingMessage);
    end();
  });

Deno.test("a head may come byte by byte, and all bytes behind it, too", async () => {
  const { anna, ben, end } = await startPair();
  const bytes = concat(streamHead({ from: anna.member, to: ben.member, channel: 0 }), record(20));
  const writer = await anna.client.link.openStream();
  for (const byte of bytes) {
    await writer.write(Uint8Array.of(byte));
    await sleep(1);
  }
  await carries(await begins(ben, anna), bytes);
  end();
});

Deno.test("half a head is waited for, but not for ever", async () => {
  const { anna, ben, end } = await startPair();
  const counted = await drops("incomplete");
  const writer = await anna.client.link.openStream();
  await writer.write(streamHead({ from: anna.member, to: ben.member, channel: 0 }).subarray(0, 7));
  await counted(1);
  await breaks(writer);
  assert.equal(ben.client.begun.items.length, 0);
  end();
});

Deno.test("nobody gets data from a stranger, in another's name, or from themselves", async () => {
  const { anna, ben, end } = await startPair();
  const eve = await enter(relay, newRoom());
  const [spoofed, unexpected] = [await drops("spoofed"), await drops("unexpected")];
  const nobody: Person = { client: anna.client, member: 0xff_ffff as MemberId };
  const posing: Person = { client: eve.client, member: anna.member };
  const refused = [
    [posing, ben],
    [posing, eve],
    [nobody, ben],
    [eve, ben],
    [anna, eve],
    [anna, anna],
    [anna, nobody],
  ] as const;
  for (const [from, to] of refused) await breaks(await openData(from, to));
  await spoofed(3);
  await unexpected(4);
  for (const { client } of [anna, ben, eve]) assert.equal(client.begun.items.length, 0);
  eve.client.close();
  end();
});

Deno.test("what does not begin with a head is refused", async () => {
  const { anna, ben, end } = await startPair();
  const malformed = await drops("malformed");
  const head = (bytes: Uint8Array) => concat(varint(Flow.data), framed(bytes));
  const members = concat(uint32(anna.member), uint32(ben.member));
  for (const bytes of [
    head(members),
    head(concat(members, new Uint8Array(2))),
    head(concat(uint32(2 ** 24), uint32(ben.member), new Uint8Array(1))),
    concat(varint(Flow.data), varint(0)),
    concat(varint(Flow.data), varint(2 ** 53 - 1), members),
  ]) {
    const writer = await anna.client.link.openStream();
    await writer.write(bytes);
    await breaks(writer);
  }
  await malformed(5);
  end();
});

Deno.test("when the sender breaks off, so does what arrives", async () => {
  const { anna, ben, end } = await startPair();
  const reset = await openData(anna, ben, 1);
  const seen = await begins(ben, anna, 1);
  await reset.abort();
  await within(5_000, seen.ended, "the end");
  end();
});

for (const carrier of carriers)
  Deno.test(`a receiver that wants no more of a stream ends it at its sender (${carrier})`, async () => {
    const room = newRoom();
    const anna = await enter(relay, room, { carrier });
    const ben = await enter(relay, room, { carrier, reads: false });
    const writer = await openData(anna, ben);
    const { value } = await ben.client.link.incoming[Symbol.asyncIterator]().next();
    await value?.cancel();
    await breaks(writer);
    await ben.client.settled();
    anna.client.close();
    ben.client.close();
  });

Deno.test("a member that leaves takes its streams along, in either direction", async () => {
  const { room, anna, ben, end } = await startPair();
  const [there, back] = [await openData(anna, ben), await openData(ben, anna)];
  const [atBen, atAnna] = [await begins(ben, anna), await begins(anna, ben)];
  await anna.client.send({ type: "leave", room });
  await within(5_000, atBen.ended, "the end");
  await within(5_000, atAnna.ended, "the end");
  await breaks(there);
  await breaks(back);
  await anna.client.settled();
  end();
});

for (const carrier of carriers)
  Deno.test(`a connection that ends takes its streams along (${carrier})`, async () => {
    const { anna, ben, end } = await startPair(carrier);
    const back = await openData(ben, anna);
    await openData(anna, ben);
    const atBen = await begins(ben, anna);
    anna.client.close();
    await within(5_000, atBen.ended, "the end");
    await breaks(back);
    end();
  });

Deno.test("one sender cannot take all of a receiver's streams", async () => {
  const { room, anna, ben, end } = await startPair();
  const carla = await enter(relay, room);
  const counted = await drops("rate-limited");
  const writers = [];
  for (let channel = 0; channel < relayLimits.dataStreamsPerPeer + 3; channel++)
    writers.push(await openData(anna, ben, channel));
  await counted(3);
  await openData(carla, ben);
  await begins(ben, carla);
  await writers[0]?.close();
  await until(async () => {
    const writer = await openData(anna, ben, 200);
    await sleep(50);
    const isOpen = ben.client.begun.items.some(({ bytes }) => bytes.at(10) === 200);
    if (!isOpen) writer.abort().catch(() => undefined);
    return isOpen;
  }, "a stream in the place of the one that ended");
  carla.client.close();
  end();
});

Deno.test("data streams by the thousand hurt nobody else", async () => {
  const { room, anna, ben, end } = await startPair();
  const carla = await enter(relay, room);
  const opening = (async () => {
    for (let count = 0; count < 1_000; count++) {
      const writer = await anna.client.link.openStream();
      writer.write(streamHead({ from: anna.member, to: ben.member, channel: 1 })).catch(() => undefined);
      if (count % 2 === 0) writer.close().catch(() => undefined);
    }
  })().catch(() => undefined);
  await Promise.race([opening, sleep(5_000)]);
  const reach = async () => {
    await openData(carla, ben);
    await begins(ben, carla);
  };
  await reach();
  await ben.client.settled();
  carla.client.close();
  end();
});

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
