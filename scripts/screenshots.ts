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

/** Somebody to look at, and the room they are in: colours, and what tells people apart. */
interface Sitter {
  readonly name: string;
  readonly wall: string;
  readonly jumper: string;
  readonly skin: string;
  readonly hair: string;
  readonly hasLongHair: boolean;
  readonly hasGlasses: boolean;
}

const ada: Sitter = {
  name: "Ada",
  ...{ wall: "#e3d8c8", jumper: "#3f6f80", skin: "#c98d68", hair: "#3a2a24" },
  ...{ hasLongHair: true, hasGlasses: false },
};
const grandpa: Sitter = {
  name: "Grandpa",
  ...{ wall: "#c3d0c0", jumper: "#8d4f3f", skin: "#e3b898", hair: "#d9d6d0" },
  ...{ hasLongHair: false, hasGlasses: true },
};

/** Of a sitter's camera, in pixels. */
const cameraWidth = 960;

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

/** The other's picture is on the screen, as large as it was taken: a call begins with a smaller one. */
async function seen(page: Page, { name }: Sitter): Promise<void> {
  const picture = page.getByRole("group", { name, exact: true }).locator("canvas, video");
  await picture.waitFor();
  await picture.evaluate(
    (surface: HTMLCanvasElement | HTMLVideoElement, whole) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const width = surface instanceof HTMLVideoElement ? surface.videoWidth : surface.width;
          if (width >= whole) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
    cameraWidth,
  );
}

/** Runs in the page before its own scripts: a camera that shows a drawn person, and a microphone that hears nothing. */
function installPortrait({ wall, jumper, skin, hair, hasLongHair, hasGlasses }: Sitter): void {
  if (navigator.mediaDevices === undefined) return;
  navigator.mediaDevices.getUserMedia = async ({ video, audio } = {}) =>
    new MediaStream([...(video ? camera() : []), ...(audio ? microphone() : [])]);

  function camera(): MediaStreamTrack[] {
    const canvas = document.createElement("canvas");
    canvas.width = 960;
    canvas.height = 540;
    const context = canvas.getContext("2d");
    if (context === null) return [];
    context.scale(1.5, 1.5);
    context.lineCap = "round";
    const draw = () => {
      drawRoom(context);
      drawPerson(context, Math.sin(performance.now() / 700) * 3);
    };
    draw();
    setInterval(draw, 33);
    return canvas.captureStream(30).getVideoTracks();
  }

  function drawRoom(context: CanvasRenderingContext2D): void {
    const light = context.createLinearGradient(0, 0, 640, 360);
    light.addColorStop(0, "#ffffff70");
    light.addColorStop(1, "#00000030");
    for (const colour of [wall, light]) fill(context, colour, () => context.rect(0, 0, 640, 360));
    fill(context, "#ffffff", () => context.roundRect(50, 30, 130, 170, 4));
    for (const [x, y] of [
      [58, 38],
      [118, 38],
      [58, 118],
      [118, 118],
    ] as const)
      fill(context, "#cfe3ec", () => context.rect(x, y, 54, 74));
    fill(context, "#8a6f57", () => context.roundRect(470, 150, 150, 8, 2));
    for (const [index, colour] of ["#a5574a", "#d1a657", "#4f6d7a", "#7d8a5a", "#b98a7a"].entries())
      fill(context, colour, () =>
        context.rect(484 + 18 * index, 98 + 5 * (index % 3), 14, 52 - 5 * (index % 3)),
      );
  }

  function drawPerson(context: CanvasRenderingContext2D, nod: number): void {
    const shade = "#00000026";
    if (hasLongHair) fill(context, hair, () => context.roundRect(234, 90 + nod, 172, 190, [86, 86, 40, 40]));
    fill(context, jumper, () => context.ellipse(320, 430, 184, 168, 0, 0, 2 * Math.PI));
    fill(context, skin, () => context.roundRect(290, 215, 60, 74, [0, 0, 30, 30]));
    fill(context, shade, () => context.ellipse(320, 250 + nod, 30, 22, 0, 0, 2 * Math.PI));
    for (const x of [248, 392])
      fill(context, skin, () => context.ellipse(x, 176 + nod, 10, 17, 0, 0, 2 * Math.PI));
    const head = () => context.ellipse(320, 168 + nod, 73, 90, 0, 0, 2 * Math.PI);
    fill(context, skin, head);
    // The hair begins where the forehead ends.
    context.save();
    context.beginPath();
    context.ellipse(320, 162 + nod, 80, 92, 0, 0, 2 * Math.PI);
    context.clip();
    fill(context, hair, () => {
      context.moveTo(230, 60 + nod);
      context.lineTo(230, 172 + nod);
      context.quadraticCurveTo(254, 118 + nod, 300, 112 + nod);
      context.quadraticCurveTo(372, 108 + nod, 394, 172 + nod);
      context.lineTo(412, 60 + nod);
    });
    context.restore();
    for (const x of [292, 348]) {
      fill(context, "#33261f", () => context.ellipse(x, 168 + nod, 5, 6.5, 0, 0, 2 * Math.PI));
      line(context, hasGlasses ? "#b9b4ac" : hair, 4, () =>
        context.arc(x, 170 + nod, 22, 1.25 * Math.PI, 1.75 * Math.PI),
      );
      if (hasGlasses) line(context, "#3b3f45", 3, () => context.roundRect(x - 23, 154 + nod, 46, 32, 14));
    }
    if (hasGlasses)
      line(context, "#3b3f45", 3, () => context.arc(320, 168 + nod, 6, 1.15 * Math.PI, 1.85 * Math.PI));
    line(context, shade, 4, () => context.arc(320, 188 + nod, 9, 0.2 * Math.PI, 0.8 * Math.PI));
    line(context, "#97493f", 5, () => context.arc(320, 198 + nod, 26, 0.18 * Math.PI, 0.82 * Math.PI));
  }

  function fill(
    context: CanvasRenderingContext2D,
    colour: string | CanvasGradient,
    outline: () => void,
  ): void {
    context.fillStyle = colour;
    context.beginPath();
    outline();
    context.fill();
  }

  function line(context: CanvasRenderingContext2D, colour: string, width: number, outline: () => void): void {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    outline();
    context.stroke();
  }

  function microphone(): MediaStreamTrack[] {
    const context = new AudioContext();
    return new MediaStreamAudioDestinationNode(context).stream.getAudioTracks();
  }
}
