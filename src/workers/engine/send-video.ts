import type { Seal } from "../../media/seal.ts";
import { defaultBitrate, type VideoCodec, videoCodecs } from "../../media/video-codecs.ts";
import type { MediaTransport } from "../../transport/media-transport.ts";
import type { FrameFlow } from "../../transport/wire/flows.ts";
import { limits } from "../../transport/wire/limits.ts";
import { clockRate, encodeMediaHeader } from "../../transport/wire/rtp.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";

/** Where packets go at this moment: both change with every reconnection, and there may be no connection at all. */
export interface Outlet {
  readonly media: MediaTransport;
  readonly ssrc: Ssrc;
}

interface VideoSenderParts {
  readonly flow: FrameFlow;
  readonly outlet: () => Outlet | undefined;
  readonly seal: Seal;
  readonly now: () => number;
}

/** Frames the encoder may have in hand: with more, latency grows and nothing is won. */
const MAX_ENCODING = 2;
/** Key frames are big: not more often than this, however many ask. Milliseconds. */
const KEY_FRAME_INTERVAL = 300;

/** Camera frames in, encoded frames out to the network. Owns every frame it reads, and the encoder. */
export class VideoSender {
  readonly #parts: VideoSenderParts;
  #reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  #encoder: VideoEncoder | undefined;
  #codec: VideoCodec | undefined;
  #configured: { width: number; height: number } | undefined;
  #keyFrameWanted = true;
  #lastKeyFrame = Number.NEGATIVE_INFINITY;
  #sequence = 0;
  #baseIndex = 0;
  #outgoing: Promise<void> = Promise.resolve();

  constructor(parts: VideoSenderParts) {
    this.#parts = parts;
  }

  /** Sends these frames from now on, instead of those before. */
  setSource(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#reader?.cancel().catch(() => undefined);
    this.#reader = frames?.getReader();
    this.#keyFrameWanted = true;
    if (this.#reader !== undefined) void this.#pump(this.#reader);
  }

  /** The next frame will be decodable by itself, unless one just was. */
  requestKeyFrame(): void {
    this.#keyFrameWanted = true;
  }

  close(): void {
    this.setSource(undefined);
    if (this.#encoder?.state !== "closed") this.#encoder?.close();
  }

  async #pump(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        try {
          if (this.#hasRoom()) await this.#encode(next.value);
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The camera is gone or the encoder gave up; the page sees the track end and says so.
    }
  }

  #hasRoom(): boolean {
    const outlet = this.#parts.outlet();
    if (outlet === undefined || outlet.media.openFrames >= limits.openFrames) return false;
    return (this.#encoder?.encodeQueueSize ?? 0) < MAX_ENCODING;
  }

  async #encode(frame: VideoFrame): Promise<void> {
    await this.#configure(frame.displayWidth, frame.displayHeight);
    const now = this.#parts.now();
    const keyFrame = this.#keyFrameWanted && now - this.#lastKeyFrame >= KEY_FRAME_INTERVAL;
    if (keyFrame) {
      this.#keyFrameWanted = false;
      this.#lastKeyFrame = now;
    }
    this.#parts.outlet()?.media.prepareFrame();
    this.#encoder?.encode(frame, { keyFrame });
  }

  /** Makes the encoder fit the picture. A change of size begins with a key frame, which encoders do by themselves. */
  async #configure(width: number, height: number): Promise<void> {
    if (this.#configured?.width === width && this.#configured.height === height) {
      if (this.#encoder?.state === "configured") return;
    }
    this.#codec ??= await chooseCodec(width, height);
    if (this.#encoder === undefined || this.#encoder.state === "closed")
      this.#encoder = this.#createEncoder();
    this.#encoder.configure(encoderConfig(this.#codec, width, height));
    this.#configured = { width, height };
    this.#keyFrameWanted = true;
  }

  #createEncoder(): VideoEncoder {
    return new VideoEncoder({
      output: (chunk) => this.#send(chunk),
      // A broken encoder is replaced by the next frame.
      error: () => undefined,
    });
  }

  /** Sealing begins at once and may overlap; frames leave in the order in which they were encoded. */
  #send(chunk: EncodedVideoChunk): void {
    const { flow, outlet, seal, now } = this.#parts;
    const sequence = this.#sequence++;
    const baseIndex = this.#baseIndex++ & 0xff;
    const target = outlet();
    if (target === undefined || this.#codec === undefined) return;
    const payload = new Uint8Array(chunk.byteLength);
    chunk.copyTo(payload);
    const keyFrame = chunk.type === "key";
    const header = encodeMediaHeader({
      payloadType: this.#codec.payloadType,
      sequence,
      timestamp: Math.round((chunk.timestamp * clockRate.video) / 1e6),
      ssrc: target.ssrc,
      marking: { keyFrame, discardable: false, baseSync: keyFrame, temporalLayer: 0, baseIndex },
      sendTime: now(),
    });
    const sealing = seal(payload, header, header.length);
    this.#outgoing = this.#outgoing.then(async () => {
      // What is not sealed, or meant for a connection that is gone, is not sent: the next frame starts over.
      const packet = await sealing.catch(() => undefined);
      if (packet === undefined || outlet()?.ssrc !== target.ssrc) {
        this.#keyFrameWanted = true;
        return;
      }
      packet.set(header);
      const sent = target.media.sendFrame(flow, packet).catch(() => false);
      void sent.then((arrived) => {
        if (!arrived) this.#keyFrameWanted = true;
      });
    });
  }
}

function encoderConfig(codec: VideoCodec, width: number, height: number): VideoEncoderConfig {
  const pixels = width * height;
  return {
    codec: codec.codecString(pixels),
    width,
    height,
    bitrate: defaultBitrate(pixels),
    bitrateMode: "constant",
    framerate: 30,
    latencyMode: "realtime",
    ...codec.encoderOptions,
  };
}

async function chooseCodec(width: number, height: number): Promise<VideoCodec> {
  for (const codec of videoCodecs) {
    const { supported } = await VideoEncoder.isConfigSupported(encoderConfig(codec, width, height));
    if (supported) return codec;
  }
  throw new Error("This browser has no video encoder that Kith can use");
}
