import axe from "axe-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { CallState } from "../../../src/app/call-state.ts";
import type { Sample } from "../../../src/app/statistics-sample.ts";
import { participant } from "../../fakes/states.ts";
import { peerSample, sendingSample, statisticsState } from "../../fakes/statistics.ts";
import { deepAll, focused, mountCall } from "./mount.ts";

const ann = participant("Ann");
const bob = participant("Bob");

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

/** By the button, or by the line of the menu where the bar has no room for one. */
async function press(): Promise<void> {
  const button = page.getByRole("button", { name: "Statistics" });
  if (button.query() !== null) return await button.click();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Statistics" }).click();
}

/** A call with its statistics open. */
async function open(
  change: Partial<CallState> = { participants: [ann] },
  second: (second: number) => Partial<Sample> = () => ({}),
) {
  await page.viewport(1280, 800);
  const { call } = mountCall(change);
  const ids = (change.participants ?? []).map(({ id }) => id);
  call.statistics.set(statisticsState(ids, second));
  await expect.element(page.getByRole("button", { name: "Leave call" })).toBeVisible();
  await press();
  await expect.element(page.getByRole("heading", { name: "Statistics" })).toBeVisible();
  return { call, ids };
}

const panel = page.getByRole("complementary", { name: "Statistics" });
const lossy = () => ({ peers: [peerSample("Ann", { loss: 0.051 })] });
const live = () =>
  deepAll("kith-statistics")[0]?.shadowRoot?.querySelector("[aria-live=polite]")?.textContent;

test("each figure of the last minute is a plot, and words", async () => {
  await open();
  const labels = deepAll("figcaption").map(({ textContent }) => textContent);
  expect(labels.slice(0, 6)).toEqual([
    "Sending",
    "Receiving",
    "Round trip",
    "Loss",
    "Frame rate",
    "Picture height",
  ]);
  expect(labels.slice(6)).toEqual([
    ...["Receiving", "Round trip", "Delay, about", "Loss", "Jitter", "Repaired sound"],
    ...["Frame rate", "Picture height"],
  ]);
  const text = (deepAll("kith-plot")[2]?.shadowRoot?.textContent ?? "").replaceAll(/\s+/g, " ");
  expect(text).toMatch(/Round trip \d+ ms Last minute: \d+ ms to \d+ ms/);
  for (const line of deepAll('svg[viewBox="0 0 60 20"] path:not(.area)'))
    expect(line.getAttribute("d")).toMatch(/^M[\d. Lh]+/);
});

test("numbers follow the call", async () => {
  const { call } = await open();
  const rate = (bitrate: number) => () => ({ sending: sendingSample({ bitrate }) });
  call.statistics.set(statisticsState(["Ann"], rate(1_234_000)));
  await expect.element(page.getByText("1.2 Mb/s").first()).toBeVisible();
  call.statistics.set(statisticsState(["Ann"], rate(340_000)));
  await expect.element(page.getByText("340 kb/s").first()).toBeVisible();
});

test("what nothing is known of has no plot", async () => {
  await open({ participants: [ann] }, () => ({
    peers: [peerSample("Ann", { delay: undefined, roundTrip: undefined, picture: undefined })],
  }));
  expect(deepAll("figcaption").map(({ textContent }) => textContent)).not.toContain("Delay, about");
});

describe("what is wrong is said in a sentence:", () => {
  test.each([
    [lossy, "Ann's connection loses 5% of packets."],
    [() => ({ sending: sendingSample({ limitedBy: "cpu" as const }) }), "too busy for a larger picture."],
    [
      () => ({
        sending: sendingSample({ limitedBy: "bitrate", reason: "queue", targetBitrate: 300_000 }),
        relay: { fallback: false, roundTrip: 90, minRoundTrip: 10 },
      }),
      "Your upload is the bottleneck.",
    ],
    [() => ({ relay: { fallback: true, roundTrip: 20, minRoundTrip: 10 } }), "This network blocks UDP"],
  ])("%#", async (second, sentence) => {
    await open({ participants: [ann] }, second);
    await expect.element(page.getByText(sentence).first()).toBeVisible();
  });

  test("all is well", async () => {
    await open();
    expect(deepAll(".verdict").map(({ textContent }) => textContent)).toEqual([
      "All is well.",
      "All is well.",
    ]);
    await expect.element(page.getByText("You send a picture of 640 × 360.")).toBeVisible();
  });

  test("the connection is broken, on either side", async () => {
    await open({
      phase: "reconnecting",
      participants: [participant("Ann", { presence: "away" })],
    });
    await expect.element(page.getByText("The connection to the relay is broken.")).toBeVisible();
    await expect.element(page.getByText("Ann lost the connection.")).toBeVisible();
  });

  test("why the picture is small", async () => {
    const picture = { width: 320, height: 180, frameRate: 15, codec: "VP8" };
    await open({ participants: [ann] }, () => ({ sending: sendingSample({ limitedBy: "loss", picture }) }));
    await expect.element(page.getByText("You send a picture of 320 × 180. Copies of sound")).toBeVisible();
  });
});

test("a change is read out once, and nothing else is", async () => {
  const { call } = await open();
  expect(live()).toBe("");
  call.statistics.set(statisticsState(["Ann"], lossy));
  await expect.poll(live).toBe("Ann: Ann's connection loses 5% of packets.");
  const region = deepAll("[aria-live=polite]", deepAll("kith-statistics")[0]?.shadowRoot ?? document)[0];
  let changes = 0;
  const watch = new MutationObserver(() => changes++);
  watch.observe(region as Element, { childList: true, characterData: true, subtree: true });
  for (const seconds of [62, 63, 64]) {
    call.statistics.set(statisticsState(["Ann"], lossy, seconds));
    await expect.poll(() => deepAll("kith-plot").length).toBe(14);
  }
  expect(watch.takeRecords().length + changes).toBe(0);
  watch.disconnect();
});

test("of several people only one's own plots are open, and only open ones are drawn", async () => {
  await open({ participants: [ann, bob] });
  expect(deepAll("kith-plot")).toHaveLength(6);
  const [, , bobs] = deepAll("summary") as HTMLElement[];
  bobs?.click();
  await expect.poll(() => deepAll("kith-plot").length).toBe(14);
  bobs?.click();
  await expect.poll(() => deepAll("kith-plot").length).toBe(6);
});

test("diagnostics are saved as a file", async () => {
  const { call } = await open();
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  const made = vi.spyOn(URL, "createObjectURL");
  await page.getByRole("button", { name: "Save diagnostics" }).click();
  const link = click.mock.contexts[0] as HTMLAnchorElement;
  expect(link.download).toBe("kith-diagnostics.json");
  const [file] = made.mock.calls.flat() as Blob[];
  expect(await file?.text()).toBe(call.diagnostics());
  vi.restoreAllMocks();
});

test("Escape closes the panel, and the focus is where it was", async () => {
  await open();
  await userEvent.keyboard("{Escape}");
  await expect.element(panel).not.toBeInTheDocument();
  expect(focused()?.ariaLabel).toBe("Statistics");
});

const looks = ["light", "dark"].flatMap((scheme) =>
  [
    [390, 780],
    [1280, 800],
  ].map(([width = 0, height = 0]) => ({ scheme, width, height })),
);

test.each(looks)("axe finds nothing at $width × $height, $scheme", async ({ scheme, width, height }) => {
  document.documentElement.style.colorScheme = scheme;
  await page.viewport(width, height);
  const { call } = mountCall({ participants: [ann, bob] });
  call.statistics.set(
    statisticsState(["Ann", "Bob"], () => ({ relay: { fallback: true, roundTrip: 20, minRoundTrip: 9 } })),
  );
  await expect.element(page.getByRole("button", { name: "Leave call" })).toBeVisible();
  await press();
  await expect.poll(() => deepAll("kith-plot").length).toBe(6);
  expect(document.documentElement.scrollWidth).toBe(width);
  const result = await axe.run(document.querySelector("kith-app") as Element);
  expect(result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
});
