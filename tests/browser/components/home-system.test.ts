// What Home says of the browser and the device around Kith, and of calls that are over.
import { describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { PastCall } from "../../../src/app/past-call.ts";
import type { SystemState } from "../../../src/app/system/system-state.ts";
import { FakeApp } from "../../fakes/app.ts";
import { contact, fingerprint } from "../../fakes/states.ts";
import { deepAll, focused, mount } from "./mount.ts";

const button = (name: string) => page.getByRole("button", { name, exact: true });

function mountHome(parts: ConstructorParameters<typeof FakeApp>[1]): FakeApp {
  return mount(new FakeApp({ name: "home" }, parts));
}

const withSystem = (system: Partial<SystemState>) =>
  mountHome({ system, contacts: { contacts: [contact("Noor")] } });

test("who is offline is told what is there and what is not, and when it is over", async () => {
  const { system } = withSystem({ online: false });
  await expect.element(page.getByText("You are offline")).toBeVisible();
  await expect.element(page.getByText(/A call needs the network/)).toBeVisible();
  system.state.set({ ...system.state.get(), online: true });
  await expect.element(page.getByText("You are offline")).not.toBeInTheDocument();
});

test("a new version comes when somebody wants it, and once", async () => {
  const { system } = withSystem({ newVersion: true });
  await button("Update now").click();
  await expect.element(button("Updating…")).toBeDisabled();
  expect(system.requests).toEqual(["renew"]);
});

describe("installing", () => {
  test("is one press where the browser has a dialog for it, and is not offered any more after that", async () => {
    const { system } = withSystem({ installation: "offered" });
    await button("Install Kith").click();
    expect(system.requests).toEqual(["install"]);
    system.state.set({ ...system.state.get(), installation: "none" });
    await expect.element(button("Install Kith")).not.toBeInTheDocument();
  });

  test.each([
    ["by-hand-on-phone", /Add to Home Screen/],
    ["by-hand-on-desk", /Add to Dock/],
  ] as const)("%s is explained to whoever asks", async (installation, words) => {
    withSystem({ installation });
    await expect.element(page.getByText(words)).not.toBeVisible();
    await page.getByText("How to install Kith").click();
    await expect.element(page.getByText(words)).toBeVisible();
  });
});

describe("notifications", () => {
  test("are asked for by a button, where there are devices that could call", async () => {
    const { system } = withSystem({ notifications: "unasked" });
    await button("Allow notifications").click();
    expect(system.requests).toEqual(["allowNotifications"]);
    system.state.set({ ...system.state.get(), notifications: "denied" });
    await expect.element(button("Allow notifications")).not.toBeInTheDocument();
  });

  test("are not asked for while nobody could call", async () => {
    mountHome({ system: { notifications: "unasked" } });
    await expect.element(button("Start a call")).toBeVisible();
    await expect.element(button("Allow notifications")).not.toBeInTheDocument();
  });
});

describe("past calls", () => {
  const list = page.getByRole("list", { name: "Past calls" });
  const past = (change: Partial<PastCall>): PastCall => ({
    id: "one",
    at: Date.now(),
    kind: "joined",
    names: ["Noor"],
    contactId: undefined,
    minutes: 0,
    ...change,
  });

  test("are not there before the first one", async () => {
    mountHome({});
    await expect.element(button("Start a call")).toBeVisible();
    await expect.element(list).not.toBeInTheDocument();
    await expect.element(button("Clear past calls")).not.toBeInTheDocument();
  });

  test("say who, what became of it and for how long; a paired device is called again", async () => {
    const id = fingerprint("Noor");
    const app = mountHome({
      contacts: { contacts: [contact("Noor's phone", { id })] },
      pastCalls: [
        past({ id: "1", kind: "missed", names: ["Noor"], contactId: id }),
        past({ id: "2", names: ["Ben", ""], minutes: 12 }),
        past({ id: "3", kind: "made", names: ["Gone"], contactId: fingerprint("Gone") }),
      ],
    });
    const row = (text: string) => list.getByRole("listitem").filter({ hasText: text });
    await expect.element(row("Noor's phone")).toHaveTextContent(/Missed call/);
    await expect.element(row("Ben")).toHaveTextContent(/Ben, Guest.*By a link.*12 min/);
    await expect.element(row("Gone").getByRole("button")).not.toBeInTheDocument();
    await button("Call Noor's phone again").click();
    expect(app.requests).toEqual([`callContact ${id} true`]);
  });

  test("are few at first, then all, and the focus goes on where they were", async () => {
    mountHome({
      pastCalls: Array.from({ length: 9 }, (_, i) => past({ id: `${i}`, names: [`Person ${i}`] })),
    });
    await expect.poll(() => list.getByRole("listitem").elements().length).toBe(4);
    await button("Show all 9").click();
    await expect.poll(() => list.getByRole("listitem").elements().length).toBe(9);
    await expect.poll(() => focused()?.textContent).toContain("Person 4");
  });

  test("are gone for good by one press", async () => {
    const app = mountHome({ pastCalls: [past({})] });
    await button("Clear past calls").click();
    expect(app.requests).toEqual(["clearPastCalls"]);
    app.pastCalls.state.set([]);
    await expect.element(list).not.toBeInTheDocument();
  });

  test("markup in a name is text", async () => {
    mountHome({ pastCalls: [past({ names: ["<img src=x onerror=alert(1)>"] })] });
    await expect.element(page.getByText("<img src=x onerror=alert(1)>")).toBeVisible();
    expect(deepAll("img")).toEqual([]);
  });
});
