import type { FrameSeal } from "../../media/seal.ts";
import { defaultBitrate, type VideoCodec, videoCodecs } from "../../media/video-codecs.ts";
import type { MediaTransport } from "../../transport/media-transport.ts";
import type { FrameFlow } from "../../transport/wire/flows.ts";
import { limits } from "../../transport/wire/limits.ts";
import { clockRate, encodeMediaPacket } from "../../transport/wire/rtp.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";

/** Where packets go at this moment: both change with every reconnection, and there may be no connection at all. */
export interface Outlet {
  readonly media: MediaTransport;
  readonly ssrc: Ssrc;
}

interface VideoSenderParts {
  readonly flow: FrameFlow;
  readonly outlet: () => Outlet | undefined;
  readonly seal: FrameSeal;
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
  /** Frames leave in the order in which they were encoded, whatever sealing takes. */
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
      output: (chunk) => {
        const { codec, sequence } = { codec: this.#codec, sequence: this.#sequence++ };
        if (codec === undefined) return;
        const payload = new Uint8Array(chunk.byteLength);
        chunk.copyTo(payload);
        const keyFrame = chunk.type === "key";
        const baseIndex = this.#baseIndex++ & 0xff;
        this.#outgoing = this.#outgoing.then(() =>
          this.#send(codec, payload, { keyFrame, sequence, baseIndex, timestamp: chunk.timestamp }),
        );
      },
      // A broken encoder is replaced by the next frame.
      error: () => undefined,
    });
  }

  async #send(
    codec: VideoCodec,
    payload: Uint8Array,
    frame: { keyFrame: boolean; sequence: number; baseIndex: number; timestamp: number },
  ): Promise<void> {
    const { flow, outlet, seal, now } = this.#parts;
    const sealed = await seal.seal(payload);
    const target = outlet();
    if (target === undefined) return;
    const packet = encodeMediaPacket({
      payloadType: codec.payloadType,
      sequence: frame.sequence,
      timestamp: Math.round((frame.timestamp * clockRate.video) / 1e6),
      ssrc: target.ssrc,
      marking: {
        keyFrame: frame.keyFrame,
        discardable: false,
        baseSync: frame.keyFrame,
        temporalLayer: 0,
        baseIndex: frame.baseIndex,
      },
      sendTime: now(),
      payload: sealed,
    });
    target.media.sendFrame(flow, packet).then(
      (sent) => {
        if (!sent) this.#keyFrameWanted = true;
      },
      () => undefined,
    );
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
