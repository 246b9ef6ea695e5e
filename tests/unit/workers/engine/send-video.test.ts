import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EncoderMeasurement } from "../../../../src/media/encoder-choice.ts";
import type { EncodedPiece, VideoTrack } from "../../../../src/media/tracks/track.ts";
import { PayloadType } from "../../../../src/transport/wire/rtp.ts";
import { VideoSender } from "../../../../src/workers/engine/send-video.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { settled } from "../../../fakes/hardware.ts";

const { h264, vp8 } = PayloadType;
const quality = { width: 640, height: 360, frameRate: 30, temporalLayers: 3, bitrate: 800_000 } as const;
const measured: EncoderMeasurement = {
  codec: vp8,
  first: 20,
  best: 3,
  p50: 3,
  p95: 5,
  layers: 2,
  steersFreely: true,
};

/** What encoders were told, one after the other, and those whose codec holds its frames back. */
const told: VideoEncoderConfig[] = [];
const holdsBack = new Set<string>();

class FakeEncoder {
  static async isConfigSupported() {
    return { supported: true };
  }

  state = "unconfigured";
  encodeQueueSize = 0;
  #codec = "";
  #frames = 0;
  readonly #output: (chunk: unknown, metadata: object) => void;

  constructor({ output }: { output: (chunk: unknown, metadata: object) => void }) {
    this.#output = output;
  }

  configure(config: VideoEncoderConfig): void {
    this.state = "configured";
    this.#codec = config.codec;
    told.push(config);
  }

  encode({ timestamp }: VideoFrame, { keyFrame }: { readonly keyFrame: boolean }): void {
    if (holdsBack.has(this.#codec)) return;
    const isFirst = this.#frames++ === 0;
    const type = keyFrame || isFirst ? "key" : "delta";
    this.#output({ timestamp, type, byteLength: 1, copyTo: () => undefined }, {});
  }

  close(): void {
    this.state = "closed";
  }
}

beforeEach(() => {
  told.length = 0;
  holdsBack.clear();
  vi.stubGlobal("VideoEncoder", FakeEncoder);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A sender whose camera the test operates, and the payload types of what has left. */
function sender(choice?: EncoderMeasurement) {
  const sent: number[] = [];
  const keyFrames: boolean[] = [];
  const path = { arrival: Promise.resolve() };
  let now = 0;
  const track = {
    isOpen: true,
    isReady: true,
    learn: () => undefined,
    ensure: () => undefined,
    send: async ({ payloadType, marking }: EncodedPiece) => {
      sent.push(payloadType);
      keyFrames.push(marking?.keyFrame === true);
      await path.arrival;
      return true;
    },
  };
  const video = new VideoSender({
    track: track as unknown as VideoTrack,
    quality: () => quality,
    onBlocked: () => undefined,
    encoders: { choose: () => choice },
    now: () => now,
  });
  let camera: ReadableStreamDefaultController<VideoFrame> | undefined;
  let taken = 0;
  let count = 0;
  const source = new ReadableStream<VideoFrame>({
    start(controller) {
      camera = controller;
    },
  });
  video.setSource(source);
  const shoot = async (frames: number) => {
    for (let frame = 0; frame < frames; frame++) {
      now += 400;
      const close = () => taken++;
      const picture = { timestamp: ++count * 33_333, displayWidth: 640, displayHeight: 360, close };
      camera?.enqueue(picture as unknown as VideoFrame);
      await eventually(() => expect(taken).toBe(count));
    }
  };
  return { video, sent, keyFrames, path, shoot };
}

test("while nothing is known, the first codec; what was measured, with the layers that it has", async () => {
  const guessing = sender();
  await guessing.shoot(2);
  expect(guessing.sent).toEqual([h264, h264]);
  expect(told.at(-1)?.scalabilityMode).toBe("L1T3");
  const knowing = sender(measured);
  await knowing.shoot(2);
  expect(knowing.sent).toEqual([vp8, vp8]);
  expect(told.at(-1)?.scalabilityMode).toBe("L1T2");
});

test("one who comes and cannot decode it changes the codec, and one who leaves changes it back", async () => {
  const { video, sent, shoot } = sender();
  await shoot(1);
  video.setDecodable(new Set([vp8]));
  await shoot(1);
  video.setDecodable(new Set([vp8, h264]));
  await shoot(1);
  expect(sent).toEqual([h264, vp8, h264]);
});

test("one who comes and decodes it as the others do changes nothing", async () => {
  const { video, shoot } = sender();
  await shoot(1);
  video.setDecodable(new Set([vp8, h264]));
  await shoot(1);
  expect(told).toHaveLength(1);
});

test("an encoder that holds its frames back gives way to the next", async () => {
  holdsBack.add("avc1.42E01F");
  const { sent, shoot } = sender();
  await shoot(6);
  expect(sent).toEqual([]);
  await shoot(3);
  expect(sent).toEqual([vp8, vp8, vp8]);
});

test("where all hold their frames back, it is tried again", async () => {
  holdsBack.add("avc1.42E01F").add("vp8");
  const { sent, shoot } = sender();
  await shoot(13);
  holdsBack.clear();
  await shoot(6);
  expect(sent.length).toBeGreaterThan(0);
});

test("a key frame that is on its way answers all who ask for one meanwhile", async () => {
  const { video, keyFrames, path, shoot } = sender();
  let arrive = () => {};
  path.arrival = new Promise((resolve) => {
    arrive = resolve;
  });
  await shoot(1);
  video.requestKeyFrame();
  await shoot(1);
  expect(keyFrames).toEqual([true, false]);
  arrive();
  await settled();
  video.requestKeyFrame();
  await shoot(1);
  expect(keyFrames).toEqual([true, false, true]);
});
