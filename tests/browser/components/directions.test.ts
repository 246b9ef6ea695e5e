import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { locale, speak, strings } from "../../../src/components/strings.ts";
import { dialogs, scenes } from "../../fakes/scenes.ts";
import { deepAll, mount, mountScene } from "./mount.ts";

/** All scenes one after the other, on machines with better things to do. */
const PATIENCE = 60_000;
/** What lies over something else is a control all the same; what is beside it may touch it by a pixel. */
const TOUCH = 1;

const narrow = [360, 740] as const;
const wide = [1280, 720] as const;

afterEach(async () => {
  document.documentElement.dir = "ltr";
  await speak({ language: "en", locale: "en" });
});

test.each([narrow, wide])(
  "from right to left, on a screen of %i × %i, nothing runs over its place",
  { timeout: PATIENCE },
  async (width, height) => {
    document.documentElement.dir = "rtl";
    await expectRoom(width, height);
  },
);

test("German, which is longer, has room on a phone", { timeout: PATIENCE }, async () => {
  await speak({ language: "de", locale: "de-AT" });
  expect([strings.home.start, locale]).toEqual(["Anruf starten", "de-AT"]);
  await expectRoom(...narrow);
});

test("from right to left, every dialog is on the screen of a phone", { timeout: PATIENCE }, async () => {
  document.documentElement.dir = "rtl";
  const [width, height] = narrow;
  await page.viewport(width, height);
  for (const { scene, button, item, dialog } of dialogs) {
    mountScene(scene);
    await page.getByRole("button", { name: button }).click();
    if (item !== undefined) await page.getByRole("menuitem", { name: item }).click();
    await expect.element(page.getByRole("dialog", { name: dialog })).toBeVisible();
    const box = deepAll("dialog[open], [popover]:popover-open")[0] as Element;
    const { left, right } = box.getBoundingClientRect();
    expect(left >= 0 && right <= width, `${dialog} is on the screen`).toBe(true);
    expect(box.scrollWidth, `${dialog} does not scroll sideways`).toBeLessThanOrEqual(box.clientWidth);
    document.querySelector("kith-app")?.remove();
  }
});

async function expectRoom(width: number, height: number): Promise<void> {
  await page.viewport(width, height);
  for (const [name, scene] of Object.entries(scenes)) {
    mount(scene());
    await expect.poll(() => deepAll("h1").length, { message: name }).toBe(1);
    await expect.poll(() => deepAll("kith-icon:not(:defined)").length).toBe(0);
    expect(outside(width), `${name} is as wide as the screen`).toEqual([]);
    document.querySelector("kith-app")?.remove();
  }
}

/** Whatever can be seen and reaches past an edge: where text begins at the right, that does not make a page scroll. */
function outside(width: number): string[] {
  return deepAll("button, input, select, h1, h2, p, li, [role=group]")
    .filter((element) => element.checkVisibility() && !element.classList.contains("visually-hidden"))
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -TOUCH || right > width + TOUCH;
    })
    .map(described);
}

function described(element: Element): string {
  return element.outerHTML.slice(0, 120);
}
