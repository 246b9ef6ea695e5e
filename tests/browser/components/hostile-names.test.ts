import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { FakeApp } from "../../fakes/app.ts";
import { contact, participant } from "../../fakes/states.ts";
import { deepAll, mount, mountCall } from "./mount.ts";

const RIGHT_TO_LEFT_OVERRIDE = "\u202E";

test("markup in a name is text", async () => {
  mountCall({ participants: [participant("<img src=x onerror=alert(1)>"), participant("Ben")] });
  await expect.element(page.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
  expect(deepAll("img")).toEqual([]);
});

test("a name that turns the direction of text does not turn its neighbours", async () => {
  mountCall({ participants: [participant(`${RIGHT_TO_LEFT_OVERRIDE}neB`), participant("Ben")] });
  await expect.element(page.getByRole("group", { name: "neB" })).toBeVisible();
  const names = deepAll(".name");
  expect(names.map((name) => name.textContent)).toEqual(["neB", "Ben", "You"]);
  for (const name of names) expect(getComputedStyle(name).unicodeBidi).toBe("isolate");
});

test("a name as long as it may be stays within its tile", async () => {
  await page.viewport(360, 740);
  mountCall({ participants: [participant("W".repeat(64)), participant("Ben"), participant("Zoe")] });
  await expect.element(page.getByRole("group", { name: "W".repeat(64) })).toBeVisible();
  const tile = deepAll("[role=group]")[0] as Element;
  const plate = deepAll(".plate")[0] as Element;
  expect(plate.getBoundingClientRect().right).toBeLessThan(tile.getBoundingClientRect().right);
});

test("paired devices have names that are text, keep to themselves and stay in their row", async () => {
  await page.viewport(360, 740);
  const names = ["<img src=x onerror=alert(1)>", `${RIGHT_TO_LEFT_OVERRIDE}neB`, "W".repeat(64), " \u200B "];
  mount(new FakeApp({ name: "home" }, { contacts: { contacts: names.map((name) => contact(name)) } }));
  const shown = () =>
    deepAll("kith-contacts")[0]?.shadowRoot?.querySelectorAll<HTMLElement>("li .name") ?? [];
  await expect.poll(() => shown().length).toBe(4);
  expect([...shown()].map((name) => name.textContent)).toEqual([names[0], "neB", names[2], "Unnamed device"]);
  for (const name of shown()) {
    expect(getComputedStyle(name).unicodeBidi).toBe("isolate");
    const row = name.closest("li") as HTMLElement;
    expect(name.getBoundingClientRect().right).toBeLessThan(row.getBoundingClientRect().right);
  }
  await expect.element(page.getByRole("button", { name: "Call neB" })).toBeVisible();
  expect(deepAll("img")).toEqual([]);
});

test("somebody without a name is a guest", async () => {
  mountCall({ participants: [participant(" \u200B\u202E ", { camera: "off" })] });
  await expect.element(page.getByRole("group", { name: "Guest" })).toBeVisible();
});
