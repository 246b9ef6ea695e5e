// Cameras and microphones that are missing, refused, busy or pulled out: a call all the same, and clear words.
import { chromiumFlags } from "../../scripts/browser.mjs";
import { expectSilence, expectToHear, expectToMeet, expectToSee } from "./expectations.ts";
import { launchBrowser } from "./own-browser.ts";
import { expect, type Person, test } from "./people.ts";

function alertOf(person: Person) {
  return person.page.getByRole("alert");
}

/** Changes what the person's browser will answer, and presses the button that asks it again. */
async function retryWith(person: Person, change: Partial<Person["ownDevices"]>): Promise<void> {
  await person.page.evaluate((devices) => deviceControl.set(devices), { ...person.ownDevices, ...change });
  await person.button("Try again").click();
}

test("without a camera one is heard, and sees", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob", { devices: (own) => ({ ...own, cameras: [] }) });
  const link = await ann.startCall();
  await bob.openInvite(link);
  await expect(alertOf(bob)).toContainText("No camera found");
  await bob.joinCall(link);

  await expect(ann.tileOf(bob)).toContainText("No camera");
  await expectToHear(ann, [bob]);
  await expectToSee(bob, ann);
});

test("without a microphone one is seen, and hears", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob", { devices: (own) => ({ ...own, microphones: [] }) });
  const link = await ann.startCall();
  await bob.openInvite(link);
  await expect(alertOf(bob)).toContainText("No microphone found");
  await bob.joinCall(link);

  await expect(ann.tileOf(bob)).toContainText("No microphone");
  await expectToSee(ann, bob);
  await expectSilence(ann);
  await expectToHear(bob, [ann]);
});

test("with neither one watches, and everybody knows", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob", { devices: () => ({ cameras: [], microphones: [] }) });
  const link = await ann.startCall();
  await bob.openInvite(link);
  await expect(alertOf(bob)).toContainText("watch and listen");
  await bob.joinCall(link);

  await expect(ann.tileOf(bob)).toContainText("Watching");
  await expect(alertOf(bob)).toContainText("watch and listen");
  await expectToSee(bob, ann);
  await expectToHear(bob, [ann]);
});

test("refused permission can be given later, in the call", async ({ people }) => {
  const ann = await people.open("Ann");
  const refused = { cameraError: "NotAllowedError", microphoneError: "NotAllowedError" };
  const bob = await people.open("Bob", { devices: (own) => ({ ...own, ...refused }) });
  await bob.joinCall(await ann.startCall());
  await expect(alertOf(bob)).toContainText("may not use your camera and microphone");
  await expect(ann.tileOf(bob)).toContainText("Watching");

  await retryWith(bob, {});
  await expect(alertOf(bob)).toHaveCount(0);
  await expectToMeet(ann, bob);
});

test("a browser that refuses by itself", async ({ people }) => {
  const asksNobody = chromiumFlags.filter((flag) => flag !== "--use-fake-ui-for-media-stream");
  const own = await launchBrowser([...asksNobody, "--deny-permission-prompts"]);
  try {
    const ann = await people.open("Ann");
    const bob = await people.open("Bob", { browser: own.browser, devices: "browser" });
    await bob.joinCall(await ann.startCall());
    await expect(alertOf(bob)).toContainText("may not use your camera and microphone");
    await expectToSee(bob, ann);
    await expectToHear(bob, [ann]);
  } finally {
    await own.close();
  }
});

test("a camera that another program holds", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob", { devices: (own) => ({ ...own, cameraError: "NotReadableError" }) });
  await bob.joinCall(await ann.startCall());
  await expect(alertOf(bob)).toContainText("Another program is using your camera");
  await expectToHear(ann, [bob]);

  await retryWith(bob, {});
  await expectToSee(ann, bob);
});

test("a camera pulled out in the call, and plugged in again", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToSee(ann, bob);

  await bob.page.evaluate(() => deviceControl.unplug("camera"));
  await expect(alertOf(bob)).toContainText("connection to your camera was lost");
  await expect(ann.tileOf(bob)).toContainText("No camera");
  await expect.poll(() => ann.lookAt(bob)).toBeUndefined();
  await expectToHear(ann, [bob]);

  await retryWith(bob, {});
  await expectToSee(ann, bob);
  await expect(alertOf(bob)).toHaveCount(0);
});

test("push to talk is heard while the key is held, and not after the window has lost the keyboard", async ({
  people,
}) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToHear(ann, [bob]);
  await bob.chooseFromMenu("Settings");
  await bob.page.getByRole("switch", { name: "Push to talk" }).click();
  await bob.page.keyboard.press("Escape");
  await expectSilence(ann);

  await bob.page.keyboard.down(" ");
  await expectToHear(ann, [bob]);
  await bob.page.evaluate(() => dispatchEvent(new Event("blur")));
  await expectSilence(ann);
  await bob.page.keyboard.up(" ");
  await bob.page.keyboard.down(" ");
  await expectToHear(ann, [bob]);
  await bob.page.keyboard.up(" ");
  await expectSilence(ann);
});

test("a microphone pulled out in the call, and plugged in again", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToHear(ann, [bob]);

  await bob.page.evaluate(() => deviceControl.unplug("microphone"));
  await expect(alertOf(bob)).toContainText("connection to your microphone was lost");
  await expect(ann.tileOf(bob)).toContainText("No microphone");
  await expectSilence(ann);

  await retryWith(bob, {});
  await expectToHear(ann, [bob]);
});
