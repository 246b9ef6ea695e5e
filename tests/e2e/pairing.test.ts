// Devices that meet once by PIN, and find each other from then on.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectToMeet } from "./expectations.ts";
import { expect, test } from "./people.ts";

const DAY = 24 * 60 * 60_000;

test("two browsers pair by PIN, are closed, opened a day later, and call with one press", async ({
  people,
}) => {
  const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), "kith-"))));
  const [annsFolder = "", bobsFolder = ""] = folders;
  try {
    const first = [
      await people.openWithProfile("Ann", annsFolder),
      await people.openWithProfile("Bob", bobsFolder),
    ] as const;
    await first[0].pairWith(first[1]);
    await expect(first[0].deviceOf(first[1])).toContainText("Online");
    await expect(first[1].deviceOf(first[0])).toContainText("Online");
    for (const { page } of first) await page.context().close();

    const ann = await people.openWithProfile("Ann", annsFolder, DAY);
    await ann.page.goto("/");
    await expect(ann.deviceOf({ name: "Bob" })).toContainText(/Last seen (1 day ago|yesterday)/);

    const bob = await people.openWithProfile("Bob", bobsFolder, DAY);
    await bob.page.goto("/");
    await expect(ann.deviceOf(bob)).toContainText("Online");
    await expect(bob.deviceOf(ann)).toContainText("Online");

    await ann.button("Call Bob").click();
    await expect(bob.page.getByRole("alertdialog")).toContainText("Ann");
    await bob.button("Accept").click();
    await expectToMeet(ann, bob);
    await ann.button("Leave call").click();
    await expect(bob.button("Leave call")).toHaveCount(0);
  } finally {
    await people.closeAll();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
});

test("a PIN is guessed wrong three times, and then opens nothing any more", async ({ people }) => {
  const ann = await people.open("Ann");
  const mallory = await people.open("Mallory");
  const pin = (await ann.showPin()).replace(/\s/g, "");
  const wrong = `${pin.slice(0, 4)}${pin.endsWith("0") ? "111111" : "000000"}`;
  await mallory.typePin(wrong);
  await expect(mallory.page.getByRole("alert")).toContainText("This is not the PIN");
  await expect(ann.page.getByText("2 tries are left")).toBeVisible();
  for (const left of [1, 0]) {
    await mallory.page.getByRole("textbox", { name: "PIN", exact: true }).fill(wrong);
    await mallory.button("Pair").click();
    await expect(mallory.page.getByRole("alert")).toContainText("This is not the PIN");
    if (left > 0) await expect(ann.page.getByText("One try is left")).toBeVisible();
  }
  await expect(ann.page.getByRole("heading", { name: "The PIN was typed wrong too often" })).toBeVisible();
  await mallory.page.getByRole("textbox", { name: "PIN", exact: true }).fill(pin);
  await mallory.button("Pair").click();
  await expect(mallory.page.getByRole("alert")).toContainText("Nobody shows this PIN");
  await expect(mallory.button("Remember this device")).toHaveCount(0);
});

test("a device that is not wanted is not remembered, on either side", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  await bob.typePin(await ann.showPin());
  await ann.button("Remember this device").click();
  await bob.button("Not this device").click();
  await expect(ann.page.getByRole("heading", { name: "The other device said no" })).toBeVisible();
  await ann.button("Back to start").click();
  await expect(ann.deviceOf(bob)).toHaveCount(0);
  await expect(bob.deviceOf(ann)).toHaveCount(0);
});

test("a device that was reset is not taken for the one that was paired, whatever it calls itself", async ({
  people,
}) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  await ann.pairWith(bob);
  await bob.forgetEverything();
  await expect(bob.deviceOf(ann)).toHaveCount(0);
  await expect(ann.deviceOf(bob), "a device that forgets says so").toHaveCount(0);

  await ann.pairWith(bob);
  const mallory = await people.open("Mallory");
  await mallory.page.goto("/");
  await mallory.button("Pair a device").click();
  await mallory.setName("Bob");
  await mallory.button("Enter PIN").click();
  await mallory.page.getByRole("textbox", { name: "PIN", exact: true }).fill(await ann.showPin());
  await mallory.button("Pair").click();
  await expect(ann.page.getByRole("alert")).toContainText("its key is another one");
  await ann.button("Not this device").click();

  await mallory.joinCall(await ann.startCall(), "Bob");
  const tile = ann.tileOf({ name: "Bob" });
  await expect(tile.getByRole("button", { name: /Not the paired device/ })).toBeVisible();
});
