// A screen and what is heard of it: beside the voice, for as long as it is shared, however often the line breaks.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "./cable.ts";
import { expectSilence, expectToHear } from "./expectations.ts";
import type { Person } from "./people.ts";
import { expectStatistics, keepStatistics } from "./statistics-probe.ts";

// A machine that has other things to do needs seconds for a page full of text.
test.setTimeout(60_000);

/** What Chromium prints about sessions that do not come up or break. */
const BROKEN = /Failed to establish a connection|ERR_TIMED_OUT|ERR_ABORTED|WebSocket connection/;

const screenSound = { name: "the screen", hertz: 1_500 };

/** The machine has enough to do with a screen. */
const withoutCamera = { devices: (own: Person["ownDevices"]) => ({ ...own, cameras: [] }) };

/** However small a machine that is busy makes it: a line of another page is alike by 0.2. */
const RECOGNISED = 0.5;

/** Waits until what the viewer sees of the sharer's screen is that page. */
async function expectToRecognise(viewer: Person, sharer: Person, page: number): Promise<void> {
  await expect
    .poll(async () => (await viewer.lookAtScreen(sharer, page))?.likeness ?? 0, {
      message: `how much ${viewer.name} sees of page ${page} on ${sharer.name}'s screen`,
      timeout: 20_000,
    })
    .toBeGreaterThan(RECOGNISED);
}

async function shareWithSound(person: Person): Promise<void> {
  await person.page.evaluate((hertz) => screenControl.sound(hertz), screenSound.hertz);
  await person.button("Share screen").click();
}

test("what a shared screen sounds like is heard beside the voice, muted or not, and ends with the share", async ({
  people,
}) => {
  const [ann, bob] = [await people.open("Ann", withoutCamera), await people.open("Bob", withoutCamera)];
  for (const person of [ann, bob]) await keepStatistics(person);
  await bob.joinCall(await ann.startCall());
  await expectToHear(bob, [ann]);

  const everybody = [ann, screenSound];
  await shareWithSound(ann);
  await expectToHear(bob, everybody);
  await ann.button("Mute microphone").click();
  await expectToHear(bob, [screenSound], { everybody });

  const { sending } = await expectStatistics(
    ann,
    "a second of the screen's sound has left",
    ({ sending: { screenAudio } }) => (screenAudio?.packetsSent ?? 0) > 50,
  );
  expect(sending.screenAudio?.targetBitrate).toBeGreaterThan(sending.audio?.targetBitrate ?? 0);
  await expectStatistics(
    bob,
    "a second of it is here",
    ({ peers: [she] }) => (she?.screenAudio?.playout?.totalSamplesReceived ?? 0) > 48_000,
  );

  await ann.button("Stop sharing").click();
  await expectSilence(bob);
  await ann.button("Unmute microphone").click();
  await expectToHear(bob, [ann], { everybody });
});

test("a shared screen and its sound survive a broken line", async ({ people, cable, problems }) => {
  problems.allow(BROKEN);
  const [ann, bob] = [await people.open("Ann", withoutCamera), await people.open("Bob", withoutCamera)];
  await bob.joinCall(await ann.startCall());
  await expectToHear(bob, [ann]);
  await shareWithSound(ann);
  await expectToRecognise(bob, ann, 0);
  await expectToHear(bob, [ann, screenSound]);

  cable.pull();
  for (const person of [ann, bob]) await expect(person.status).toContainText("Reconnecting…");
  // What is turned to meanwhile is what there is to read afterwards.
  await ann.page.evaluate(() => screenControl.turnTo(1));
  await sleep(3_000);
  cable.plugIn();
  const start = performance.now();
  await expectToRecognise(bob, ann, 1);
  await expectToHear(bob, [ann, screenSound]);
  console.log(`a screen and its sound back after the line is: ${Math.round(performance.now() - start)} ms`);
  await expect(ann.button("Stop sharing")).toBeVisible();
});
