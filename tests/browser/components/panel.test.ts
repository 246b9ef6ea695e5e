import { beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../../../src/components/call/panel.ts";
import { focused, show } from "./mount.ts";

const heading = page.getByRole("heading", { name: "Notes" });
const opener = page.getByRole("button", { name: "Open" });
const close = vi.fn(() => document.querySelector("kith-panel")?.remove());

beforeEach(async () => {
  close.mockClear();
  const button = document.createElement("button");
  button.textContent = "Open";
  button.onclick = open;
  show(button);
  await opener.click();
});

function open(): void {
  const panel = document.createElement("kith-panel");
  panel.heading = "Notes";
  panel.close = close;
  panel.innerHTML = "<textarea aria-label='Text'></textarea>";
  show(panel);
}

test("a panel is a landmark with its heading's name, and begins there", async () => {
  await expect.element(page.getByRole("complementary", { name: "Notes" })).toBeVisible();
  await expect.poll(focused).toBe(heading.element());
});

test("Escape closes it from anywhere inside, and the focus goes back", async () => {
  await page.getByRole("textbox", { name: "Text" }).click();
  await userEvent.keyboard("{Escape}");
  expect(close).toHaveBeenCalledOnce();
  await expect.poll(focused).toBe(opener.element());
});

test("so does its button", async () => {
  await page.getByRole("button", { name: "Close" }).click();
  expect(close).toHaveBeenCalledOnce();
  await expect.poll(focused).toBe(opener.element());
});

test("what is open inside keeps Escape for itself", async () => {
  const text = page.getByRole("textbox", { name: "Text" });
  text.element().addEventListener("keydown", (event) => event.preventDefault(), { once: true });
  await text.click();
  await userEvent.keyboard("{Escape}");
  expect(close).not.toHaveBeenCalled();
});
