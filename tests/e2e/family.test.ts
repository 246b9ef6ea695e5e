// The story of a family's call, from the link to the last goodbye: everything that a call is for, one after the other in one call.
import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "./cable.ts";
import { expectToHear, expectToMeet, expectToSee, type Witness } from "./expectations.ts";
import type { Rgb } from "./fake-devices.ts";
import { lostInside } from "./fixtures.ts";
import type { Person } from "./people.ts";
import { expectToRead } from "./reading.ts";

/** Five browsers on the machine of the test. */
test.describe.configure({ timeout: 180_000 });

/** How long the network is gone, milliseconds. */
const CUT = 5_000;
/** What a browser may need to come back after it, milliseconds. */
const RETURN = 20_000;

/** What another camera shows. */
const other: Rgb = [150, 150, 150];

const chatOf = ({ page }: Person) => page.getByRole("log", { name: "Messages" });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("a family calls", async ({ people, cable, problems }) => {
  problems.allow(/Failed to establish a connection|ERR_|WebTransport/);
  problems.allow(lostInside);
  const anna = await people.open("Anna");
  const bert = await people.open("Bert", {
    devices: (own) => ({
      ...own,
      cameras: [...own.cameras, { id: "other", label: "Other camera", colour: other }],
    }),
  });
  const [cleo, dora] = [await people.open("Cleo"), await people.open("Dora")];

  const link = await anna.startCall();
  await test.step("a link, a look in the mirror, and all four are there", async () => {
    for (const person of [bert, cleo, dora]) await person.joinCall(link);
    await expectToMeet(anna, bert, cleo, dora);
  });

  await test.step("one leaves, and comes back late", async () => {
    await dora.button("Leave call").click();
    for (const stays of [anna, bert, cleo])
      await expect(stays.tileOf(dora)).toHaveCount(0, { timeout: 2_000 });
    await dora.joinCall(link);
    // Long before the others would have made a key frame of their own accord, which takes them minutes.
    await expectToSee(dora, anna, bert, cleo);
  });

  await test.step("one mutes", async () => {
    await bert.button("Mute microphone").click();
    await expect(anna.tileOf(bert)).toContainText("Microphone off");
    await expectToHear(anna, [cleo, dora], { everybody: [bert, cleo, dora] });
    await bert.button("Unmute microphone").click();
    await expectToHear(anna, [bert, cleo, dora]);
  });

  await test.step("one takes another camera", async () => {
    await bert.chooseFromMenu("Settings");
    await bert.page.getByLabel("Camera", { exact: true }).selectOption("Other camera");
    await bert.page.keyboard.press("Escape");
    const elsewhere: Pick<Witness, "name" | "colour"> = { name: bert.name, colour: other };
    await expectToSee(anna, elsewhere as Witness);
  });

  await test.step("one shows something that is small to read", async () => {
    await cleo.button("Share screen").click();
    for (const person of [anna, dora]) await expectToRead(person, cleo, 0);
    await cleo.button("Stop sharing").click();
    await expect(anna.screenOf(cleo)).toHaveCount(0);
  });

  await test.step("a word, and a file", async () => {
    const bytes = randomBytes(200_000);
    await dora.button("Chat").click();
    await dora.page.getByRole("textbox", { name: "Message" }).fill("The recipe");
    await dora.page.getByRole("textbox", { name: "Message" }).press("Enter");
    await dora.page
      .locator("kith-chat-composer input[type=file]")
      .setInputFiles({ name: "recipe.pdf", mimeType: "application/pdf", buffer: bytes });
    await anna.button("Chat, 2 new messages").click();
    await expect(chatOf(anna)).toContainText("The recipe");
    await anna.button("Accept recipe.pdf").click();
    const saved = anna.page.waitForEvent("download");
    await anna.button("Save recipe.pdf").click();
    expect(sha256(await readFile(await (await saved).path()))).toBe(sha256(bytes));
    for (const person of [anna, dora]) await person.page.keyboard.press("Escape");
  });

  await test.step("the network is gone for five seconds", async () => {
    cable.pull();
    await sleep(CUT);
    for (const person of [anna, bert, cleo, dora]) await expect(person.status).toContainText("Reconnecting…");
    cable.plugIn();
    for (const person of [anna, bert, cleo, dora])
      await expect(person.status).toContainText("Connected", { timeout: RETURN });
    await expectToSee(anna, cleo, dora);
    await expectToHear(dora, [anna, bert, cleo]);
  });

  const phone = await people.open("Anna");
  await test.step("one goes on at the phone", async () => {
    await anna.chooseFromMenu("Move to another device");
    const move = anna.page.getByRole("textbox", { name: "Link that moves the call" });
    await phone.page.goto(await move.inputValue());
    await phone.button("Continue here").click();
    await expect(anna.page.getByRole("heading", { name: "You continue on the other device" })).toBeVisible();
    await expectToSee(cleo, phone);
    await expect(cleo.tileOf(anna)).toHaveCount(1);
  });

  await test.step("and all leave", async () => {
    await dora.button("Leave call").click();
    await expect(cleo.tileOf(dora)).toHaveCount(0);
    for (const person of [bert, cleo]) await person.button("Leave call").click();
    await expect(phone.tileOf(bert)).toHaveCount(0);
    await expect(phone.tileOf(cleo)).toHaveCount(0);
    await phone.button("Leave call").click();
    await expect(phone.button("Start a call")).toBeVisible();
  });
});
