import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { usualPreferences } from "../../../src/app/preferences.ts";
import type { FakeCall } from "../../fakes/app.ts";
import { deviceState, participant } from "../../fakes/states.ts";
import { deepAll, focused, mountCall } from "./mount.ts";

const more = page.getByRole("button", { name: "More" });
const menu = page.getByRole("menu", { name: "More" });
const muted = { devices: deviceState({ microphone: "off" }) };

/** A call with others in it, and what of its requests is about devices. */
async function mounted(change: Parameters<typeof mountCall>[0] = {}): Promise<FakeCall> {
  const { call } = mountCall({ participants: [participant("Noor")], ...change });
  await expect.element(more).toBeVisible();
  return call;
}

function focus(element: Element | undefined): void {
  (element as HTMLElement).focus();
}

describe("the menu", () => {
  test("opens by keyboard on its first line, moves, and gives the focus back", async () => {
    await mounted();
    focus(more.element());
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => focused()?.role).toMatch(/^menuitem/);
    const lines = deepAll("[role^=menuitem]").filter((line) => line.checkVisibility());
    expect(focused()).toBe(lines[0]);
    await expect.element(more).toHaveAttribute("aria-expanded", "true");
    await userEvent.keyboard("{ArrowUp}");
    expect(focused()).toBe(lines.at(-1));
    await userEvent.keyboard("{Home}{ArrowDown}");
    expect(focused()).toBe(lines[1]);
    await userEvent.keyboard("{Escape}");
    await expect.element(menu).not.toBeInTheDocument();
    expect(focused()).toBe(more.element());
    await expect.element(more).toHaveAttribute("aria-expanded", "false");
  });

  test("a press elsewhere closes it", async () => {
    await page.viewport(1280, 720);
    await mounted();
    await more.click();
    await expect.element(menu).toBeVisible();
    await page.getByRole("group", { name: "Noor" }).click({ position: { x: 9, y: 9 } });
    await expect.element(menu).not.toBeInTheDocument();
  });

  test("saves data, and says that it does", async () => {
    const call = await mounted();
    await more.click();
    const line = menu.getByRole("menuitemcheckbox", { name: "Data saver" });
    await expect.element(line).toHaveAttribute("aria-checked", "false");
    await line.click();
    expect(call.preferences.get().dataUse).toBe("saver");
    await expect.element(page.getByText("Data saver is on")).toBeVisible();
    await more.click();
    await expect.element(line).toHaveAttribute("aria-checked", "true");
    await line.click();
    await expect.element(page.getByText("Data saver is on")).not.toBeInTheDocument();
  });
});

test.each([320, 360, 390, 740, 1280])(
  "at %i pixels the bar fits, and everything is in one place",
  async (width) => {
    await page.viewport(width, 740);
    await mounted();
    const bar = deepAll("kith-call-bar")[0] as Element;
    const { left, right } = bar.getBoundingClientRect();
    const faces = deepAll(".round").filter((button) => button.checkVisibility());
    for (const button of faces) {
      const box = button.getBoundingClientRect();
      expect(box.left >= left - 1 && box.right <= right + 1, button.ariaLabel ?? "").toBe(true);
    }
    await more.click();
    const inMenu = deepAll("[role^=menuitem]").filter((line) => line.checkVisibility());
    const names = [
      ...faces.map(({ ariaLabel }) => ariaLabel),
      ...inMenu.map((line) => line.textContent?.trim()),
    ];
    expect(new Set(names).size).toBe(names.length);
  },
);

describe("single keys", () => {
  test("switch microphone and camera, and say so to assistive technology", async () => {
    const call = await mounted();
    await userEvent.keyboard("m");
    await userEvent.keyboard("v");
    expect(call.requests).toEqual(["toggleMicrophone", "toggleCamera"]);
    const mute = page.getByRole("button", { name: "Mute microphone", exact: true });
    await expect.element(mute).toHaveAttribute("aria-keyshortcuts", "m");
  });

  test("do nothing while somebody types, in a menu, or with a modifier", async () => {
    const call = await mounted({ participants: [], name: "" });
    await page.getByRole("textbox", { name: "Your name" }).click();
    await userEvent.keyboard("mv");
    focus(more.element());
    await userEvent.keyboard("{Enter}");
    await expect.element(menu).toBeVisible();
    await userEvent.keyboard("m{Escape}");
    await userEvent.keyboard("{Control>}m{/Control}{Shift>}m{/Shift}");
    expect(call.requests.filter((request) => request.startsWith("toggle"))).toEqual([]);
  });

  test("are listed by a question mark, can be turned off there, and are off then", async () => {
    const call = await mounted();
    await userEvent.keyboard("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect.element(help).toBeVisible();
    await expect.element(help).toHaveTextContent("Microphone on or off");
    await help.getByRole("switch", { name: "Use single keys as shortcuts" }).click();
    expect(call.preferences.get().shortcuts).toBe(false);
    await userEvent.keyboard("{Escape}");
    await expect.element(help).not.toBeInTheDocument();
    await userEvent.keyboard("m?");
    expect(call.requests.some((request) => request === "toggleMicrophone")).toBe(false);
    await expect.element(help).not.toBeInTheDocument();
    const mute = page.getByRole("button", { name: "Mute microphone", exact: true });
    await expect.element(mute).not.toHaveAttribute("aria-keyshortcuts");
    await more.click();
    await menu.getByRole("menuitem", { name: "Shortcuts" }).click();
    await expect.element(help).toBeVisible();
  });
});

describe("push to talk", () => {
  async function ready(): Promise<FakeCall> {
    const call = await mounted(muted);
    call.preferences.set({ ...usualPreferences, pushToTalk: true });
    await expect.element(page.getByRole("button", { name: "Hold to talk" })).toBeVisible();
    return call;
  }

  const talks = (call: FakeCall) => call.requests.filter((request) => request.startsWith("talk"));

  test("the space bar talks while it is held, whatever was clicked last", async () => {
    const call = await ready();
    await page.getByRole("button", { name: "Unmute microphone" }).click();
    const before = call.requests.length;
    await userEvent.keyboard("{ >}");
    call.update({ devices: deviceState({ talking: true }) });
    await expect.element(page.getByRole("button", { name: "You are talking" })).toBeVisible();
    await userEvent.keyboard("{/ }");
    expect(call.requests.slice(before)).toEqual(["talk true", "talk false"]);
  });

  test.each([
    ["the window loses the keyboard", () => window.dispatchEvent(new Event("blur"))],
    ["the page is hidden", () => document.dispatchEvent(new Event("visibilitychange"))],
    ["the page goes away", () => window.dispatchEvent(new Event("pagehide"))],
  ])("ends when %s", async (_, happen) => {
    const call = await ready();
    await userEvent.keyboard("{ >}");
    happen();
    expect(talks(call)).toEqual(["talk true", "talk false"]);
    await userEvent.keyboard("{/ }");
    expect(talks(call)).toHaveLength(2);
  });

  test("leaves the space bar to what somebody has reached by keyboard, and to texts", async () => {
    const call = await ready();
    focus(page.getByRole("button", { name: "Turn camera off" }).element());
    await userEvent.keyboard("{Shift>}{Tab}{/Shift}");
    await userEvent.keyboard(" ");
    expect(talks(call)).toEqual([]);
    expect(call.requests).toContain("toggleMicrophone");
  });

  test("a finger talks on the button", async () => {
    const call = await ready();
    const button = page.getByRole("button", { name: "Hold to talk" });
    await button.click();
    expect(talks(call).slice(0, 2)).toEqual(["talk true", "talk false"]);
  });

  test("is not offered where there is no microphone, and keys do nothing without it", async () => {
    const call = await mounted(muted);
    await userEvent.keyboard(" ");
    expect(talks(call)).toEqual([]);
    call.preferences.set({ ...usualPreferences, pushToTalk: true });
    call.update({ devices: deviceState({ microphone: "refused" }) });
    await expect.element(page.getByRole("button", { name: "Hold to talk" })).not.toBeInTheDocument();
  });
});

describe("settings", () => {
  test("treat the sound as one likes it, and choose and try the loudspeaker", async () => {
    await page.viewport(1280, 720);
    const call = await mounted();
    await more.click();
    await menu.getByRole("menuitem", { name: "Settings" }).click();
    const panel = page.getByRole("dialog", { name: "Settings" });
    for (const name of ["Remove echo", "Suppress noise", "Even out loudness", "Push to talk"])
      await panel.getByRole("switch", { name }).click();
    await panel.getByRole("combobox", { name: "Data use" }).selectOptions("Sound only");
    await panel.getByRole("combobox", { name: "Speaker" }).selectOptions("Headset");
    expect(call.preferences.get()).toMatchObject({
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      pushToTalk: true,
      dataUse: "sound",
      speaker: "speaker-2",
    });
    await panel.getByRole("button", { name: "Play test sound" }).click();
    await expect.element(page.getByText("Nothing heard?")).toBeVisible();
    expect(call.requests.at(-1)).toBe("testSpeaker");
  });

  test("where the browser chooses the loudspeaker there is only the test", async () => {
    await mounted({ devices: deviceState({ speakers: [], speakerId: "" }) });
    await more.click();
    await menu.getByRole("menuitem", { name: "Settings" }).click();
    await expect.element(page.getByRole("button", { name: "Play test sound" })).toBeVisible();
    await expect.element(page.getByRole("combobox", { name: "Speaker" })).not.toBeInTheDocument();
  });
});

test("a device that stands in for another is told of until that is dismissed, and again for the next", async () => {
  const call = await mounted({
    devices: deviceState({ standIns: [{ kind: "microphone", gone: "Headset" }] }),
  });
  const alert = page.getByRole("alert");
  await expect
    .element(alert)
    .toHaveTextContent("Headset is gone. Another microphone is used until it is back.");
  await alert.getByRole("button", { name: "Dismiss" }).click();
  await expect.element(alert).not.toBeInTheDocument();
  call.update({ devices: deviceState({ standIns: [{ kind: "camera", gone: "Desk camera" }] }) });
  await expect.element(alert).toHaveTextContent("Desk camera is gone.");
});
