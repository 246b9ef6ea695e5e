import { describe, expect, onTestFinished, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { PairingState, PinProblem } from "../../../src/app/pairing-state.ts";
import { FakeApp, FakePairing, pairingScreen } from "../../fakes/app.ts";
import { pairingStates } from "../../fakes/states.ts";
import { deepAll, focused, mount } from "./mount.ts";

const { showing, confirming, paired } = pairingStates;

function mountPairing(state: PairingState, name = "Maya") {
  const pairing = new FakePairing(state);
  return { pairing, app: mount(new FakeApp(pairingScreen(pairing), { name })) };
}

const button = (name: string) => page.getByRole("button", { name, exact: true });

describe("the choice", () => {
  test("is between showing and entering", async () => {
    const { pairing } = mountPairing({ step: "choosing" });
    await button("Show PIN").click();
    await button("Enter PIN").click();
    await button("Back to start").click();
    expect(pairing.requests).toEqual(["showPin", "enterPin", "cancel"]);
  });

  test("somebody without a name is asked for it, others are not", async () => {
    const { app } = mountPairing({ step: "choosing" }, "");
    const name = page.getByRole("textbox", { name: "Your name" });
    await name.fill("Maya");
    await userEvent.keyboard("{Enter}");
    expect(app.requests).toEqual(["setName Maya"]);
    app.name.set("Maya");
    await expect.element(name).toHaveValue("Maya");
    app.screen.set(pairingScreen(new FakePairing()));
    await expect.element(name).not.toBeInTheDocument();
  });
});

describe("showing a PIN", () => {
  test("it is the text of a status, in groups", async () => {
    mountPairing(showing);
    await expect.element(page.getByRole("status", { name: "Your PIN" })).toHaveTextContent(/^4821 736 152$/);
  });

  test("the time that is left is seen every second and told now and then", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    mountPairing({ ...showing, expiresAt: Date.now() + 62_000 });
    const clock = page.getByRole("timer", { name: "Time left" });
    const told = () => deepAll("kith-countdown")[0]?.shadowRoot?.querySelector("[aria-live]")?.textContent;
    await expect.element(clock).toHaveTextContent("1:02");
    expect(told()).toBe("2:00 left for this PIN");
    vi.advanceTimersByTime(1000);
    await expect.element(clock).toHaveTextContent("1:01");
    expect(told()).toBe("2:00 left for this PIN");
    vi.advanceTimersByTime(2000);
    await expect.element(clock).toHaveTextContent("0:59");
    expect(told()).toBe("1:00 left for this PIN");
  });

  test("a wrong guess is told, with those that are left", async () => {
    const { pairing } = mountPairing(showing);
    await expect.element(page.getByRole("status", { name: "Your PIN" })).toBeVisible();
    await expect.element(page.getByText("Somebody typed a wrong PIN")).not.toBeInTheDocument();
    pairing.state.set({ ...showing, guessesLeft: 2 });
    await expect.element(page.getByText("Somebody typed a wrong PIN. 2 tries are left.")).toBeVisible();
    pairing.state.set({ ...showing, guessesLeft: 1 });
    await expect.element(page.getByText("One try is left.")).toBeVisible();
  });

  test("the code is shown on demand", async () => {
    mountPairing(showing);
    const code = page.getByRole("img", { name: /QR code of the PIN/ });
    await expect.element(code).not.toBeInTheDocument();
    await button("Show QR code").click();
    await expect.element(code).toBeVisible();
    await expect.element(button("Show QR code")).toHaveAttribute("aria-expanded", "true");
    await button("Show QR code").click();
    await expect.element(code).not.toBeInTheDocument();
  });
});

describe("entering a PIN", () => {
  const box = page.getByRole("textbox", { name: "PIN" });

  test("the box has the focus, and takes the digits with or without spaces", async () => {
    const { pairing } = mountPairing({ step: "typing", problem: undefined });
    await expect.element(box).toBeVisible();
    await expect.poll(focused).toBe(box.element());
    await userEvent.keyboard("4821 736 152{Enter}");
    expect(pairing.requests).toEqual(["typePin 4821736152"]);
  });

  test("pasting works, and the button does what Enter does", async () => {
    const { pairing } = mountPairing({ step: "typing", problem: undefined });
    await box.fill("4821-736-152");
    await button("Pair").click();
    expect(pairing.requests).toEqual(["typePin 4821736152"]);
  });

  test("too few digits are said to be too few, and tried nowhere", async () => {
    const { pairing } = mountPairing({ step: "typing", problem: undefined });
    await box.fill("4821");
    await button("Pair").click();
    await expect.element(page.getByRole("alert")).toHaveTextContent("A PIN has ten digits.");
    await expect.element(box).toHaveAttribute("aria-invalid", "true");
    expect(pairing.requests).toEqual([]);
    await userEvent.keyboard("4");
    await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
  });

  test("what is no PIN may be a link, and goes to where links go", async () => {
    const { app, pairing } = mountPairing({ step: "typing", problem: undefined });
    await box.fill(" https://kith.example/pair#abc ");
    await button("Pair").click();
    expect(app.requests).toEqual(["openInvite https://kith.example/pair#abc"]);
    expect(pairing.requests).toEqual([]);
  });

  test("while it is checked the digits stay and nothing else is taken", async () => {
    const { pairing } = mountPairing({ step: "typing", problem: undefined });
    await box.fill("4821736152");
    await userEvent.keyboard("{Enter}");
    pairing.state.set({ step: "proving" });
    await expect.element(page.getByText("Checking the PIN…")).toBeVisible();
    await userEvent.keyboard("{Enter}");
    expect(pairing.requests).toEqual(["typePin 4821736152"]);
    pairing.state.set({ step: "typing", problem: "silent" });
    await expect.element(box).toHaveValue("4821736152");
    await expect.poll(focused).toBe(box.element());
  });

  test.each([
    ["wrong", /not the PIN.*all ten digits/],
    ["unknown", /Nobody shows this PIN.*first four digits/],
    ["burnt", /wrong too often.*new one/],
    ["busy", /another PIN.*try again/],
    ["silent", /does not answer.*still shows/],
    ["too-fast", /Too many tries.*Wait/],
    ["unreachable", /relay cannot be reached.*connection/],
  ] satisfies [PinProblem, RegExp][])(
    "%s is said in plain words, with what to do",
    async (problem, words) => {
      const { pairing } = mountPairing({ step: "typing", problem });
      await expect.element(page.getByRole("alert")).toHaveTextContent(words);
      pairing.state.set({ step: "proving" });
      await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
      pairing.state.set({ step: "typing", problem });
      await expect.element(page.getByRole("alert")).toHaveTextContent(words);
    },
  );
});

describe("confirming", () => {
  test("both fingerprints are there whole, to compare", async () => {
    mountPairing(confirming);
    await expect.element(page.getByRole("heading", { name: "Is this the right device?" })).toBeVisible();
    for (const [label, print] of [
      ["Of Noor's phone", confirming.peer.fingerprint],
      ["Of this device", confirming.self],
    ] as const) {
      const shown = page.getByRole("group", { name: label }).element().querySelector("code");
      expect(shown?.textContent?.replace(/\s/g, "").toLowerCase()).toBe(print);
    }
  });

  test("what the other may do is part of it, until one has confirmed", async () => {
    const { pairing } = mountPairing(confirming);
    const ring = page.getByRole("switch", { name: "Ring this device" });
    await ring.click();
    expect(pairing.permissions?.ring).toEqual({ granted: false });
    await button("Remember this device").click();
    expect(pairing.requests).toEqual(["setPermissions", "confirm"]);
    pairing.state.set({ ...confirming, confirmed: true });
    await expect.element(page.getByRole("status")).toHaveTextContent("Waiting for Noor's phone");
    await expect.element(ring).toBeDisabled();
    await button("Cancel").click();
    expect(pairing.requests.at(-1)).toBe("decline");
  });

  test("it can be declined", async () => {
    const { pairing } = mountPairing(confirming);
    await button("Not this device").click();
    expect(pairing.requests).toEqual(["decline"]);
  });

  test("markup in the other's name is text", async () => {
    const peer = { ...confirming.peer, name: "<b onclick=alert(1)>Noor</b>" };
    const { pairing } = mountPairing({ ...confirming, peer });
    await expect.element(page.getByText("What <b onclick=alert(1)>Noor</b> may do here")).toBeVisible();
    pairing.state.set({ step: "paired", peer });
    await expect
      .element(page.getByRole("heading"))
      .toHaveTextContent("<b onclick=alert(1)>Noor</b> is paired");
    expect(deepAll("b")).toEqual([]);
  });
});

describe("the end", () => {
  test("a paired device can be called at once", async () => {
    const { app, pairing } = mountPairing(paired);
    await button("Call Noor's phone").click();
    await button("Done").click();
    expect(app.requests).toEqual([`callContact ${paired.peer.fingerprint} true`]);
    expect(pairing.requests).toEqual(["cancel"]);
  });

  test.each([
    ["expired", "The PIN is over"],
    ["burnt", "The PIN was typed wrong too often"],
    ["declined", "The other device said no"],
    ["lost", "The other device is gone"],
    ["unreachable", "The relay cannot be reached"],
  ] as const)("%s says so, and leads on", async (reason, words) => {
    const { pairing } = mountPairing({ step: "failed", reason });
    await expect.element(page.getByRole("alert")).toHaveTextContent(words);
    await button("Show a new PIN").click();
    await button("Enter a PIN").click();
    await button("Back to start").click();
    expect(pairing.requests).toEqual(["showPin", "enterPin", "cancel"]);
  });

  test("each step begins at its heading", async () => {
    const { pairing } = mountPairing({ step: "choosing" });
    await expect.element(button("Show PIN")).toBeVisible();
    for (const [state, heading] of [
      [{ step: "preparing" }, "Preparing a PIN…"],
      [showing, "Enter this PIN on the other device"],
      [confirming, "Is this the right device?"],
      [paired, "Noor's phone is paired"],
      [{ step: "failed", reason: "lost" }, "The other device is gone"],
    ] as const) {
      pairing.state.set(state);
      await expect.poll(() => focused()?.textContent).toBe(heading);
    }
  });
});
