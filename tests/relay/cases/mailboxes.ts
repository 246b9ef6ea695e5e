import assert from "node:assert/strict";
import { relayLimits } from "../../../relay/relay-limits.ts";
import { ErrorCode } from "../../../src/transport/wire/signaling.ts";
import { newRoom, TestClient } from "../support/client.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { until } from "../support/wait.ts";

// How often one may ask is counted for all tests from this address: each has a relay of its own.
const secret = "an operator's secret, long enough for HS256";

async function start(env: Readonly<Record<string, string>> = {}) {
  const relay = await startRelayUnderTest({ env });
  const [anna, ben] = [
    await TestClient.connect(relay),
    await TestClient.connect(relay, { carrier: "websocket" }),
  ];
  const stop = async () => {
    for (const client of [anna, ben]) client.close();
    await relay.stop();
  };
  return { anna, ben, stop };
}

async function open(client: TestClient) {
  await client.send({ type: "open-mailbox", id: 1 });
  return client.told("mailbox");
}

/** The answer to a question for that code: the room, or why not. */
async function find(client: TestClient, code: string): Promise<Uint8Array | string> {
  await client.send({ type: "find-mailbox", id: 2, code });
  const answer = await client.messages.take(
    (message) => message.type === "mailbox" || (message.type === "error" && message.re === 2),
    "an answer",
  );
  if (answer.type === "mailbox") return answer.room;
  return answer.type === "error" ? answer.code : answer.type;
}

Deno.test("two devices meet in a mailbox's room, which closes when its opener leaves it", async () => {
  const { anna, ben, stop } = await start();
  const { code, room, id } = await open(anna);
  assert.equal(id, 1);
  const { member } = await anna.join(room);
  assert.deepEqual(await find(ben, code), room);
  assert.deepEqual((await ben.join(room)).members, [member]);
  await anna.send({ type: "leave", room: newRoom() });
  assert.deepEqual(await find(ben, code), room);
  await anna.send({ type: "leave", room });
  await anna.settled();
  assert.equal(await find(ben, code), ErrorCode.noSuchMailbox);
  await stop();
});

Deno.test("a mailbox closes with its opener's connection, or when another is opened", async () => {
  const { anna, ben, stop } = await start();
  const first = await open(anna);
  const second = await open(anna);
  assert.notDeepEqual(first.room, second.room);
  assert.deepEqual(await find(ben, second.code), second.room);
  anna.close();
  await ben.join(newRoom());
  // The relay may hear of the end a moment later; asking often is what it does not like.
  await until(async () => {
    await ben.settled();
    return (await find(ben, second.code)) === ErrorCode.noSuchMailbox;
  }, "the mailbox closed");
  await stop();
});

Deno.test("codes cannot be tried in a row, by whatever connection from there", async () => {
  const { anna, ben, stop } = await start();
  const { code } = await open(anna);
  const answers: (Uint8Array | string)[] = [];
  for (let count = 0; count < relayLimits.mailboxRequests + 2; count++)
    answers.push(await find(ben, count % 2 === 0 ? "no" : String(count)));
  const refused = answers.filter((answer) => answer === ErrorCode.rateLimited).length;
  assert.ok(refused >= 2 && refused <= 3, `${refused} of ${answers.length}`);
  assert.equal(await find(anna, code), ErrorCode.rateLimited);
  await anna.send({ type: "open-mailbox", id: 5 });
  const { code: why, re, fatal } = await anna.told("error");
  assert.deepEqual({ why, re, fatal }, { why: ErrorCode.rateLimited, re: 5, fatal: false });
  await stop();
});

Deno.test("whoever needs a token to enter a room needs one for a mailbox's, too", async () => {
  const { anna, ben, stop } = await start({ KITH_TOKEN_KEY: secret });
  const { code, room } = await open(anna);
  assert.deepEqual(await find(ben, code), room);
  await assert.rejects(ben.join(room), /not-allowed/);
  await stop();
});
