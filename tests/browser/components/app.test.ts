import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { callScreen, FakeCall, FakePreview, previewScreen } from "../../fakes/app.ts";
import { inviteState } from "../../fakes/states.ts";
import { focused, mount } from "./mount.ts";

test("the first screen leaves the focus where the browser put it", async () => {
  mount({ name: "home" });
  await expect.element(page.getByRole("heading", { name: "Kith" })).toBeVisible();
  expect(focused()).toBe(document.body);
  expect(document.title).toBe("Kith");
});

test("each new screen takes the focus to its heading and names the window", async () => {
  const app = mount({ name: "home" });
  await expect.element(page.getByRole("heading", { name: "Kith" })).toBeVisible();

  app.screen.set(previewScreen(new FakePreview()));
  await expect.poll(() => focused()?.textContent).toBe("Ready to join?");
  expect(document.title).toContain("Join a call");

  app.screen.set(callScreen(new FakeCall()));
  await expect.poll(() => focused()?.textContent).toBe("Call");
  expect(document.title).toContain("Call");

  app.screen.set({ name: "notice", notice: "invalid-invite" });
  await expect.poll(() => focused()?.textContent).toBe("This is not a complete invite link");

  app.screen.set({ name: "home" });
  await expect.poll(() => focused()?.textContent).toBe("Kith");
});

test("a second call is shown instead of the first", async () => {
  const app = mount(
    callScreen(new FakeCall({ invite: inviteState({ link: "https://kith.example/#first" }) })),
  );
  const link = page.getByRole("textbox", { name: "Invite link" });
  await expect.element(link).toHaveValue("https://kith.example/#first");
  const second = new FakeCall({ invite: inviteState({ link: "https://kith.example/#second" }) });
  app.screen.set(callScreen(second));
  await expect.element(link).toHaveValue("https://kith.example/#second");
  second.update({ phase: "ended", endReason: "room-full" });
  await expect.element(page.getByRole("alert")).toHaveTextContent("This call is full");
});

test.each([
  ["invalid-invite", /copy the whole link/i],
  ["unsupported-browser", /update this browser/i],
] as const)("the notice %s says what to do and leads home", async (notice, remedy) => {
  const app = mount({ name: "notice", notice });
  await expect.element(page.getByRole("alert")).toHaveTextContent(remedy);
  await page.getByRole("button", { name: "Back to start" }).click();
  expect(app.requests).toEqual(["goHome"]);
});

test("until it is known what the page's address leads to, nothing is shown that would have to be taken away", async () => {
  const app = mount({ name: "opening" });
  await expect.element(page.getByRole("heading", { name: "Kith" })).toBeVisible();
  await expect.element(page.getByRole("button")).not.toBeInTheDocument();
  expect(focused()).toBe(document.body);

  app.screen.set(previewScreen(new FakePreview()));
  await expect.poll(() => focused()?.textContent).toBe("Ready to join?");
});
