import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import "../../../src/components/pairing/scanner.ts";
import "../../../src/components/parts/qr.ts";
import { FakeApp, FakePairing, pairingScreen } from "../../fakes/app.ts";
import { inviteState } from "../../fakes/states.ts";
import { deepAll, mount, show } from "./mount.ts";

const LINK = inviteState().link;

afterEach(() => {
  vi.restoreAllMocks();
});

async function shownCode(text: string): Promise<SVGSVGElement> {
  const element = document.createElement("kith-qr");
  element.text = text;
  element.label = "Code";
  show(element);
  await expect.element(page.getByRole("img", { name: "Code" })).toBeVisible();
  return element.renderRoot.querySelector("svg") as SVGSVGElement;
}

/** Draws what the SVG says, as a camera would see it in the middle of its picture. */
async function photograph(svg: SVGSVGElement, width = 480, height = 480): Promise<HTMLCanvasElement> {
  const side = 480;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.translate((width - side) / 2, (height - side) / 2);
  context.scale(side / svg.viewBox.baseVal.width, side / svg.viewBox.baseVal.height);
  context.fillStyle = "black";
  context.fill(new Path2D(svg.querySelector("path")?.getAttribute("d") ?? ""));
  return canvas;
}

/** A camera that sees this and nothing else, and whether it is open. */
function pointCameraAt(canvas: HTMLCanvasElement) {
  const stream = canvas.captureStream(10);
  // A canvas sends a frame when it changes.
  const timer = setInterval(() => canvas.getContext("2d")?.fillRect(0, 0, 0, 0), 50);
  const ask = vi.spyOn(navigator.mediaDevices, "getUserMedia").mockResolvedValue(stream);
  const [track] = stream.getVideoTracks() as [MediaStreamTrack];
  track.addEventListener("ended", () => clearInterval(timer));
  return { ask, track };
}

function startScanner() {
  const found = vi.fn<(text: string) => void>();
  const element = document.createElement("kith-scanner");
  element.found = found;
  return { element: show(element), found };
}

test.each([LINK, `${LINK}${"x".repeat(300)}`])(
  "a code that is drawn can be read by a camera: %s",
  async (text) => {
    const camera = pointCameraAt(await photograph(await shownCode(text)));
    const { found } = startScanner();
    await expect.poll(() => found.mock.calls, { timeout: 10_000 }).toEqual([[text]]);
    expect(camera.track.readyState, "what has been found needs no camera any more").toBe("ended");
  },
);

test.each([
  [1920, 1080],
  [720, 1280],
])("a camera of %i by %i pixels", async (width, height) => {
  pointCameraAt(await photograph(await shownCode(LINK), width, height));
  const { found } = startScanner();
  await expect.poll(() => found.mock.calls, { timeout: 10_000 }).toEqual([[LINK]]);
});

test("a code has four light cells around it", async () => {
  const svg = await shownCode(LINK);
  const numbers = (svg.querySelector("path")?.getAttribute("d") ?? "").matchAll(/M(\d+) (\d+)h(\d+)/g);
  const runs = [...numbers].map(([, x, y, length]) => [Number(x), Number(y), Number(length)] as const);
  const side = svg.viewBox.baseVal.width;
  expect(Math.min(...runs.map(([x]) => x))).toBe(4);
  expect(Math.min(...runs.map(([, y]) => y))).toBe(4);
  expect(Math.max(...runs.map(([x, , length]) => x + length))).toBe(side - 4);
});

test("a text that no code can hold is said not to fit", async () => {
  const element = document.createElement("kith-qr");
  element.text = "x".repeat(5000);
  show(element);
  await expect.element(page.getByRole("alert")).toHaveTextContent("could not be drawn");
});

test("the camera goes off with the scanner, also when it opens too late", async () => {
  const blank = document.createElement("canvas");
  blank.getContext("2d")?.fillRect(0, 0, 1, 1);
  const first = pointCameraAt(blank);
  const { element, found } = startScanner();
  await expect.element(page.getByText("Hold the code of the other device")).toBeVisible();
  element.remove();
  expect(first.track.readyState).toBe("ended");

  const late = Promise.withResolvers<MediaStream>();
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockReturnValue(late.promise);
  startScanner().element.remove();
  const stream = blank.captureStream(1);
  late.resolve(stream);
  await expect.poll(() => stream.getVideoTracks()[0]?.readyState).toBe("ended");
  expect(found).not.toHaveBeenCalled();
});

test.each([
  ["NotAllowedError", "Kith may not use your camera."],
  ["NotFoundError", "No camera found."],
  ["NotReadableError", "Another program is using your camera."],
])("%s is said in plain words", async (name, words) => {
  vi.spyOn(navigator.mediaDevices, "getUserMedia").mockRejectedValue(new DOMException("no", name));
  startScanner();
  await expect.element(page.getByRole("alert")).toHaveTextContent(words);
});

test.each([
  ["4821 736 152", { pairing: ["typePin 4821736152"], app: [] }],
  ["https://kith.example/pair#x", { pairing: [], app: ["openInvite https://kith.example/pair#x"] }],
  ["javascript:alert(1)", { pairing: [], app: ["openInvite javascript:alert(1)"] }],
  ["<img src=x onerror=alert(1)>", { pairing: [], app: ["openInvite <img src=x onerror=alert(1)>"] }],
])("whatever a code says is text and no more: %s", async (text, requests) => {
  const camera = pointCameraAt(await photograph(await shownCode(text)));
  const pairing = new FakePairing({ step: "typing", problem: undefined });
  const app = mount(new FakeApp(pairingScreen(pairing)));
  await page.getByRole("button", { name: "Scan QR code" }).click();
  await expect
    .poll(() => ({ pairing: pairing.requests, app: app.requests }), { timeout: 10_000 })
    .toEqual(requests);
  await expect.poll(() => deepAll("kith-scanner").length).toBe(0);
  expect(camera.track.readyState).toBe("ended");
  expect(deepAll("img")).toEqual([]);
});
