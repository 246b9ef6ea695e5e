import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { dialogs, scenes } from "../../fakes/scenes.ts";
import { mount, mountScene } from "./mount.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

async function violations(): Promise<string[]> {
  const element = document.querySelector("kith-app") as Element;
  const result = await axe.run(element, { runOnly: rules });
  return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const shown = Object.entries(scenes).flatMap(([name, scene]) =>
  ["light", "dark"].map((scheme) => ({ name, scheme, scene })),
);

test.each(shown)("axe finds nothing on $name, $scheme", async ({ scheme, scene }) => {
  document.documentElement.style.colorScheme = scheme;
  mount(scene());
  await expect.element(page.getByRole("heading", { level: 1 })).toBeInTheDocument();
  expect(await violations()).toEqual([]);
});

const opened = dialogs.flatMap((dialog) => ["light", "dark"].map((scheme) => ({ ...dialog, scheme })));

test.each(opened)(
  "axe finds nothing in $dialog over $scene, $scheme",
  async ({ scheme, scene, button, item, dialog }) => {
    document.documentElement.style.colorScheme = scheme;
    mountScene(scene);
    await page.getByRole("button", { name: button }).click();
    if (item !== undefined) await page.getByRole("menuitem", { name: item }).click();
    await expect.element(page.getByRole("dialog", { name: dialog })).toBeVisible();
    expect(await violations()).toEqual([]);
  },
);

test.each(["light", "dark"])("axe finds nothing in the menu of the bar, %s", async (scheme) => {
  document.documentElement.style.colorScheme = scheme;
  mountScene("call-two");
  await page.getByRole("button", { name: "More" }).click();
  await expect.element(page.getByRole("menu", { name: "More" })).toBeVisible();
  expect(await violations()).toEqual([]);
});
