import { afterEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { FakeCall } from "../../fakes/app.ts";
import { FakePicture, plainFrame } from "../../fakes/picture.ts";
import { connectionView, deviceState, participant, refusedDevices } from "../../fakes/states.ts";
import { deepAll, focused, mountCall } from "./mount.ts";

/** Of an invitation that there is. */
const linkOf = (call: FakeCall): string => call.state.get().invite?.link ?? "none";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the people", () => {
  test("each is a group of their name with a moving picture, and goes when they go", async () => {
    const noor = participant("Noor");
    const ben = participant("Ben", { camera: "off" });
    const { call } = mountCall({ participants: [noor, ben] });
    await expect.element(page.getByRole("group", { name: "Noor" })).toBeVisible();
    await expect.element(page.getByRole("group", { name: "Ben" })).toBeVisible();
    await expect.element(page.getByRole("group", { name: "You" })).toBeVisible();
    await expect.poll(() => (noor.picture as FakePicture).attached).toBe(true);
    expect((ben.picture as FakePicture).attached).toBe(false);

    call.update({ participants: [ben] });
    await expect.element(page.getByRole("group", { name: "Noor" })).not.toBeInTheDocument();
    expect((noor.picture as FakePicture).attached).toBe(false);
  });

  test("a change of somebody leaves the surfaces of all where they are", async () => {
    const noor = participant("Noor");
    const ben = participant("Ben");
    const { call } = mountCall({ participants: [noor, ben] });
    await expect.element(page.getByRole("group", { name: "Ben" })).toBeVisible();
    const surfaces = deepAll("kith-picture");
    call.update({ participants: [noor, { ...ben, microphone: "off", speaking: true }, participant("Zoe")] });
    await expect.element(page.getByRole("group", { name: "Zoe" })).toBeVisible();
    expect(deepAll("kith-picture").slice(0, 2)).toEqual(surfaces);
  });

  test("what cannot be heard or seen of somebody is said in words", async () => {
    const { call } = mountCall({ participants: [participant("Noor", { microphone: "off", camera: "off" })] });
    const noor = page.getByRole("group", { name: "Noor" });
    await expect.element(noor).toHaveTextContent("Microphone off");
    await expect.element(noor).toHaveTextContent("Camera off");
    call.update({ participants: [participant("Noor", { microphone: "none", camera: "none" })] });
    await expect.element(noor).toHaveTextContent("Watching");
    call.update({ participants: [participant("Noor", { presence: "away" })] });
    await expect.element(noor).toHaveTextContent("Connection lost");
  });

  test("the frames of somebody who is away stay until new ones come", async () => {
    const picture = new FakePicture();
    const noor = participant("Noor", { picture });
    const { call } = mountCall({ participants: [noor] });
    await expect.poll(() => picture.attached).toBe(true);
    await picture.push(plainFrame(64, 36, "red"));
    call.update({ participants: [{ ...noor, presence: "away" }] });
    await expect.element(page.getByText("Connection lost")).toBeVisible();
    expect(picture.attached).toBe(true);
  });
});

describe("the invitation", () => {
  const link = page.getByRole("textbox", { name: "Invite link" });
  const copy = page.getByRole("button", { name: "Copy invite link" });

  test("whoever is alone sees the link, to copy it", async () => {
    const { call } = mountCall();
    await expect.element(link).toHaveValue(linkOf(call));
    await expect.element(link).toHaveAttribute("readonly");
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await copy.click();
    expect(write).toHaveBeenCalledWith(linkOf(call));
    const copied = page.getByText("Copied", { exact: true });
    await expect.element(copied).toBeVisible();
    expect(copied.element().ariaLive).toBe("polite");
  });

  test("it stays within reach when others are there", async () => {
    await page.viewport(1280, 720);
    mountCall({ participants: [participant("Noor")] });
    await expect.element(link).toBeVisible();
    await expect.element(copy).toBeVisible();
    await page.viewport(360, 740);
    await expect.element(link).not.toBeInTheDocument();
    await expect.element(copy).toBeVisible();
  });

  test("where copying is refused the link shows itself, selected", async () => {
    await page.viewport(360, 740);
    const { call } = mountCall({ participants: [participant("Noor")] });
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("no", "NotAllowedError"));
    await copy.click();
    await expect.element(page.getByText("copy it yourself")).toBeVisible();
    await expect.element(link).toBeVisible();
    await expect.poll(focused).toBe(link.element());
    const { selectionStart, selectionEnd } = focused() as HTMLInputElement;
    expect([selectionStart, selectionEnd]).toEqual([0, linkOf(call).length]);
  });

  test("somebody without a name is asked for it; what they typed counts even if the card goes", async () => {
    const { call } = mountCall({ name: "" });
    const name = page.getByRole("textbox", { name: "Your name" });
    await name.click();
    await userEvent.keyboard("Maya{Enter}");
    expect(call.requests).toEqual(["setName Maya"]);
    call.update({ name: "Maya" });
    await expect.element(name).toHaveValue("Maya");
    await userEvent.keyboard(" Lind");
    expect(call.requests).toEqual(["setName Maya"]);
    call.update({ participants: [participant("Noor")] });
    await expect.poll(() => call.requests.at(-1)).toBe("setName Maya Lind");
  });

  test("somebody with a name is not asked", async () => {
    mountCall({ name: "Maya" });
    await expect.element(link).toBeVisible();
    await expect.element(page.getByRole("textbox", { name: "Your name" })).not.toBeInTheDocument();
  });
});

describe("the bar", () => {
  test("switches, and says what a press would do", async () => {
    const { call } = mountCall();
    await page.getByRole("button", { name: "Mute microphone", exact: true }).click();
    await page.getByRole("button", { name: "Turn camera off" }).click();
    call.update({ devices: deviceState({ microphone: "off", camera: "off" }) });
    await page.getByRole("button", { name: "Unmute microphone" }).click();
    await page.getByRole("button", { name: "Turn camera on" }).click();
    await page.getByRole("button", { name: "Leave call" }).click();
    expect(call.requests).toEqual([
      "toggleMicrophone",
      "toggleCamera",
      "toggleMicrophone",
      "toggleCamera",
      "leave",
    ]);
  });

  test("settings open by keyboard, change name and devices, and close with Escape", async () => {
    // Wide enough for all else that begins with this letter to have a button of its own.
    await page.viewport(1280, 720);
    const { call } = mountCall();
    const button = page.getByRole("button", { name: "More" });
    const panel = page.getByRole("dialog", { name: "Settings" });
    await expect.element(button).toBeVisible();
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => focused()?.role).toMatch(/^menuitem/);
    (page.getByRole("menuitem", { name: "Settings" }).element() as HTMLElement).focus();
    await userEvent.keyboard("{Enter}");
    await expect.element(panel).toBeVisible();
    await expect.poll(focused).toBe(panel.element());
    await panel.getByRole("combobox", { name: "Camera" }).selectOptions("Desk camera");
    await panel.getByRole("textbox", { name: "Your name" }).fill("Mo");
    await userEvent.keyboard("{Escape}");
    await expect.element(panel).not.toBeInTheDocument();
    await expect.poll(focused).toBe(button.element());
    expect(call.requests).toEqual(["selectCamera camera-2", "setName Mo"]);
  });
});

describe("what goes wrong", () => {
  test.each([
    [{ phase: "entering" }, "Connecting…"],
    [{ phase: "calling" }, "Calling…"],
    [{ phase: "ringing" }, "Ringing…"],
    [{ phase: "active" }, "Connected"],
    [{ phase: "reconnecting" }, "Reconnecting…"],
    [{ connection: connectionView({ fallback: true }) }, "Connected with delay"],
  ] as const)("the one status of the screen says %o", async (state, words) => {
    mountCall({ ...state, participants: [participant("Noor")] });
    await expect.element(page.getByRole("status")).toHaveTextContent(words);
  });

  test("a problem with a device is an alert until dismissed, and again when it changes", async () => {
    const { call } = mountCall({ devices: refusedDevices });
    const alert = page.getByRole("alert");
    await expect.element(alert).toHaveTextContent("You are here to watch and listen");
    await alert.getByRole("button", { name: "Try again" }).click();
    expect(call.requests).toEqual(["retryDevices"]);
    await alert.getByRole("button", { name: "Dismiss" }).click();
    await expect.element(alert).not.toBeInTheDocument();
    call.update({ devices: deviceState({ camera: "lost" }) });
    await expect.element(alert).toHaveTextContent("The connection to your camera was lost.");
    call.update({ devices: deviceState() });
    await expect.element(alert).not.toBeInTheDocument();
  });

  test.each([
    ["relay-unreachable", "The relay cannot be reached", "Try again"],
    ["relay-refused", "The relay did not let you in", "Try again"],
    ["room-full", "This call is full", "Try again"],
    ["crashed", "The call broke off", "Join again"],
  ] as const)("a call that ended by %s says so, and what to do", async (endReason, words, action) => {
    const { call, app } = mountCall();
    call.update({ phase: "ended", endReason });
    await expect.element(page.getByRole("alert")).toHaveTextContent(words);
    await expect.poll(() => focused()?.textContent).toBe(words);
    await page.getByRole("button", { name: action }).click();
    await page.getByRole("button", { name: "Back to start" }).click();
    expect(app.requests).toEqual([`openInvite ${linkOf(call)}`, "goHome"]);
  });

  test("who could listen is always said", async () => {
    await page.viewport(360, 740);
    mountCall({ participants: [participant("Noor")] });
    await expect.element(page.getByText("End-to-end encrypted")).toBeVisible();
  });
});

test("the first touch lets the call be heard", async () => {
  const { call } = mountCall({ participants: [participant("Noor")] });
  expect(call.sounds).toBe(false);
  await page.getByRole("group", { name: "Noor" }).click();
  expect(call.sounds).toBe(true);
});

test("comings, goings and mutes are announced apart from the connection", async () => {
  const { call } = mountCall();
  const noor = participant("Noor");
  const heard = () =>
    deepAll("kith-announcer")[0]?.shadowRoot?.querySelector("[aria-live=polite]")?.textContent;
  await expect.poll(heard).toBeDefined();
  call.update({ participants: [noor] });
  await expect.poll(heard).toContain("Noor joined");
  call.update({ participants: [{ ...noor, microphone: "off" }] });
  await expect.poll(heard).toContain("Noor turned the microphone off");
  call.update({ participants: [] });
  await expect.poll(heard).toContain("Noor left");
});
