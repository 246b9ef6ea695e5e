import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fingerprint, inviteState, participant, refusedDevices } from "../../fakes/states.ts";
import { deepAll, focused, mountCall } from "./mount.ts";

const button = (name: string) => page.getByRole("button", { name });

describe("who is who", () => {
  const dialog = page.getByRole("dialog", { name: "Who is Noor?" });

  test.each([
    ["paired", "Paired device", "the device that you paired"],
    ["inviter", "Sent the invitation", "the key in the link was checked"],
    ["guest", "Has the invitation", "has the invite link"],
  ] as const)(
    "somebody %s wears a badge that says so, and tells how one knows",
    async (known, badge, how) => {
      mountCall({ participants: [participant("Noor", { known })] });
      const wearing = page
        .getByRole("group", { name: "Noor" })
        .getByRole("button", { name: `${badge} Noor` });
      await expect.element(wearing).toBeVisible();
      await wearing.click();
      await expect.element(dialog.getByText(how)).toBeVisible();
      const print = dialog.getByRole("group", { name: "Fingerprint" }).element().querySelector("code");
      expect(print?.textContent?.replace(/\s/g, "").toLowerCase()).toBe(fingerprint("Noor"));
    },
  );

  test("the badge stays when the picture moves, and the keyboard gets to it and back", async () => {
    mountCall({ participants: [participant("Noor", { speaking: true })] });
    const badge = button("Has the invitation Noor");
    await expect.element(badge).toBeVisible();
    (badge.element() as HTMLElement).focus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => focused()?.textContent).toBe("Who is Noor?");
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.poll(focused).toBe(badge.element());
  });

  test("remembering is asked for, waits for the other, and can be taken back", async () => {
    const noor = participant("Noor", { id: "n" });
    const { call } = mountCall({ participants: [noor] });
    await button("Has the invitation Noor").click();
    await dialog.getByRole("button", { name: "Remember this device" }).click();
    call.update({ participants: [{ ...noor, remember: { own: true, theirs: false } }] });
    await expect.element(dialog.getByText("You said yes. Waiting for Noor…")).toBeVisible();
    await dialog.getByRole("button", { name: "Do not remember" }).click();
    expect(call.requests).toEqual(["remember n true", "remember n false"]);
  });

  test("a paired device is remembered already", async () => {
    mountCall({ participants: [participant("Noor", { known: "paired" })] });
    await button("Paired device Noor").click();
    await expect.element(dialog).toBeVisible();
    await expect.element(dialog.getByRole("button", { name: "Remember" })).not.toBeInTheDocument();
  });

  test("somebody who goes takes their dialog along", async () => {
    const { call } = mountCall({ participants: [participant("Noor")] });
    await button("Has the invitation Noor").click();
    await expect.element(dialog).toBeVisible();
    call.update({ participants: [] });
    await expect.element(dialog).not.toBeInTheDocument();
  });
});

describe("being asked to be remembered", () => {
  const asking = participant("Noor", { id: "n", remember: { own: false, theirs: true } });
  const prompt = page.getByText("Noor wants the two devices to remember each other.").first();

  test("is said, and declined with one press", async () => {
    const { call } = mountCall({ participants: [asking] });
    await expect.element(prompt).toBeVisible();
    await page.getByRole("button", { name: "No", exact: true }).click();
    expect(call.requests).toEqual(["remember n false"]);
    call.update({ participants: [participant("Noor", { id: "n" })] });
    await expect.element(prompt).not.toBeInTheDocument();
  });

  test("by somebody who is paired is no question", async () => {
    const { call } = mountCall({ participants: [{ ...asking, known: "paired" }] });
    await expect.element(button("Paired device Noor")).toBeVisible();
    await expect.element(prompt).not.toBeInTheDocument();
    call.update({ participants: [asking] });
    await expect.element(prompt).toBeVisible();
  });

  test("is accepted after a look at the fingerprint", async () => {
    const { call } = mountCall({ participants: [asking] });
    await button("Compare and decide").click();
    const dialog = page.getByRole("dialog", { name: "Who is Noor?" });
    await expect.element(dialog.getByRole("group", { name: "Fingerprint" })).toBeVisible();
    await dialog.getByRole("button", { name: "Remember this device" }).click();
    expect(call.requests).toEqual(["remember n true"]);
    call.update({ participants: [{ ...asking, known: "paired", remember: { own: true, theirs: true } }] });
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(prompt).not.toBeInTheDocument();
  });
});

describe("the terms of the invitation", () => {
  const dialog = page.getByRole("dialog", { name: "Invite options" });

  test("a new link has those that were chosen", async () => {
    const { call } = mountCall();
    await button("Invite options").click();
    await dialog.getByRole("combobox", { name: "Good for" }).selectOptions("One hour");
    await dialog.getByRole("combobox", { name: "People who may join with it" }).selectOptions("2");
    await dialog.getByRole("combobox", { name: "What they may do" }).selectOptions("Watch and listen only");
    await expect.element(dialog.getByText("The old link lets nobody in any more")).toBeVisible();
    await dialog.getByRole("button", { name: "Make a new link" }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(call.requests).toEqual(["renewInvite"]);
    const { expiresAt, ...rest } = call.renewed ?? {};
    expect(rest).toEqual({ uses: 2, guestsTalk: false });
    expect(Math.abs((expiresAt ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5000);
  });

  test("only whoever made the link can change it", async () => {
    const { call } = mountCall({ invite: inviteState({ own: false }) });
    await expect.element(button("Show QR code")).toBeVisible();
    await expect.element(button("Invite options")).not.toBeInTheDocument();
    call.update({ invite: undefined });
    await expect.element(page.getByRole("textbox", { name: "Invite link" })).not.toBeInTheDocument();
  });

  test("what is special about a link stands under it", async () => {
    mountCall({ invite: inviteState({ uses: 5, used: 2, guestsTalk: false }) });
    await expect.element(page.getByText("2 of 5 have joined · To watch only")).toBeVisible();
  });

  test("while a link is being made nothing can be done with it", async () => {
    const { call } = mountCall({ invite: inviteState({ link: "" }) });
    await expect.element(button("Copy invite link")).toBeDisabled();
    await expect.element(button("Show QR code")).toBeDisabled();
    // It has the focus of whoever asked for a new link.
    await expect.element(button("Invite options")).toBeEnabled();
    call.update({ invite: inviteState() });
    await expect.element(button("Copy invite link")).toBeEnabled();
  });

  test("it is shown as a code, also when others are there", async () => {
    mountCall({ participants: [participant("Noor")] });
    await button("Show QR code").click();
    await expect.element(page.getByRole("img", { name: "QR code of the invite link" })).toBeVisible();
  });
});

const noor = { contactId: "ab".repeat(32), name: "Noor", video: true };

test("the device that is called is named instead of an invitation, and hanging up is leaving", async () => {
  const { call } = mountCall({ invite: undefined, phase: "calling", partner: noor });
  await expect.element(page.getByRole("heading", { name: "Calling Noor…" })).toBeVisible();
  await expect.element(page.getByRole("textbox", { name: "Invite link" })).not.toBeInTheDocument();
  await button("Leave call").click();
  expect(call.requests).toEqual(["leave"]);
  call.update({ phase: "active", participants: [participant("Noor", { known: "paired" })] });
  await expect.element(page.getByText("Calling Noor…")).not.toBeInTheDocument();
});

test("whoever may only watch is told so, and has nothing to switch", async () => {
  mountCall({ watchOnly: true, devices: refusedDevices, participants: [participant("Noor")] });
  await expect.element(page.getByText("You are here to watch and listen.")).toBeVisible();
  await expect.element(button("Leave call")).toBeVisible();
  for (const name of ["Mute microphone", "Unmute microphone", "Turn camera off", "Turn camera on"]) {
    await expect.element(button(name)).not.toBeInTheDocument();
  }
  await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
  await expect.element(page.getByRole("group", { name: "You" })).toHaveTextContent("Watching");
});

test.each([
  ["stranger-refused", "Somebody without an invitation", "start a new call"],
  ["invite-refused", "a link that is over, used up or revoked", "send them a new link"],
] as const)("%s is an alert that can be dismissed", async (warning, what, remedy) => {
  const { call } = mountCall({ warning, participants: [participant("Noor")] });
  const alert = page.getByRole("alert");
  await expect.element(alert).toHaveTextContent(what);
  await expect.element(alert).toHaveTextContent(remedy);
  await alert.getByRole("button", { name: "Dismiss" }).click();
  expect(call.requests).toEqual(["dismissWarning"]);
  call.update({ warning: undefined });
  await expect.element(alert).not.toBeInTheDocument();
});

test.each([
  ["declined", "The call was declined"],
  ["busy", "The other device is in a call"],
  ["no-answer", "Nobody answered"],
  ["wrong-device", "This is not the device that you paired"],
  ["invite-expired", "This invitation is over"],
  ["invite-used", "This invitation is used up"],
] as const)("a call that ended by %s leads back to the start", async (endReason, words) => {
  const { call, app } = mountCall({ invite: undefined });
  call.update({ phase: "ended", endReason });
  await expect.element(page.getByRole("alert")).toHaveTextContent(words);
  expect(deepAll("button").length).toBe(1);
  await button("Back to start").click();
  expect(app.requests).toEqual(["goHome"]);
});

test("the end of a call with a paired device offers no link that there is not", async () => {
  mountCall({ invite: undefined, phase: "ended", endReason: "relay-unreachable" });
  await expect.element(button("Back to start")).toBeVisible();
  await expect.element(button("Try again")).not.toBeInTheDocument();
});
