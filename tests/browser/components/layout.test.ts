import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { dialogs, scenes } from "../../fakes/scenes.ts";
import { deepAll, mount, mountScene } from "./mount.ts";

const screens = [
  [320, 568],
  [360, 740],
  [740, 360],
  [768, 1024],
  [1280, 720],
  [2560, 1440],
] as const;

/** For a thumb, in CSS pixels. */
const TARGET = 44;

/** All scenes one after the other, on machines with better things to do. */
const PATIENCE = 60_000;

test.each(screens)(
  "on a screen of %i × %i everything has its place",
  { timeout: PATIENCE },
  async (width, height) => {
    await page.viewport(width, height);
    for (const [name, scene] of Object.entries(scenes)) {
      mount(scene());
      await expect.poll(() => deepAll("h1").length, { message: name }).toBe(1);
      await expect.poll(() => deepAll("kith-icon:not(:defined)").length).toBe(0);
      expect(document.documentElement.scrollWidth, `${name} is not wider than the screen`).toBe(width);
      expect(smallTargets(), `${name} has targets for thumbs`).toEqual([]);
      expect(badlyPlacedTiles(), `${name} has its tiles apart and on the stage`).toEqual([]);
      document.querySelector("kith-app")?.remove();
    }
  },
);

test("with text of twice the size all of a call is still on a phone's screen", {
  timeout: PATIENCE,
}, async () => {
  await page.viewport(390, 844);
  document.documentElement.style.fontSize = "200%";
  onTestFinished(() => document.documentElement.removeAttribute("style"));
  for (const [name, scene] of Object.entries(scenes).filter(([name]) => name.startsWith("call-"))) {
    mount(scene());
    await expect.poll(() => deepAll("h1").length, { message: name }).toBe(1);
    await expect.poll(() => deepAll("kith-icon:not(:defined)").length).toBe(0);
    expect(outOfSight(), `${name} has its buttons on the screen`).toEqual([]);
    for (const status of deepAll("[role=status]"))
      expect(status.scrollWidth, `${name} says how it fares beside its buttons`).toBe(status.clientWidth);
    document.querySelector("kith-app")?.remove();
  }
});

test.each([screens[0], screens[2], screens[4]])(
  "on a screen of %i × %i every dialog can be used",
  { timeout: PATIENCE },
  async (width, height) => {
    await page.viewport(width, height);
    for (const { scene, button, item, dialog } of dialogs) {
      mountScene(scene);
      await page.getByRole("button", { name: button }).click();
      if (item !== undefined) await page.getByRole("menuitem", { name: item }).click();
      await expect.element(page.getByRole("dialog", { name: dialog })).toBeVisible();
      expect(smallTargets(), `${dialog} has targets for thumbs`).toEqual([]);
      const box = deepAll("dialog[open], [popover]:popover-open")[0] as Element;
      const { left, right, top, bottom } = box.getBoundingClientRect();
      expect(left >= 0 && right <= width && top >= 0 && bottom <= height, `${dialog} is on the screen`).toBe(
        true,
      );
      expect(box.scrollWidth, `${dialog} does not scroll sideways`).toBeLessThanOrEqual(box.clientWidth);
      document.querySelector("kith-app")?.remove();
    }
  },
);

test("on one screen of a phone nobody has to scroll to leave or to be seen", async () => {
  await page.viewport(360, 740);
  for (const name of [
    "call-alone-unnamed",
    "call-two",
    "call-refused",
    "call-eight",
    "call-ringing",
    "call-warned",
  ]) {
    mountScene(name);
    await expect.element(page.getByRole("button", { name: "Leave call" })).toBeVisible();
    expect(document.documentElement.scrollHeight, name).toBe(740);
    document.querySelector("kith-app")?.remove();
  }
});

/** What can be pressed, or should be if it were not cut off by the edge of the screen. */
function outOfSight(): string[] {
  return deepAll("button, input, select")
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < 0 || right > document.documentElement.clientWidth;
    })
    .map((element) => element.ariaLabel ?? element.textContent ?? "");
}

function smallTargets(): string[] {
  return deepAll("button, input, select")
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width < TARGET || height < TARGET;
    })
    .map((element) => element.outerHTML);
}

function badlyPlacedTiles(): string[] {
  const stage = deepAll("kith-stage")[0]?.getBoundingClientRect();
  if (stage === undefined) return [];
  const tiles = deepAll("[role=group]").map((tile) => ({
    name: tile.ariaLabel ?? "",
    box: tile.getBoundingClientRect(),
  }));
  const floating = tiles.length === 2;
  return tiles
    .filter(({ box }, index) => {
      const outside =
        box.left < stage.left - 1 ||
        box.right > stage.right + 1 ||
        box.top < stage.top - 1 ||
        box.bottom > stage.bottom + 1;
      const covered = tiles.slice(0, index).some((other) => !floating && overlap(other.box, box));
      return outside || covered || box.width < 48 || box.height < 32;
    })
    .map(({ name }) => name);
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
