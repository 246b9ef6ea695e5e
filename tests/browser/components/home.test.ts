import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { focused, mount } from "./mount.ts";

test("starting a call is one press", async () => {
  const app = mount({ name: "home" });
  await page.getByRole("button", { name: "Start a call" }).click();
  expect(app.requests).toEqual(["startCall"]);
});

test("an invite that was pasted opens, without the spaces around it", async () => {
  const app = mount({ name: "home" });
  const invite = page.getByRole("textbox", { name: "Invite link or code" });
  await invite.fill("  https://kith.example/#call=abc  ");
  await page.getByRole("button", { name: "Open" }).click();
  expect(app.requests).toEqual(["openInvite https://kith.example/#call=abc"]);

  await invite.fill("abc");
  await userEvent.keyboard("{Enter}");
  expect(app.requests.at(-1)).toBe("openInvite abc");
});

test("opening nothing opens nothing", async () => {
  const app = mount({ name: "home" });
  await page.getByRole("button", { name: "Open" }).click();
  await expect.poll(focused).toBe(page.getByRole("textbox", { name: "Invite link or code" }).element());
  expect(app.requests).toEqual([]);
});

test("the list of paired devices is there and says that it is empty", async () => {
  mount({ name: "home" });
  const list = page.getByRole("list", { name: "Paired devices" });
  await expect.element(list).toHaveTextContent("No paired devices yet");
});
