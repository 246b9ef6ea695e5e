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
