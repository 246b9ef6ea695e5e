// Two people write to each other over a line that breaks, and a file arrives as it was.
import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "./cable.ts";
import type { Person } from "./people.ts";

const chatOf = ({ page }: Person) => page.getByRole("log", { name: "Messages" });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function say({ page }: Person, text: string): Promise<void> {
  const box = page.getByRole("textbox", { name: "Message" });
  await box.fill(text);
  await box.press("Enter");
}

test("messages and a file survive a cut", async ({ people, cable, problems }) => {
  problems.allow(/Failed to establish a connection|ERR_|WebTransport/);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expect(ann.tileOf(bob)).toBeVisible();
  await ann.button("Chat").click();
  await say(ann, "Hello Bob");
  await expect(bob.button("Chat, 1 new message")).toBeVisible();
  await bob.button("Chat, 1 new message").click();
  await expect(chatOf(bob)).toContainText("Hello Bob");

  cable.pull();
  await say(ann, "Are you there?");
  await say(bob, "I cannot hear you");
  const bytes = randomBytes(300_000);
  await ann.page
    .locator("kith-chat-composer input[type=file]")
    .setInputFiles({ name: "list.bin", mimeType: "text/html", buffer: bytes });
  await expect(chatOf(ann)).toContainText("Waiting for Bob");
  for (const person of [ann, bob]) await expect(person.status).toContainText("Reconnecting…");
  cable.plugIn();
  await expect(chatOf(bob)).toContainText("Are you there?", { timeout: 15_000 });
  await expect(chatOf(ann)).toContainText("I cannot hear you");
  await expect(chatOf(ann)).not.toContainText("Waiting for Bob");

  await bob.button("Accept list.bin").click();
  const saved = bob.page.waitForEvent("download");
  await bob.button("Save list.bin").click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("list.bin");
  expect(sha256(await readFile(await download.path()))).toBe(sha256(bytes));
  await expect(chatOf(ann)).toContainText("Bob: received");
});
