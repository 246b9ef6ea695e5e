import assert from "node:assert/strict";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { enter, pictureGetsThrough } from "../support/call.ts";
import { newRoom, TestClient } from "../support/client.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { runRelay } from "../support/run-relay.ts";
import { until, within } from "../support/wait.ts";

Deno.test("a relay that is asked to stop tells everybody, lets them go and ends cleanly", async () => {
  const relay = await startRelayUnderTest();
  const room = newRoom();
  const anna = await enter(relay, room);
  const ben = await enter(relay, room, { carrier: "websocket" });
  const begin = performance.now();
  Deno.kill(relay.pid, "SIGTERM");
  assert.ok((await anna.client.told("going-away")).within > 0);
  assert.ok((await ben.client.told("going-away")).within > 0);
  const health = await fetch(`${relay.base}/healthz`);
  assert.equal(health.status, 503);
  await health.body?.cancel();
  await assert.rejects(TestClient.connect(relay));
  await assert.rejects(TestClient.connect(relay, { carrier: "websocket" }));
  assert.equal(await within(5_000, anna.client.link.closed, "the end"), CloseCode.goingAway);
  assert.equal(await within(5_000, ben.client.link.closed, "the end"), CloseCode.goingAway);
  await relay.stop();
  assert.ok(performance.now() - begin < 10_000);
  const lines = relay.logs
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { level: string });
  assert.deepEqual(
    lines.filter(({ level }) => level !== "info"),
    [],
  );
});

Deno.test("a relay whose clients leave when told stops before the time is up", async () => {
  const relay = await startRelayUnderTest();
  const client = await TestClient.connect(relay);
  Deno.kill(relay.pid, "SIGINT");
  await client.told("going-away");
  client.close();
  await relay.stop();
  assert.ok(!relay.logs.some((line) => line.includes('"reason":"draining"')));
});

Deno.test("after a crash the same port serves again and people find each other", async () => {
  const first = await startRelayUnderTest();
  const room = newRoom();
  await enter(first, room);
  await first.kill();
  const second = await startRelayUnderTest({ port: first.port });
  const anna = await enter(second, room);
  const ben = await enter(second, room);
  await ben.client.subscribe(anna.member, [Flow.video]);
  await pictureGetsThrough(anna, ben);
  await second.stop();
});

Deno.test("what cannot be served is refused in one sentence", async () => {
  const relay = await startRelayUnderTest();
  const half = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const expectations: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ KITH_PORT: String(relay.port) }, /^Port \d+ is in use already: .*\.$/],
    [{ KITH_PORT: String(half.addr.port) }, /^Port \d+ is in use already: .*\.$/],
    [{ KITH_PORT: "0", KITH_HOST: "192.0.2.1" }, /^192\.0\.2\.1 is not an address of this machine: .*\.$/],
    [{ KITH_PORT: "high" }, /^KITH_PORT must be .*\.$/],
    [{ KITH_PORT: "0", KITH_TOKEN_KEY: "short" }, /^KITH_TOKEN_KEY is too short: .*\.$/],
    [
      { KITH_PORT: "0", KITH_TLS_CERT: "/nowhere.pem", KITH_TLS_KEY: "/nowhere.pem" },
      /"\/nowhere\.pem" cannot be read\.$/,
    ],
  ];
  const check = async ([env, sentence]: (typeof expectations)[number]) => {
    const { code, stdout, stderr } = await runRelay(env);
    assert.deepEqual([code, stdout], [1, ""]);
    const [line = "", ...more] = stderr
      .trim()
      .split("\n")
      .filter((text) => !text.startsWith("{"));
    assert.match(line, sentence);
    assert.deepEqual(more, []);
  };
  await Promise.all(expectations.map(check));
  half.close();
  await relay.stop();
});

Deno.test("port 0 takes one that is free for both", async () => {
  const relay = await startRelayUnderTest({ port: 0 });
  const port = Number(new URL(relay.url).port);
  assert.ok(port > 0);
  await relay.stop();
});

Deno.test("logs name nobody and nothing that was said", async () => {
  const relay = await startRelayUnderTest();
  const room = newRoom();
  const { client, member } = await enter(relay, room);
  await client.send({ type: "notify", to: member, data: new TextEncoder().encode("a secret") });
  await client.settled();
  client.close();
  await until(() => relay.logs.some((line) => line.includes("disconnected")), "a line about the end");
  await relay.stop();
  const text = relay.logs.join("\n");
  for (const secret of [room.toHex(), client.ticket.toHex(), "a secret", "127.0.0.1"])
    assert.ok(!text.includes(secret));
});
