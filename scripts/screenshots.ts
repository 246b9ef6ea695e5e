// Takes the pictures of the documentation, and those that browsers show before they install Kith, from the real app and relay:
// `npm run screenshots`. The second ones have the sizes that public/manifest.webmanifest tells.
import { mkdir } from "node:fs/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { startRelay } from "../tests/e2e/relay-process.ts";
import { chromiumFlags, findChromium } from "./browser.mjs";
import { ensurePage } from "./page.mjs";

const folder = "docs/images";
const installFolder = "public/screenshots";
const desktop = { width: 1280, height: 720 };
const phone = { width: 390, height: 780 };

/** Somebody to look at: the colours of a wall and of a jumper. */
interface Sitter {
  readonly name: string;
  readonly wall: string;
  readonly jumper: string;
  readonly skin: string;
}

const ada: Sitter = { name: "Ada", wall: "#d9cdbb", jumper: "#4a6d7c", skin: "#c98f6a" };
const grandpa: Sitter = { name: "Grandpa", wall: "#b9c7b4", jumper: "#8a4b3c", skin: "#e0b594" };

await ensurePage();
for (const path of [folder, installFolder]) await mkdir(path, { recursive: true });
const relay = await startRelay();
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...chromiumFlags],
});
try {
  const host = await open(browser, ada, desktop);
  const guest = await open(browser, grandpa, phone);
  await pair(host, guest);
  await guest.getByRole("listitem").filter({ hasText: "Online" }).waitFor();
  await guest.screenshot({ path: `${installFolder}/home-phone.png` });
  await host.getByRole("button", { name: `Call ${grandpa.name}` }).click();
  await guest.getByRole("alertdialog", { name: `${ada.name} calls` }).waitFor();
  await guest.screenshot({ path: `${folder}/ring-phone.png` });
  await guest.getByRole("button", { name: "Accept" }).click();
  await Promise.all([seen(host, grandpa), seen(guest, ada)]);
  for (const path of [folder, installFolder]) await host.screenshot({ path: `${path}/call.png` });
  await guest.screenshot({ path: `${folder}/call-phone.png` });
} finally {
  await browser.close();
  await relay.stop();
}

async function open(
  from: Browser,
  sitter: Sitter,
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await from.newContext({ viewport, colorScheme: "light", deviceScaleFactor: 1 });
  await context.addInitScript(installPortrait, sitter);
  return await context.newPage();
}

/** From two devices that never met to two that know each other; pictures of the way. */
async function pair(host: Page, guest: Page): Promise<void> {
  for (const [page, { name }] of [
    [host, ada],
    [guest, grandpa],
  ] as const) {
    await page.goto(relay.url);
    await page.getByRole("button", { name: "Pair a device" }).click();
    await page.getByRole("textbox", { name: "Your name" }).fill(name);
  }
  await guest.getByRole("button", { name: "Show PIN" }).click();
  const pin = await guest.getByRole("status", { name: "Your PIN" }).innerText();
  await guest.getByRole("button", { name: "Show QR code" }).click();
  await guest.getByRole("img", { name: "QR code" }).waitFor();
  await guest.screenshot({ path: `${folder}/pin-phone.png` });
  await host.getByRole("button", { name: "Enter PIN" }).click();
  await host.getByRole("textbox", { name: "PIN" }).fill(pin);
  await host.getByRole("button", { name: "Pair", exact: true }).click();
  for (const page of [host, guest]) await page.getByRole("button", { name: "Remember this device" }).click();
  for (const page of [host, guest]) await page.getByRole("button", { name: "Done" }).click();
  await host.getByRole("listitem").filter({ hasText: "Online" }).waitFor();
  await host.screenshot({ path: `${folder}/home.png` });
}

/** The other's picture is on the screen. */
async function seen(page: Page, { name }: Sitter): Promise<void> {
  const picture = page.getByRole("group", { name, exact: true }).locator("canvas, video");
  await picture.waitFor();
  await picture.evaluate(
    (surface: HTMLCanvasElement | HTMLVideoElement) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const width = surface instanceof HTMLVideoElement ? surface.videoWidth : surface.width;
          if (width > 0) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Runs in the page before its own scripts: a camera that shows a drawn person, and a microphone that hears nothing. */
function installPortrait({ wall, jumper, skin }: Sitter): void {
  if (navigator.mediaDevices === undefined) return;
  navigator.mediaDevices.getUserMedia = async ({ video, audio } = {}) =>
    new MediaStream([...(video ? camera() : []), ...(audio ? microphone() : [])]);

  function camera(): MediaStreamTrack[] {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 360;
    const context = canvas.getContext("2d");
    const draw = () => {
      if (context === null) return;
      const nod = Math.sin(performance.now() / 700) * 4;
      const light = context.createLinearGradient(0, 0, 640, 360);
      light.addColorStop(0, "#ffffff66");
      light.addColorStop(1, "#00000033");
      paint(wall, () => context.rect(0, 0, 640, 360));
      paint("#ffffff55", () => context.rect(60, 40, 120, 150));
      paint(jumper, () => context.ellipse(320, 420, 190, 180, 0, 0, 2 * Math.PI));
      paint(skin, () => context.rect(290, 230 + nod / 2, 60, 60));
      paint(skin, () => context.ellipse(320, 170 + nod, 74, 92, 0, 0, 2 * Math.PI));
      paint("#3d3029", () => context.ellipse(320, 120 + nod, 82, 62, 0, Math.PI, 2 * Math.PI));
      paint("#2b2320", () => context.ellipse(294, 168 + nod, 6, 8, 0, 0, 2 * Math.PI));
      paint("#2b2320", () => context.ellipse(346, 168 + nod, 6, 8, 0, 0, 2 * Math.PI));
      paint("#8c4238", () => context.ellipse(320, 212 + nod, 26, 13, 0, 0, Math.PI));
      context.fillStyle = light;
      context.fillRect(0, 0, 640, 360);
    };
    const paint = (colour: string, outline: () => void) => {
      if (context === null) return;
      context.fillStyle = colour;
      context.beginPath();
      outline();
      context.fill();
    };
    draw();
    setInterval(draw, 33);
    return canvas.captureStream(30).getVideoTracks();
  }

  function microphone(): MediaStreamTrack[] {
    const context = new AudioContext();
    return new MediaStreamAudioDestinationNode(context).stream.getAudioTracks();
  }
}
