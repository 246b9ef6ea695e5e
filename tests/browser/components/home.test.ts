import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { ContactsState } from "../../../src/app/contacts-state.ts";
import type { Permissions } from "../../../src/app/permissions.ts";
import { FakeApp } from "../../fakes/app.ts";
import { contact, contactsState, fingerprint, newPermissions } from "../../fakes/states.ts";
import { focused, mount } from "./mount.ts";

function mountHome(contacts: Partial<ContactsState>): FakeApp {
  return mount(new FakeApp({ name: "home" }, { contacts }));
}

test("starting a call is one press", async () => {
  const app = mount({ name: "home" });
  await page.getByRole("button", { name: "Start a call" }).click();
  expect(app.requests).toEqual(["startCall"]);
});

test("an invite that was pasted opens, without the spaces around it", async () => {
  const app = mount({ name: "home" });
  const invite = page.getByRole("textbox", { name: "Invite link or code" });
  await invite.fill("  https://kith.example/#call=abc  ");
  await page.getByRole("button", { name: "Open" }).click();
  expect(app.requests).toEqual(["openInvite https://kith.example/#call=abc"]);

  await invite.fill("abc");
  await userEvent.keyboard("{Enter}");
  expect(app.requests.at(-1)).toBe("openInvite abc");
});

test("opening nothing opens nothing", async () => {
  const app = mount({ name: "home" });
  await page.getByRole("button", { name: "Open" }).click();
  await expect.poll(focused).toBe(page.getByRole("textbox", { name: "Invite link or code" }).element());
  expect(app.requests).toEqual([]);
});

describe("the paired devices", () => {
  const list = page.getByRole("list", { name: "Paired devices" });

  test("each is a row with its name, its presence in words and a call", async () => {
    const app = mountHome({
      contacts: [contact("Noor"), contact("Kitchen", { online: false, lastSeen: Date.now() - 5 * 60_000 })],
    });
    const [noor, kitchen] = [list.getByRole("listitem").nth(0), list.getByRole("listitem").nth(1)];
    await expect.element(noor).toHaveTextContent("Online");
    await expect.element(kitchen).toHaveTextContent("Last seen 5 minutes ago");
    await page.getByRole("button", { name: "Call Noor" }).click();
    expect(app.requests).toEqual([`callContact ${fingerprint("Noor")} true`]);
  });

  test("without a connection of one's own nobody is said to be offline", async () => {
    mountHome({ connected: false, contacts: [contact("Noor", { online: false, lastSeen: undefined })] });
    await expect.element(list).toHaveTextContent("Not connected");
    await expect.element(list).not.toHaveTextContent("Offline");
  });

  test("a missed call is told until one looks, or calls back", async () => {
    const app = mountHome({ contacts: [contact("Noor", { missedAt: Date.now() })] });
    await expect.element(list).toHaveTextContent(/Missed call at/);
    await page.getByRole("button", { name: "Options for Noor" }).click();
    expect(app.requests).toEqual([`seeMissed ${fingerprint("Noor")}`]);
  });

  test("before the store is read it is not said that there are none", async () => {
    const app = mountHome({ self: undefined, persistent: false });
    await expect.element(list).toHaveTextContent("Looking who is there…");
    await expect.element(page.getByText("This browser keeps nothing")).not.toBeInTheDocument();
    app.contacts.set(contactsState({ persistent: false }));
    await expect.element(list).toHaveTextContent("No paired devices yet");
    await expect.element(page.getByText("This browser keeps nothing")).toBeVisible();
  });

  test("pairing is one press", async () => {
    const app = mountHome({});
    await page.getByRole("button", { name: "Pair a device" }).click();
    expect(app.requests).toEqual(["pairDevice"]);
  });
});

describe("the options of a paired device", () => {
  const id = fingerprint("Noor");
  const options = page.getByRole("button", { name: "Options for Noor" });
  const dialog = page.getByRole("dialog", { name: "Noor" });

  async function open(permissions: Permissions = newPermissions) {
    const app = mountHome({ contacts: [contact("Noor", { permissions })] });
    await expect.element(options).toBeVisible();
    (options.element() as HTMLElement).focus();
    await userEvent.keyboard("{Enter}");
    await expect.element(dialog).toBeVisible();
    return app;
  }

  test("open and close by keyboard, and the focus comes back", async () => {
    await open();
    await expect.poll(() => focused()?.textContent).toBe("Noor");
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.poll(focused).toBe(options.element());
  });

  test("a new name is kept, an empty one is not", async () => {
    const app = await open();
    const name = dialog.getByRole("textbox", { name: "Name on this device" });
    await name.fill("  ");
    await userEvent.keyboard("{Tab}");
    await expect.element(name).toHaveValue("Noor");
    await name.fill("Noor at work");
    await userEvent.keyboard("{Tab}");
    expect(app.requests).toEqual([`renameContact ${id} Noor at work`]);
  });

  test("a permission is given, for a while or for good, and taken", async () => {
    const app = await open({
      ...newPermissions,
      autoAnswerAudio: { granted: true, until: Date.now() + 60_000 },
    });
    await dialog.getByRole("switch", { name: "Be answered without a press, with camera" }).click();
    expect(app.permissions?.autoAnswerVideo).toEqual({ granted: true });

    await dialog.getByRole("combobox", { name: "How long: Ring this device" }).selectOptions("For one hour");
    const { granted, until } = app.permissions?.ring ?? {};
    expect(granted).toBe(true);
    expect(Math.abs((until ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5000);

    const length = dialog.getByRole("combobox", {
      name: "How long: Be answered without a press, with sound",
    });
    expect((length.element() as HTMLSelectElement).selectedOptions[0]?.textContent).toMatch(/Until/);
    await length.selectOptions("Always");
    expect(app.permissions?.autoAnswerAudio).toEqual({ granted: true });

    await dialog.getByRole("switch", { name: "Be answered without a press, with sound" }).click();
    expect(app.permissions?.autoAnswerAudio).toEqual({ granted: false });
    expect(new Set(app.requests)).toEqual(new Set([`setPermissions ${id}`]));
  });

  test("a permission that has run out is off", async () => {
    await open({ ...newPermissions, autoAnswerAudio: { granted: true, until: Date.now() - 1 } });
    await expect
      .element(dialog.getByRole("switch", { name: "Be answered without a press, with sound" }))
      .not.toBeChecked();
    await expect.element(dialog.getByRole("switch", { name: "Ring this device" })).toBeChecked();
  });

  test("the whole fingerprint is there to compare", async () => {
    await open();
    const print = dialog.getByRole("group", { name: "Fingerprint" }).element().querySelector("code");
    expect(print?.textContent?.replace(/\s/g, "").toLowerCase()).toBe(id);
  });

  test("removing says what it means, and takes a second press", async () => {
    const app = await open();
    await dialog.getByRole("button", { name: "Remove this device" }).click();
    const question = dialog.getByRole("group", { name: "Remove Noor?" });
    await expect.element(question).toHaveTextContent("It can no longer call this device");
    await expect.poll(() => focused()?.textContent).toBe("Remove Noor?");
    await question.getByRole("button", { name: "Keep" }).click();
    await expect.poll(() => focused()?.textContent?.trim()).toBe("Remove this device");
    expect(app.requests).toEqual([]);
    await dialog.getByRole("button", { name: "Remove this device" }).click();
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    expect(app.requests).toEqual([`revokeContact ${id}`]);
  });

  test("a device that is gone takes its dialog with it", async () => {
    const app = await open();
    app.contacts.set(contactsState());
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.poll(focused).toBe(page.getByRole("list", { name: "Paired devices" }).element());
  });

  test("it can be called without the camera", async () => {
    const app = await open();
    await dialog.getByRole("button", { name: "Call without camera" }).click();
    expect(app.requests).toEqual([`callContact ${id} false`]);
  });
});

describe("this device", () => {
  const dialog = page.getByRole("dialog", { name: "This device" });

  async function open() {
    const app = mountHome({});
    await page.getByRole("button", { name: "Options for this device" }).click();
    await expect.element(dialog).toBeVisible();
    return app;
  }

  test("has a name of its own, and a fingerprint", async () => {
    const app = await open();
    const name = dialog.getByRole("textbox", { name: "Your name" });
    await expect.element(name).toHaveValue("Maya");
    await name.fill("Mo");
    await userEvent.keyboard("{Enter}");
    expect(app.requests).toEqual(["setName Mo"]);
    await expect.element(dialog.getByRole("group", { name: "Fingerprint" })).toBeVisible();
  });

  test("speaks the language of the browser unless another is chosen", async () => {
    const app = await open();
    const language = dialog.getByRole("combobox", { name: "Language" });
    await expect.element(language).toHaveDisplayValue("As in the browser");
    await language.selectOptions("Deutsch");
    expect(app.requests).toEqual(["setLanguage de"]);
  });

  test("forgets everything only after saying what that means", async () => {
    const app = await open();
    await dialog.getByRole("button", { name: "Forget everything on this device" }).click();
    await expect.element(dialog.getByText("This device becomes a new one")).toBeVisible();
    expect(app.requests).toEqual([]);
    await dialog.getByRole("button", { name: "Forget everything", exact: true }).click();
    expect(app.requests).toEqual(["forgetEverything"]);
  });
});
