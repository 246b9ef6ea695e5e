import type { Request } from "@playwright/test";
import { expectSilence, expectToHear, expectToMeet, expectToSee } from "./expectations.ts";
import { watchForGaps } from "./gaps.ts";
import { listenTo, lookAtAll } from "./media-probes.ts";
import { expect, test } from "./people.ts";

/** The browser's fake microphone beeps once a second: looked at once a second, every beep could be missed. */
const amongBeeps = { intervals: [50] };

test("from a link to a call of two who see and hear each other", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  const link = await ann.startCall();
  await expectSilence(ann);

  await bob.joinCall(link);
  await expectToMeet(ann, bob);
  await expect(ann.tileOf(bob)).toHaveCount(1);
  await expect(bob.tileOf(ann)).toHaveCount(1);
  await expect(ann.status).toContainText("Connected");
});

test("a preview of the browser's own devices, then the call", async ({ people }) => {
  const ann = await people.open("Ann", { devices: "browser" });
  const bob = await people.open("Bob", { devices: "browser" });
  const link = await ann.startCall();
  await bob.openInvite(link);

  const mirror = bob.page.getByLabel("Your camera");
  const mirrored = async () => (await lookAtAll(mirror)).get("Your camera")?.digest;
  await expect.poll(mirrored).toBeDefined();
  const first = await mirrored();
  await expect.poll(mirrored).not.toBe(first);
  const meter = bob.page.getByRole("meter", { name: "Microphone level" });
  await expect
    .poll(async () => Number(await meter.getAttribute("aria-valuenow")), amongBeeps)
    .toBeGreaterThan(5);
  for (const name of ["Camera", "Microphone"]) {
    await expect(bob.page.getByRole("combobox", { name })).toHaveValue(/./);
  }
  await expect(bob.page.getByRole("textbox", { name: "Your name" })).toBeVisible();
  // So far nobody has entered.
  await expect(ann.page.getByRole("group", { name: "Guest" })).toHaveCount(0);

  await bob.page.getByRole("textbox", { name: "Your name" }).fill("Bob");
  await bob.button("Join call").click();
  await expect.poll(() => ann.lookAt(bob)).toBeDefined();
  const arrived = await ann.lookAt(bob);
  await expect.poll(async () => (await ann.lookAt(bob))?.digest).not.toBe(arrived?.digest);
  await expect.poll(async () => (await listenTo(ann.page)).level, amongBeeps).toBeGreaterThan(0.01);
});

test("who mutes is shown as muted and not heard, until they unmute", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToHear(ann, [bob]);

  await bob.button("Mute microphone").click();
  await expect(ann.tileOf(bob)).toContainText("Microphone off");
  await expectSilence(ann);
  // The picture and the other direction go on.
  await expectToSee(ann, bob);
  await expectToHear(bob, [ann]);

  await bob.button("Unmute microphone").click();
  await expect(ann.tileOf(bob)).not.toContainText("Microphone off");
  await expectToHear(ann, [bob]);
});

test("a camera that is turned off leaves the person without a picture, until it is on again", async ({
  people,
}) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToSee(ann, bob);

  await bob.button("Turn camera off").click();
  await expect(ann.tileOf(bob)).toContainText("Camera off");
  await expect.poll(() => ann.lookAt(bob)).toBeUndefined();
  await expectToHear(ann, [bob]);

  await bob.button("Turn camera on").click();
  await expectToSee(ann, bob);
});

test("another camera and another microphone are chosen in the call, and the others notice no gap", async ({
  people,
}) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob", {
    devices: () => ({
      cameras: [
        { id: "desk", label: "Desk", colour: [90, 90, 90] },
        { id: "lap", label: "Lap", colour: [40, 160, 60] },
      ],
      microphones: [
        { id: "headset", label: "Headset", hertz: 2000 },
        { id: "built-in", label: "Built-in", hertz: 620 },
      ],
    }),
  });
  await bob.joinCall(await ann.startCall());
  await expect.poll(async () => (await ann.lookAt(bob))?.colour[0]).toBeGreaterThan(70);

  await expect.poll(async () => (await ann.listen([2000])).strengths[0]).toBeGreaterThan(-38);
  const gaps = await watchForGaps(ann, bob);
  await bob.chooseFromMenu("Settings");
  await bob.page.getByRole("combobox", { name: "Camera" }).selectOption("Lap");
  await expectToSee(ann, bob);
  await bob.page.getByRole("combobox", { name: "Microphone" }).selectOption("Built-in");
  await expectToHear(ann, [bob]);
  const { silence, standstill } = await gaps();
  expect(silence, "milliseconds of silence").toBeLessThan(60);
  expect(standstill, "milliseconds between two pictures").toBeLessThan(300);
});

test("the invite link is copied", async ({ people }) => {
  const ann = await people.open("Ann", { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  const link = await ann.startCall();
  await ann.button("Copy invite link").click();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

test("who leaves is home again, and gone from the others at once", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToHear(ann, [bob]);

  await bob.button("Leave call").click();
  await expect(ann.tileOf(bob)).toHaveCount(0, { timeout: 2_000 });
  await expect(bob.button("Start a call")).toBeVisible();
  await expectSilence(ann);
});

test("the secret of an invite link stays in the page", async ({ people, relay }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  const link = await ann.startCall();
  const secret = new URL(link).hash.slice(1);
  const finished: Request[] = [];
  bob.page.on("requestfinished", (request) => finished.push(request));
  await bob.joinCall(link);
  await expectToSee(ann, bob);

  expect(bob.page.url()).toBe(relay.url);
  const history = await bob.page.evaluate(() => navigation.entries().map(({ url }) => url));
  expect(history).not.toContainEqual(expect.stringContaining(secret));
  await bob.page.reload();
  await expect(bob.button("Start a call")).toBeVisible();

  const headers = await Promise.all(finished.map((request) => request.allHeaders()));
  const sent = [
    ...finished.map((request) => request.url().replace(link, "the invite")),
    ...headers.map((each) => JSON.stringify(each)),
  ];
  expect(sent.length).toBeGreaterThan(2);
  expect(sent).not.toContainEqual(expect.stringContaining(secret));
  const roomInHex = Buffer.from(secret, "base64url").toString("hex").slice(-32);
  for (const line of relay.logs) {
    expect(line).not.toContain(secret);
    expect(line).not.toContain(roomInHex);
  }
});
