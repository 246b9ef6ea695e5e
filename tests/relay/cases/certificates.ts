import assert from "node:assert/strict";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { enter, soundGetsThrough } from "../support/call.ts";
import { newRoom, TestClient } from "../support/client.ts";
import { QuicLink } from "../support/quic-link.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep } from "../support/wait.ts";

/** A certificate lives 26 s, so that it is replaced after 12. */
const LIFETIME_DAYS = 26 / 86_400;

Deno.test("the certificate changes in the middle of a call, which goes on", async () => {
  const relay = await startRelayUnderTest({ env: { KITH_CERT_DAYS: String(LIFETIME_DAYS) } });
  const [first, second, ...more] = await relay.certificateHashes();
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(more.length, 0);
  const room = newRoom();
  const anna = await enter(relay, room);
  const ben = await enter(relay, room, { carrier: "websocket" });
  await ben.client.subscribe(anna.member, [Flow.audio]);
  await anna.client.subscribe(ben.member, [Flow.audio]);
  const connects = async (hash: Uint8Array<ArrayBuffer>) => {
    const link = await QuicLink.open({ ...relay.target, hash });
    link.close();
  };
  await connects(first);
  await assert.rejects(connects(second), "the next one is announced before it is used");

  const told = await anna.client.told("certificates", 40_000);
  const [current, next] = told.hashes;
  assert.ok(current !== undefined && next !== undefined);
  assert.deepEqual(current, second);
  assert.deepEqual(await relay.certificateHashes(), [current, next]);
  assert.deepEqual((await ben.client.told("certificates")).hashes, told.hashes);
  await connects(current);
  await assert.rejects(connects(first));
  await soundGetsThrough(anna, ben);
  await soundGetsThrough(ben, anna);

  // Who knows only the old one asks again, and is in.
  const late = await TestClient.connect({ ...relay, target: { ...relay.target, hash: current } });
  await late.join(room);
  await anna.client.told("peer-joined");
  await sleep(100);
  await soundGetsThrough(anna, ben);
  await relay.stop();
});
