import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumFlags, findChromium } from "../../../scripts/browser.mjs";
import { shapeWebRtc, type WebRtcPath, webRtcShapingFlags } from "../../shaper/shape-webrtc.ts";

/** At 100 a second, enough for the share lost to come out within a few points. */
const PACKETS = 300;
/** A browser starts within a second, unless everything else on the machine runs at the same time. */
const PATIENCE_MS = 60_000;

declare global {
  /** The path's end for the caller, in place of the callee's own candidates. */
  var reroute: (candidates: string[]) => Promise<string>;
  /** Both ends, while the test runs in the page. */
  var peers: { readonly caller: RTCPeerConnection; readonly callee: RTCPeerConnection };
}

let browser: Browser;
let page: Page;
let path: WebRtcPath;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: findChromium() ?? "",
    args: [...chromiumFlags, ...webRtcShapingFlags],
  });
  page = await browser.newPage();
  // Devices are open to secure pages only.
  await page.route("http://localhost/", (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await page.goto("http://localhost/");
  await page.exposeFunction("reroute", async (candidates: string[]) => {
    path = await shapeWebRtc(candidates, { uplink: { delayMs: 100 }, downlink: { delayMs: 100 }, seed: 7 });
    return path.candidate;
  });
  await page.evaluate(connectPeers);
}, PATIENCE_MS);

afterAll(async () => {
  await browser?.close();
  await path?.shaper.close();
}, PATIENCE_MS);

test(
  "two peers meet through the shaper only and feel its delay",
  async () => {
    // Each check of the connection measures anew; the first ones meet a browser busy with starting.
    await expect
      .poll(() => page.evaluate(measureRoundTrip), { timeout: 20_000, interval: 100 })
      .toSatisfy((rttMs: number) => rttMs >= 199 && rttMs < 300);
  },
  PATIENCE_MS,
);

test(
  "what the shaper loses is what the receiver misses",
  async () => {
    path.shaper.setUplink({ delayMs: 100, loss: 0.1 });
    const { lost, received } = await page.evaluate(receivePackets, PACKETS);
    expect(lost / (lost + received)).toBeGreaterThan(0.04);
    expect(lost / (lost + received)).toBeLessThan(0.16);
    expect(path.shaper.stats).toMatchObject({ overflowed: 0, socketErrors: 0 });
  },
  PATIENCE_MS,
);

/** Runs in the page: one way audio from the fake microphone, in packets of 10 ms. */
async function connectPeers(): Promise<void> {
  const caller = new RTCPeerConnection();
  const callee = new RTCPeerConnection();
  globalThis.peers = { caller, callee };
  const connected = new Promise<void>((resolve) => {
    callee.onconnectionstatechange = () => callee.connectionState === "connected" && resolve();
  });
  const gathered = new Promise<string[]>((resolve) => {
    const lines: string[] = [];
    callee.onicecandidate = ({ candidate }) => {
      if (candidate === null) resolve(lines);
      else lines.push(candidate.candidate);
    };
  });
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of microphone.getTracks()) caller.addTrack(track);
  const offer = await caller.createOffer();
  await caller.setLocalDescription(offer);
  await callee.setRemoteDescription(offer);
  const answer = await callee.createAnswer();
  await callee.setLocalDescription(answer);
  await caller.setRemoteDescription({ type: "answer", sdp: `${answer.sdp}a=ptime:10\r\n` });
  const candidate = await globalThis.reroute(await gathered);
  await caller.addIceCandidate({ candidate, sdpMLineIndex: 0 });
  await connected;
}

/** Runs in the page: the round trip that the caller's selected pair reports, in ms. */
async function measureRoundTrip(): Promise<number> {
  const stats = await globalThis.peers.caller.getStats();
  const selected = [...stats.values()].find((report) => report.type === "candidate-pair" && report.nominated);
  return 1000 * selected.currentRoundTripTime;
}

/** Runs in the page: the receiver's own account of the next `count` packets or a few more. */
async function receivePackets(count: number): Promise<{ lost: number; received: number }> {
  const account = async () => {
    const stats = await globalThis.peers.callee.getStats();
    const inbound = [...stats.values()].find((report) => report.type === "inbound-rtp");
    return { lost: inbound?.packetsLost ?? 0, received: inbound?.packetsReceived ?? 0 };
  };
  const before = await account();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = await account();
    const since = { lost: now.lost - before.lost, received: now.received - before.received };
    if (since.lost + since.received >= count) return since;
  }
}
