import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Layout } from "../../../src/app/stage-arrangement.ts";
import { elementId } from "../../../src/app/stage-element.ts";
import { participant } from "../../fakes/states.ts";
import { deepAll, focused, mountCall } from "./mount.ts";

const noor = elementId("Noor", "person");
const group = (name: string) => page.getByRole("group", { name });
const button = (name: string) => page.getByRole("button", { name });

function three() {
  return mountCall({ participants: [participant("Noor"), participant("Ben")] });
}

const areaOf = (name: string) => {
  const { width, height } = group(name).element().getBoundingClientRect();
  return width * height;
};

describe("the layout", () => {
  test("is chosen in the menu, and pictures go on through it", async () => {
    await page.viewport(1280, 720);
    const { call } = three();
    await expect.element(group("Ben")).toBeVisible();
    const surfaces = deepAll("kith-picture");
    await button("More").click();
    const item = (name: string) => page.getByRole("menuitemradio", { name });
    await expect.element(item("Grid layout")).toHaveAttribute("aria-checked", "true");
    await expect.element(item("Presentation layout")).not.toBeInTheDocument();
    await userEvent.keyboard("s{Enter}");
    expect(call.stage.state.get().layout).toBe(Layout.speaker);
    await expect.poll(() => areaOf("Noor") > 4 * areaOf("Ben")).toBe(true);
    expect(deepAll("kith-picture")).toEqual(surfaces);
  });

  test("shows whoever speaks large", async () => {
    await page.viewport(1280, 720);
    const { call } = three();
    call.stage.choose(Layout.speaker);
    call.stage.setSpeaker("Ben");
    await expect.poll(() => areaOf("Ben") > 4 * areaOf("Noor")).toBe(true);
  });
});

describe("a pin", () => {
  test("keeps somebody large, and lets go again", async () => {
    await page.viewport(1280, 720);
    three();
    const pin = button("Pin Ben");
    await pin.click();
    await expect.element(pin).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => areaOf("Ben") > 4 * areaOf("Noor")).toBe(true);
    await pin.click();
    await expect.element(pin).toHaveAttribute("aria-pressed", "false");
    await expect.poll(() => areaOf("Ben") < 2 * areaOf("Noor")).toBe(true);
  });

  test("is a press on the face where a picture is small, and its name still tells more", async () => {
    await page.viewport(360, 740);
    const { call } = mountCall({
      participants: ["Noor", "Ben", "Kofi", "Ada", "Eve"].map((id) => participant(id)),
    });
    call.stage.choose(Layout.speaker);
    call.stage.setSpeaker("Noor");
    await expect.poll(() => areaOf("Noor") > 4 * areaOf("Ben")).toBe(true);
    const { left, top, width, height } = group("Ben").element().getBoundingClientRect();
    const at = (y: number) => deepElementAt(left + width / 2, top + y);
    expect(at(height / 3)?.closest("button")?.className).toContain("pin");
    expect(at(height - 10)?.closest("button")?.className).toBe("foot");
    await button("Pin Ben").click();
    await expect.poll(() => areaOf("Ben") > 4 * areaOf("Noor")).toBe(true);
  });

  test("is not offered where there is nothing to choose", async () => {
    mountCall({ participants: [participant("Noor")] });
    await expect.element(group("Noor")).toBeVisible();
    expect(deepAll("kith-stage-controls")).toEqual([]);
  });
});

describe("the free stage", () => {
  test("an element is dragged, with the pointer where it took hold of it", async () => {
    await page.viewport(1280, 720);
    const { call } = three();
    call.stage.choose(Layout.free);
    await expect.element(button("Move Noor")).toBeInTheDocument();
    const before = group("Noor").element().getBoundingClientRect();
    drag(button("Move Noor").element(), 100, 40);
    const moved = () => group("Noor").element().getBoundingClientRect();
    await expect.poll(() => Math.round(moved().left - before.left)).toBe(100);
    expect(Math.round(moved().top - before.top)).toBe(40);
    expect(Math.round(moved().width)).toBe(Math.round(before.width));
    drag(button("Resize Noor").element(), -60, -50);
    await expect.poll(() => Math.round(moved().width - before.width)).toBe(-60);
    expect(Math.round(moved().height - before.height)).toBe(-50);
  });

  test("keys do the same, and presses where neither is possible", async () => {
    await page.viewport(1280, 720);
    const { call } = three();
    call.stage.choose(Layout.free);
    const place = () => call.stage.state.get().places.get(noor);
    const before = place();
    const move = button("Move Noor");
    await expect.element(move).toBeInTheDocument();
    (move.element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowRight}{ArrowDown}");
    expect(place()?.x).toBeGreaterThan(before?.x ?? 1);
    expect(place()?.y).toBeGreaterThan(before?.y ?? 1);
    expect(focused()).toBe(move.element());
    await userEvent.keyboard("{Enter}");
    expect(place()).toMatchObject({ x: 0, y: 0 });
    (button("Resize Noor").element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(place()?.width).toBeLessThan(before?.width ?? 0);
    await userEvent.keyboard(" ");
    expect(place()?.width).toBeCloseTo(1 / 2);
  });

  test("what is moved lies in front, and what is pinned before all", async () => {
    const { call } = three();
    call.stage.choose(Layout.free);
    call.stage.place(noor, { x: 0, y: 0, width: 0.5, height: 0.5 });
    call.stage.pin(elementId("Ben", "person"));
    await expect.element(button("Move Noor")).toBeInTheDocument();
    const front = (name: string) => {
      const element = deepAll(".element").find((one) => one.textContent !== null && has(one, name));
      return Number(getComputedStyle(element as Element).zIndex);
    };
    await expect.poll(() => front("Ben") > front("Noor")).toBe(true);
    expect(front("Noor")).toBeGreaterThan(front("You"));
  });
});

describe("a shared stage", () => {
  test("is asked for in the menu, and agreed to where it is asked", async () => {
    await page.viewport(1280, 720);
    const { call } = three();
    call.stage.choose(Layout.free);
    await button("More").click();
    await page.getByRole("menuitemcheckbox", { name: "Share this layout with Noor" }).click();
    expect(call.requests).toEqual(["shareStage Noor true"]);
    const [asking, ben] = [
      participant("Noor", { sharing: { own: false, theirs: true } }),
      participant("Ben"),
    ];
    call.update({ participants: [asking, ben] });
    await expect.element(page.getByText("Noor would like to share the layout")).toBeVisible();
    await page.getByRole("button", { name: "Share", exact: true }).click();
    expect(call.requests.at(-1)).toBe("shareStage Noor true");
  });

  test("lines drawn on an element are seen on it", async () => {
    await page.viewport(1280, 720);
    const { call } = three();
    call.update({
      participants: [participant("Noor", { sharing: { own: true, theirs: true } }), participant("Ben")],
    });
    await button("More").click();
    await page.getByRole("menuitemcheckbox", { name: "Point with lines" }).click();
    const surfaces = () => deepAll(".drawing");
    await expect.poll(() => surfaces().length).toBe(3);
    drag(surfaces()[0] as Element, 60, 30);
    await expect.poll(() => deepAll("polyline").length).toBe(1);
    const points = deepAll("polyline")[0]?.getAttribute("points")?.split(" ").map(Number) ?? [];
    expect(points.length).toBeGreaterThanOrEqual(4);
    for (const point of points) expect(point >= 0 && point <= 1).toBe(true);
    expect(call.stage.strokes.get()[0]?.element).toBe(noor);
  });
});

test("whose connection is bad is told, and not of others", async () => {
  const { call } = three();
  const samples: readonly [] = [];
  const peers = new Map([["Noor", { kind: "freezing", amount: undefined }] as const]);
  call.statistics.set({ samples, findings: { own: undefined, peers } });
  await expect.element(group("Noor")).toHaveTextContent("Poor connection");
  expect(group("Ben").element().textContent).not.toContain("connection");
  call.statistics.set({ samples, findings: { own: undefined, peers: new Map() } });
  await expect.element(group("Noor")).not.toHaveTextContent("Poor connection");
});

test("who leaves takes their element along", async () => {
  const { call } = three();
  call.stage.choose(Layout.free);
  await expect.element(button("Move Ben")).toBeInTheDocument();
  call.update({ participants: [participant("Noor")] });
  await expect.element(button("Move Ben")).not.toBeInTheDocument();
  expect(deepAll(".element")).toHaveLength(2);
});

function has(element: Element, name: string): boolean {
  return deepAll("[role=group]", element).some((one) => one.ariaLabel === name);
}

/** What a finger touches there, through all shadow trees. */
function deepElementAt(x: number, y: number): Element | null {
  let element = document.elementFromPoint(x, y);
  while (element?.shadowRoot) {
    const inner = element.shadowRoot.elementFromPoint(x, y);
    if (inner === null || inner === element) break;
    element = inner;
  }
  return element;
}

/** Real pointers can be moved by the browser alone; the events are the same. */
function drag(handle: Element, dx: number, dy: number): void {
  const { left, top } = handle.getBoundingClientRect();
  handle.setPointerCapture = () => undefined;
  handle.hasPointerCapture = () => true;
  const send = (type: string, x: number, y: number) =>
    handle.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, button: 0, bubbles: true, clientX: left + x, clientY: top + y }),
    );
  send("pointerdown", 20, 20);
  send("pointermove", 20 + dx / 2, 20 + dy / 2);
  send("pointermove", 20 + dx, 20 + dy);
  send("pointerup", 20 + dx, 20 + dy);
  handle.dispatchEvent(new PointerEvent("lostpointercapture", { pointerId: 1 }));
  handle.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}
