// Unlike browsers: what one encodes the other has to decode, however each of them captures and draws, and both compute the same keys.
import { expectSilence, expectToHear, expectToMeet, expectToSee } from "./expectations.ts";
import { expect, test } from "./firefox.ts";

// Two browsers that share nothing, and both draw in software.
test.describe.configure({ timeout: 90_000 });

test("Chromium calls, Firefox comes: both see and hear each other", async ({ people, openFirefox }) => {
  const ann = await people.open("Ann");
  const fay = await openFirefox();
  await fay.joinCall(await ann.startCall());
  await expectToMeet(ann, fay);

  await fay.press("Mute microphone");
  await expect(ann.tileOf(fay)).toContainText("Microphone off");
  await expectSilence(ann);
  await expectToSee(ann, fay);
  await expectToHear(fay, [ann]);
  await fay.press("Unmute microphone");
  await expectToHear(ann, [fay]);

  await fay.press("Leave call");
  await expect(ann.tileOf(fay)).toHaveCount(0);
  await expectSilence(ann);
});

test("Firefox calls, Chromium comes: both see and hear each other", async ({
  people,
  openFirefox,
  relay,
}) => {
  const ann = await people.open("Ann");
  const fay = await openFirefox();
  await ann.joinCall(await fay.startCall(relay.url));
  await expectToMeet(ann, fay);

  await ann.button("Mute microphone").click();
  await expect.poll(() => fay.tileSays(ann, "Microphone off")).toBe(true);
  await expectSilence(fay);
  await expectToSee(fay, ann);
  await expectToHear(ann, [fay]);

  await ann.button("Leave call").click();
  await expect.poll(async () => (await fay.look()).size).toBe(0);
});

test("a camera that Firefox turns off, and on again", async ({ people, openFirefox }) => {
  const ann = await people.open("Ann");
  const fay = await openFirefox();
  await fay.joinCall(await ann.startCall());
  await expectToSee(ann, fay);
  await fay.press("Turn camera off");
  await expect(ann.tileOf(fay)).toContainText("Camera off");
  await expect.poll(() => ann.lookAt(fay)).toBeUndefined();
  await fay.press("Turn camera on");
  await expectToSee(ann, fay);
});

test("the camera and the microphone that Firefox has", async ({ people, openFirefox }) => {
  const ann = await people.open("Ann");
  const fay = await openFirefox("browser");
  await fay.joinCall(await ann.startCall());
  await expectToSee(fay, ann);
  await expect.poll(() => ann.lookAt(fay)).toBeDefined();
  const first = await ann.lookAt(fay);
  await expect.poll(async () => (await ann.lookAt(fay))?.digest).not.toBe(first?.digest);
  await expect.poll(async () => (await ann.listen()).level).toBeGreaterThan(0.01);
});

test("Firefox types Chromium's PIN, and Chromium Firefox's: both remember each other", async ({
  people,
  openFirefox,
  relay,
}) => {
  const ann = await people.open("Ann");
  for (const [index, shows] of ["Chromium", "Firefox"].entries()) {
    const fay = await openFirefox();
    if (shows === "Chromium") await fay.typePin(relay.url, await ann.showPin());
    else await ann.typePin(await fay.showPin(relay.url));
    for (const name of ["Remember this device", "Done"]) {
      await ann.button(name).click();
      await fay.press(name);
    }
    await expect(ann.deviceOf(fay).filter({ hasText: "Online" })).toHaveCount(index + 1);
  }
});
