// The other browser that has to speak to the relay over a WebSocket, by a client that is ours in every browser.
import { mergeTests } from "@playwright/test";
import { expect, test as overCable } from "./cable.ts";
import { expectToHear, expectToMeet } from "./expectations.ts";
import { test as withFirefox } from "./firefox.ts";

const test = mergeTests(overCable, withFirefox);

// Two browsers that share nothing, and both draw in software.
test.describe.configure({ timeout: 90_000 });

test("where UDP is blocked Firefox and Chromium call each other by WebSocket", async ({
  people,
  openFirefox,
  cable,
  problems,
}) => {
  problems.allow(/Failed to establish a connection|ERR_TIMED_OUT|ERR_ABORTED|WebSocket connection/);
  cable.udp.block();
  const ann = await people.open("Ann");
  const fay = await openFirefox();
  await fay.joinCall(await ann.startCall());
  await expectToMeet(ann, fay);
  await expect(ann.status).toContainText("with delay");
  await fay.press("Mute microphone");
  await expect(ann.tileOf(fay)).toContainText("Microphone off");
  await fay.press("Unmute microphone");
  await expectToHear(ann, [fay]);
  await fay.press("Leave call");
  await expect(ann.tileOf(fay)).toHaveCount(0);
});
