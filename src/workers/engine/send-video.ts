import type { VideoQuality, VideoSource } from "../../media/congestion/quality-ladder.ts";
import { FrameRate, FrameThinner } from "../../media/frame-rate.ts";
import { LayerMarker } from "../../media/temporal-layers.ts";
import type { VideoTrack } from "../../media/tracks/track.ts";
import { type VideoCodec, videoCodecs } from "../../media/video-codecs.ts";
import { clockRate } from "../../transport/wire/rtp.ts";
import type { OutboundVideo } from "./statistics.ts";

interface VideoSenderParts {
  readonly track: VideoTrack;
  /** What is to be made of the source; undefined while there is no room for pictures at all. */
  readonly quality: (source: VideoSource) => VideoQuality | undefined;
  /** A frame is left out because those before it have not left. */
  readonly onBlocked: () => void;
  readonly now: () => number;
}

/** Frames the encoder may have in hand: with more, latency grows and nothing is won. */
const MAX_ENCODING = 2;
/** Key frames are big: not more often than this, however many ask. Milliseconds. */
const KEY_FRAME_INTERVAL = 300;
/** What an encoder is not told again for. */
const SAME_RATE = 0.04;
const SAME_FRAME_RATE = 0.1;

/** Camera frames in, encoded frames out to the network. Owns every frame it reads, and the encoder. */
export class VideoSender {
  readonly #parts: VideoSenderParts;
  readonly #sourceRate = new FrameRate();
  readonly #thinner = new FrameThinner();
  readonly #marker = new LayerMarker();
  #reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  #encoder: VideoEncoder | undefined;
  #codec: VideoCodec | undefined;
  #configured: VideoQuality | undefined;
  #keyFrameWanted = true;
  #lastKeyFrame = Number.NEGATIVE_INFINITY;
  /** When frames went into the encoder, by timestamp. */
  readonly #encoding = new Map<number, number>();
  #measured = { frames: 0, seconds: 0 };
  readonly #stats = {
    framesEncoded: 0,
    keyFramesEncoded: 0,
    framesSent: 0,
    framesDropped: 0,
    totalEncodeTime: 0,
  };

  constructor(parts: VideoSenderParts) {
    this.#parts = parts;
  }

  get statistics(): OutboundVideo | undefined {
    const configured = this.#configured;
    if (configured === undefined || this.#reader === undefined) return undefined;
    return {
      ...this.#stats,
      ...this.#parts.track.stats,
      codec: this.#codec?.name,
      frameWidth: configured.width,
      frameHeight: configured.height,
      framesPerSecond: configured.frameRate,
      targetBitrate: configured.bitrate,
      temporalLayers: configured.temporalLayers,
    };
  }

  /** The share of the time between frames that encoding them has taken since the last call; undefined where there were none. */
  takeLoad(): number | undefined {
    const { framesEncoded, totalEncodeTime } = this.#stats;
    const frames = framesEncoded - this.#measured.frames;
    const seconds = totalEncodeTime - this.#measured.seconds;
    this.#measured = { frames: framesEncoded, seconds: totalEncodeTime };
    return frames === 0 ? undefined : (seconds / frames) * (this.#configured?.frameRate ?? 0);
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
          await this.#take(next.value);
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The camera is gone or the encoder gave up; the page sees the track end and says so.
    }
  }

  async #take(frame: VideoFrame): Promise<void> {
    const { track, quality } = this.#parts;
    const time = frame.timestamp / 1000;
    this.#sourceRate.learn(time);
    if (!track.isOpen) return;
    const { displayWidth: width, displayHeight: height } = frame;
    const wanted = quality({ width, height, frameRate: this.#sourceRate.current });
    if (wanted === undefined || !this.#thinner.admits(time, wanted.frameRate)) return;
    if (track.isReady && (this.#encoder?.encodeQueueSize ?? 0) < MAX_ENCODING)
      return await this.#encode(frame, wanted);
    this.#stats.framesDropped++;
    if (!track.isReady) this.#parts.onBlocked();
  }

  async #encode(frame: VideoFrame, quality: VideoQuality): Promise<void> {
    await this.#configure(quality);
    const now = this.#parts.now();
    const keyFrame = this.#keyFrameWanted && now - this.#lastKeyFrame >= KEY_FRAME_INTERVAL;
    if (keyFrame) {
      this.#keyFrameWanted = false;
      this.#lastKeyFrame = now;
    }
    this.#parts.track.ensure(frame.timestamp / 1000);
    this.#encoding.set(frame.timestamp, now);
    this.#encoder?.encode(frame, { keyFrame });
  }

  /** Makes the encoder do what is wanted of it. A new bitrate costs nothing; a new size costs a key frame. */
  async #configure(quality: VideoQuality): Promise<void> {
    const isConfigured = this.#encoder?.state === "configured";
    if (isConfigured && isSame(this.#configured, quality)) return;
    this.#codec ??= await chooseCodec(quality);
    if (this.#encoder === undefined || this.#encoder.state === "closed") {
      this.#encoder = this.#createEncoder();
      this.#keyFrameWanted = true;
    }
    const bitrate = Math.min(
      quality.bitrate,
      this.#codec.bitrateStep * (this.#configured?.bitrate ?? Number.POSITIVE_INFINITY),
    );
    this.#configured = { ...quality, bitrate };
    this.#encoder.configure(encoderConfig(this.#codec, this.#configured));
  }

  #createEncoder(): VideoEncoder {
    this.#encoding.clear();
    return new VideoEncoder({
      output: (chunk, metadata) => void this.#send(chunk, metadata?.svc?.temporalLayerId ?? 0),
      // A broken encoder is replaced by the next frame.
      error: () => undefined,
    });
  }

  async #send(chunk: EncodedVideoChunk, layer: number): Promise<void> {
    const { track } = this.#parts;
    const keyFrame = chunk.type === "key";
    this.#countEncoded(chunk);
    const marking = this.#marker.mark(keyFrame, layer, this.#configured?.temporalLayers ?? 1);
    const codec = this.#codec;
    if (codec === undefined || (marking.discardable && !track.isReady)) {
      this.#stats.framesDropped++;
      return;
    }
    const payload = new Uint8Array(chunk.byteLength);
    chunk.copyTo(payload);
    const timestamp = Math.round((chunk.timestamp * clockRate.video) / 1e6);
    const sent = await track.send({ payload, payloadType: codec.payloadType, timestamp, marking });
    if (sent) this.#stats.framesSent++;
    // What builds on it is useless: the next frame starts over.
    else if (!marking.discardable) this.#keyFrameWanted = true;
  }

  #countEncoded(chunk: EncodedVideoChunk): void {
    const began = this.#encoding.get(chunk.timestamp);
    for (const timestamp of this.#encoding.keys())
      if (timestamp <= chunk.timestamp) this.#encoding.delete(timestamp);
    if (began !== undefined) this.#stats.totalEncodeTime += (this.#parts.now() - began) / 1000;
    this.#stats.framesEncoded++;
    if (chunk.type === "key") this.#stats.keyFramesEncoded++;
  }
}

function isSame(before: VideoQuality | undefined, after: VideoQuality): boolean {
  if (before === undefined) return false;
  const isClose = (a: number, b: number, share: number) => Math.abs(a - b) <= share * a;
  return (
    before.width === after.width &&
    before.height === after.height &&
    before.temporalLayers === after.temporalLayers &&
    isClose(before.bitrate, after.bitrate, SAME_RATE) &&
    isClose(before.frameRate, after.frameRate, SAME_FRAME_RATE)
  );
}

function encoderConfig(codec: VideoCodec, quality: VideoQuality): VideoEncoderConfig {
  const { width, height, bitrate, frameRate, temporalLayers } = quality;
  return {
    codec: codec.codecString(width * height),
    width,
    height,
    bitrate,
    bitrateMode: "constant",
    // Encoders divide the bitrate by it, whatever they are really given.
    framerate: frameRate,
    latencyMode: "realtime",
    ...(temporalLayers > 1 ? { scalabilityMode: `L1T${temporalLayers}` } : {}),
    ...codec.encoderOptions,
  };
}

async function chooseCodec(quality: VideoQuality): Promise<VideoCodec> {
  for (const codec of videoCodecs) {
    const { supported } = await VideoEncoder.isConfigSupported(encoderConfig(codec, quality));
    if (supported) return codec;
  }
  throw new Error("This browser has no video encoder that Kith can use");
}
