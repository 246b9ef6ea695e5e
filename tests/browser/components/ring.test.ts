import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { FakeApp } from "../../fakes/app.ts";
import { fingerprint } from "../../fakes/states.ts";
import { deepAll, focused, mount } from "./mount.ts";

const ring = { id: "ring", contactId: fingerprint("Noor"), name: "Noor", video: true };
const dialog = page.getByRole("alertdialog", { name: "Noor calls" });

test("a device that calls is answered by one press", async () => {
  const app = mount({ name: "home" });
  app.ring.set(ring);
  await expect.element(dialog).toHaveTextContent("Video call");
  await dialog.getByRole("button", { name: "Accept" }).click();
  await dialog.getByRole("button", { name: "Decline" }).click();
  expect(app.requests).toEqual(["answerRing true", "answerRing false"]);
});

test("whoever is typing answers nothing by accident, and goes on where they were", async () => {
  const app = mount({ name: "home" });
  const box = page.getByRole("textbox", { name: "Invite link or code" });
  await box.click();
  app.ring.set(ring);
  await expect.element(dialog).toBeVisible();
  await expect.poll(() => focused()?.textContent).toBe("Noor calls");
  await userEvent.keyboard(" {Enter}");
  expect(app.requests).toEqual([]);
  app.ring.set(undefined);
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.poll(focused).toBe(box.element());
});

test("the keyboard reaches both answers, and Escape declines", async () => {
  const app = mount(new FakeApp({ name: "home" }, { ring }));
  await expect.poll(() => focused()?.textContent).toBe("Noor calls");
  await userEvent.keyboard("{Tab}");
  expect(focused()?.textContent).toContain("Decline");
  await userEvent.keyboard("{Tab}");
  expect(focused()?.textContent).toContain("Accept");
  await userEvent.keyboard("{Escape}");
  expect(app.requests).toEqual(["answerRing false"]);
});

test("a page in the background tells by its title", async () => {
  const app = mount({ name: "home" });
  app.ring.set(ring);
  await expect.poll(() => document.title).toBe("Noor calls");
  app.ring.set(undefined);
  await expect.poll(() => document.title).toBe("Kith");
});

test("another one that calls is another dialog", async () => {
  const app = mount(new FakeApp({ name: "home" }, { ring }));
  await expect.element(dialog).toBeVisible();
  app.ring.set({ id: "ring", contactId: fingerprint("Ben"), name: "Ben", video: false });
  const second = page.getByRole("alertdialog", { name: "Ben calls" });
  await expect.element(second).toHaveTextContent("Call without camera");
  expect(deepAll("dialog[open]").length).toBe(1);
});

test("markup in the name of a caller is text", async () => {
  mount(new FakeApp({ name: "home" }, { ring: { ...ring, name: "<img src=x onerror=alert(1)>" } }));
  await expect.element(page.getByText("<img src=x onerror=alert(1)> calls")).toBeVisible();
  expect(deepAll("img")).toEqual([]);
});
