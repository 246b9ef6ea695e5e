import { expect, type Page } from "@playwright/test";
import { defaultBitrate } from "../../src/media/video-codecs.ts";
import type { CameraSize } from "../page/camera.ts";
import type { PeerSettings } from "../page/webrtc-peer.ts";
import type { Seat, Stand } from "./stand.ts";

/** Two people who see and hear each other. Whoever opens it closes it. */
export interface BenchCall {
  /** Whose picture and sound are measured. */
  readonly speaker: Page;
  /** Where they arrive. */
  readonly listener: Page;
  close(): Promise<void>;
}

export type SystemName = "Kith" | "WebRTC";

/** One of the systems that are compared. */
export interface System {
  readonly name: SystemName;
  /** A call between two who have the same camera. */
  openCall(stand: Stand, camera: CameraSize): Promise<BenchCall>;
}

/** The app as people get it: the built page, and the relay that serves it. */
export const kith: System = {
  name: "Kith",
  async openCall(stand, camera) {
    const seat = { camera, sees: camera };
    const { page: speaker, link } = await startKithCall(stand, seat);
    const listener = await joinKithCall(stand, seat, link);
    return { speaker, listener, close: () => closeAll(speaker, listener) };
  },
};

/**
 * A call of the app with one person in it, and the link by which others join. The app is served from `url`. Whoever asks
 * closes the page's context.
 */
export async function startKithCall(
  stand: Stand,
  seat: Seat,
  url = stand.url,
): Promise<{ page: Page; link: string }> {
  const page = await stand.openDevice(seat);
  await page.goto(url);
  await page.evaluate(() => globalThis.bench.press("Start a call"));
  const link = page.getByLabel("Invite link");
  await expect(link).toHaveValue(/#./);
  return { page, link: await link.inputValue() };
}

export async function joinKithCall(stand: Stand, seat: Seat, link: string): Promise<Page> {
  const page = await stand.openDevice(seat);
  await page.goto(link);
  await page.evaluate(() => globalThis.bench.press("Join call"));
  return page;
}

/**
 * Chrome's own, peer to peer: no relay in between, pictures shown as soon as they are decoded, in the camera's size and
 * with the app's bitrate, so that both systems show the same picture.
 */
export const webRtc: System = {
  name: "WebRTC",
  async openCall(stand, camera) {
    const maxBitrate = defaultBitrate(camera.width * camera.height);
    const seat = { camera, sees: camera };
    const settings: PeerSettings = { maxBitrate, degradationPreference: "maintain-resolution" };
    const call = await openWebRtcCall(stand, { speaker: seat, listener: seat }, settings);
    const { speaker, listener } = call;
    for (const [from, to] of [
      [speaker, listener],
      [listener, speaker],
    ] as const) {
      await addCandidates(to, await from.evaluate(() => globalThis.bench.peer.candidates()));
    }
    return call;
  },
};

/** Two peers who have agreed on everything but their addresses. */
export async function openWebRtcCall(
  stand: Stand,
  seats: { readonly speaker: Seat; readonly listener: Seat },
  settings: PeerSettings,
): Promise<BenchCall> {
  const speaker = await openPeer(stand, seats.speaker, settings);
  const listener = await openPeer(stand, seats.listener, settings);
  const offer = await speaker.evaluate(() => globalThis.bench.peer.offer());
  const answer = await listener.evaluate((sdp) => globalThis.bench.peer.answer(sdp), offer);
  await speaker.evaluate((sdp) => globalThis.bench.peer.accept(sdp), answer);
  return { speaker, listener, close: () => closeAll(speaker, listener) };
}

/** Tells a peer where the other one can be reached. */
export async function addCandidates(page: Page, candidates: readonly string[]): Promise<void> {
  await page.evaluate((lines) => globalThis.bench.peer.addCandidates(lines), candidates);
}

async function openPeer(stand: Stand, seat: Seat, settings: PeerSettings): Promise<Page> {
  const page = await stand.openDevice(seat);
  // Any document from a secure origin would do; this one loads nothing else.
  await page.goto(new URL("/.well-known/kith.json", stand.url).href);
  await page.evaluate((wanted) => globalThis.bench.peer.open(wanted), settings);
  return page;
}

/** Each page was the only one of its device. */
export async function closeAll(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
