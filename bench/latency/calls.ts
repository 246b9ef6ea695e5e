import type { BrowserContext, Page } from "@playwright/test";
import { defaultBitrate } from "../../src/media/video-codecs.ts";
import type { CameraSize } from "./page/camera.ts";
import type { Stand } from "./stand.ts";

/** Two people who see and hear each other. Whoever opens it closes it. */
export interface BenchCall {
  /** Whose picture and sound are measured. */
  readonly speaker: Page;
  /** Where they arrive. */
  readonly listener: Page;
  close(): Promise<void>;
}

/** One of the systems that are compared. */
export interface System {
  readonly name: "Kith" | "WebRTC";
  openCall(stand: Stand, camera: CameraSize): Promise<BenchCall>;
}

/** The app as people get it: the built page, and the relay that serves it. */
export const kith: System = {
  name: "Kith",
  async openCall(stand, camera) {
    const { page: speaker, link } = await startKithCall(stand, camera);
    const listener = await stand.openDevice(camera);
    await listener.goto(link);
    await listener.evaluate(() => globalThis.bench.press("Join call"));
    return { speaker, listener, close: () => closeAll(speaker, listener) };
  },
};

/** A call of the app with one person in it, and the link by which others join. Whoever asks closes the page's context. */
export async function startKithCall(stand: Stand, camera: CameraSize): Promise<{ page: Page; link: string }> {
  const page = await stand.openDevice(camera);
  await page.goto(stand.url);
  await page.evaluate(() => globalThis.bench.press("Start a call"));
  return { page, link: await page.getByLabel("Invite link").inputValue() };
}

/** Chrome's own, peer to peer: no relay in between, and pictures shown as soon as they are decoded. */
export const webRtc: System = {
  name: "WebRTC",
  async openCall(stand, camera) {
    const speaker = await openPeer(stand, camera);
    const listener = await openPeer(stand, camera);
    const offer = await speaker.evaluate(() => globalThis.bench.peer.offer());
    const answer = await listener.evaluate((sdp) => globalThis.bench.peer.answer(sdp), offer);
    await speaker.evaluate((sdp) => globalThis.bench.peer.accept(sdp), answer);
    return { speaker, listener, close: () => closeAll(speaker, listener) };
  },
};

async function openPeer(stand: Stand, camera: CameraSize): Promise<Page> {
  const page = await stand.openDevice(camera);
  // Any document from a secure origin would do; this one loads nothing else.
  await page.goto(new URL("/.well-known/kith.json", stand.url).href);
  const bitrate = defaultBitrate(camera.width * camera.height);
  await page.evaluate((bits) => globalThis.bench.peer.open(bits), bitrate);
  return page;
}

/** Each page was the only one of its device. */
export async function closeAll(...pages: Page[]): Promise<void> {
  const contexts: BrowserContext[] = pages.map((page) => page.context());
  await Promise.all(contexts.map((context) => context.close()));
}
