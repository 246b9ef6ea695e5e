import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "./cable.ts";
import { expectToMeet } from "./expectations.ts";

/** What Chromium prints about sessions that do not come up or break. */
const BROKEN = /Failed to establish a connection|ERR_TIMED_OUT|ERR_ABORTED|WebSocket connection/;

test.beforeEach(({ problems }) => problems.allow(BROKEN));

test("where UDP is blocked the call goes by WebSocket, and says so", async ({ people, cable }) => {
  cable.udp.block();
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
  for (const person of [ann, bob]) await expect(person.status).toContainText("with delay");
});

test("where UDP stops passing in mid-call it goes on by WebSocket", async ({ people, cable }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
  await expect(ann.status).not.toContainText("with delay");

  cable.udp.block();
  for (const person of [ann, bob]) await expect(person.status).toContainText("with delay");
  await expectToMeet(ann, bob);
});

test("a cable pulled for five seconds", async ({ people, cable }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);

  cable.pull();
  for (const person of [ann, bob]) await expect(person.status).toContainText("Reconnecting…");
  // How long it is out is the case itself.
  await sleep(5_000);
  cable.plugIn();
  const start = performance.now();
  await expectToMeet(ann, bob);
  console.log(
    `sound and picture back both ways after the cable is: ${Math.round(performance.now() - start)} ms`,
  );
  for (const [one, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    await expect(one.status).toContainText("Connected");
    await expect(one.tileOf(other)).toHaveCount(1);
  }
});
