import type { Page } from "@playwright/test";
import { shapeWebRtc } from "../../tests/shaper/shape-webrtc.ts";
import {
  addCandidates,
  type BenchCall,
  joinKithCall,
  openWebRtcCall,
  type SystemName,
  startKithCall,
} from "../stand/calls.ts";
import { SideDoor } from "../stand/side-door.ts";
import type { Seat, Stand } from "../stand/stand.ts";
import { type Conditions, Path } from "./path.ts";

/** A call whose media pass a shaper once, in both directions. */
export interface ShapedCall extends BenchCall {
  readonly path: Path;
  /** What the system says of itself, for whoever wonders about the figures. */
  describe(): Promise<unknown>;
  /** Ends what could lead past the shaper; the call is up by then. */
  seal(): void;
}

export interface CallPlan {
  readonly seats: { readonly speaker: Seat; readonly listener: Seat };
  /** While the call comes up. */
  readonly conditions: Conditions;
  readonly seed: number;
  /** Which of the app's two legs is shaped: the speaker's to the relay, or the relay's to the listener. */
  readonly leg: "up" | "down";
  /** The most that WebRTC's picture may take, in bits per second; Chrome's own limit when undefined. */
  readonly maxBitrate: number | undefined;
}

export interface ShapedSystem {
  readonly name: SystemName;
  openCall(stand: Stand, plan: CallPlan): Promise<ShapedCall>;
}

/** The app through its relay: one of its two legs is shaped, the other is as good as the machine. */
const shapedKith: ShapedSystem = {
  name: "Kith",
  async openCall(stand, { seats, conditions, seed, leg }) {
    const isForwardUp = leg === "up";
    const door = await SideDoor.open(stand.port, { seed });
    const path = new Path(door.udp, isForwardUp);
    path.set(conditions);
    const [speakerUrl, listenerUrl] = isForwardUp ? [door.url, stand.url] : [stand.url, door.url];
    const { page: speaker, link } = await startKithCall(stand, seats.speaker, speakerUrl);
    const { pathname, hash } = new URL(link);
    const listener = await joinKithCall(
      stand,
      seats.listener,
      new URL(`${pathname}${hash}`, listenerUrl).href,
    );
    return {
      speaker,
      listener,
      path,
      describe: () => describeKith(speaker, listener),
      seal: () => door.stopTcp(),
      close: async () => {
        await Promise.all([speaker, listener].map((page) => page.context().close()));
        await door.close();
      },
    };
  },
};

/** As much of the app's statistics as explains what is seen. */
async function describeKith(speaker: Page, listener: Page): Promise<unknown> {
  const [sent, received] = await Promise.all(
    [speaker, listener].map((page) => page.evaluate(() => globalThis.bench.appStatistics)),
  );
  if (sent === undefined) return undefined;
  const { targetBitrate, reason, qualityLimitationReason, fractionLost, audio, video } = sent.sending;
  return {
    roundTrip: sent.peers[0]?.roundTripTime,
    targetBitrate,
    reason,
    limitedBy: qualityLimitationReason,
    fractionLost,
    copies: audio?.copyOffsets,
    videoCodec: video?.codec,
    videoBitrate: video?.targetBitrate,
    framesPerSecond: video?.framesPerSecond,
    temporalLayers: video?.temporalLayers,
    framesDropped: video?.framesDropped,
    seen: received?.peers[0]?.video,
    heard: received?.peers[0]?.audio,
  };
}

/** Chrome's own, peer to peer: the whole way is shaped. Sound goes out twice, as RFC 2198 has it. */
const shapedWebRtc: ShapedSystem = {
  name: "WebRTC",
  async openCall(stand, { seats, conditions, seed, maxBitrate }) {
    const settings = { redundantSound: true, ...(maxBitrate === undefined ? {} : { maxBitrate }) };
    const { speaker, listener, close } = await openWebRtcCall(stand, seats, settings);
    const candidates = await listener.evaluate(() => globalThis.bench.peer.candidates());
    const { candidate, shaper } = await shapeWebRtc(candidates, { seed });
    const path = new Path(shaper, true);
    path.set(conditions);
    await addCandidates(speaker, [candidate]);
    return {
      speaker,
      listener,
      path,
      describe: () => speaker.evaluate(() => globalThis.bench.peer.describe()),
      seal: () => undefined,
      close: async () => {
        await close();
        await shaper.close();
      },
    };
  },
};

export const systems: readonly [ShapedSystem, ShapedSystem] = [shapedKith, shapedWebRtc];
