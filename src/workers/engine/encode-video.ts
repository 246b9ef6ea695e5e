import type { VideoQuality } from "../../media/congestion/quality-ladder.ts";
import { EncoderSteering } from "../../media/encoder-steering.ts";
import { Shrinker } from "../../media/shrink.ts";
import { type LayerCount, LayerMarker } from "../../media/temporal-layers.ts";
import type { VideoTrack } from "../../media/tracks/track.ts";
import {
  mostLayers,
  UNIVERSAL,
  type VideoCodec,
  videoCodecOf,
  videoCodecs,
  videoConfig,
} from "../../media/video-codecs.ts";
import { clockRate, type PayloadType } from "../../transport/wire/rtp.ts";
import type { Encoders } from "./encoders.ts";
import type { OutboundVideo } from "./statistics.ts";

interface VideoEncodingParts {
  readonly track: VideoTrack;
  readonly encoders: Pick<Encoders, "choose">;
  readonly now: () => number;
}

interface Choice {
  readonly codec: VideoCodec;
  /** As many as the encoder has. */
  readonly layers: LayerCount;
  readonly steering: EncoderSteering;
}

/** The encoder as it is to take the next frame. */
interface Configured {
  readonly encoder: VideoEncoder;
  readonly told: VideoQuality;
  /** The frame shows what a new bitrate costs. */
  readonly isSteered: boolean;
}

/** A frame that went into the encoder. */
interface Encoding {
  readonly at: number;
  /** It was to be a key frame. */
  readonly keyFrame: boolean;
  /** It was the first with another bitrate, and nothing else is new. */
  readonly isSteered: boolean;
}

/** Frames the encoder may have in hand: with more, latency grows and nothing is won. */
const MAX_ENCODING = 2;
/** With so many in hand it holds them back, to look ahead or to keep threads busy, and there is no telling for how long. */
const HELD_BACK = 6;
/** Key frames are big: not more often than this, however many ask. Milliseconds. */
const KEY_FRAME_INTERVAL = 300;
/** By how much the bitrate of a page of text may rise from one picture to the next: there are few of them, and a large one is sharp. */
const READING_STEP = 2;

/**
 * What text is encoded with. It makes a page as small as it is told to, if need be not sharp at first; H.264 makes it as large as it
 * comes out, which on a narrow path takes seconds.
 */
const forReading: ReadonlySet<PayloadType> = new Set([UNIVERSAL]);

/** Makes packets of one's own pictures, and hands them to their track. Owns the encoder; the pictures stay their giver's. */
export class VideoEncoding {
  readonly #parts: VideoEncodingParts;
  readonly #marker = new LayerMarker();
  readonly #shrinker = new Shrinker();
  #encoder: VideoEncoder | undefined;
  #choice: Choice | undefined;
  #decodable: ReadonlySet<PayloadType> = new Set(videoCodecs.map(({ payloadType }) => payloadType));
  #keyFrameWanted = true;
  #lastKeyFrame = Number.NEGATIVE_INFINITY;
  /** On a narrow path one takes seconds, and whoever is without a picture asks again and again meanwhile. */
  #keyFramesUnderWay = 0;
  /** Of those that turned out to hold frames back. */
  readonly #unfit = new Set<PayloadType>();
  /** By timestamp. */
  readonly #encoding = new Map<number, Encoding>();
  #measured = { frames: 0, seconds: 0 };
  readonly #stats = {
    framesEncoded: 0,
    keyFramesEncoded: 0,
    framesSent: 0,
    framesDropped: 0,
    totalEncodeTime: 0,
  };

  constructor(parts: VideoEncodingParts) {
    this.#parts = parts;
  }

  /** Undefined before the first picture. */
  get statistics(): OutboundVideo | undefined {
    const { codec, steering } = this.#choice ?? {};
    const configured = steering?.current;
    if (configured === undefined) return undefined;
    return {
      ...this.#stats,
      ...this.#parts.track.stats,
      codec: codec?.name,
      frameWidth: configured.width,
      frameHeight: configured.height,
      framesPerSecond: configured.frameRate,
      targetBitrate: configured.bitrate,
      temporalLayers: configured.temporalLayers,
    };
  }

  /** Whether one more picture would only wait in the encoder. */
  get isBusy(): boolean {
    return (this.#encoder?.encodeQueueSize ?? 0) >= MAX_ENCODING;
  }

  /** Milliseconds until the next picture may be the key frame that is wanted; undefined while none is. */
  get untilKeyFrame(): number | undefined {
    if (!this.#keyFrameWanted) return undefined;
    return Math.max(0, this.#lastKeyFrame + KEY_FRAME_INTERVAL - this.#parts.now());
  }

  /** The share of the time between frames that encoding them has taken since the last call; undefined where there were none. */
  takeLoad(): number | undefined {
    const { framesEncoded, totalEncodeTime } = this.#stats;
    const frames = framesEncoded - this.#measured.frames;
    const seconds = totalEncodeTime - this.#measured.seconds;
    this.#measured = { frames: framesEncoded, seconds: totalEncodeTime };
    return frames === 0 ? undefined : (seconds / frames) * (this.#choice?.steering.current?.frameRate ?? 0);
  }

  /** The next frame will be decodable by itself, unless one just was, or is on its way. */
  requestKeyFrame(): void {
    const isInHand = [...this.#encoding.values()].some(({ keyFrame }) => keyFrame);
    if (!isInHand && this.#keyFramesUnderWay === 0) this.#keyFrameWanted = true;
  }

  /** What everybody who receives the frames can decode. */
  setDecodable(decodable: ReadonlySet<PayloadType>): void {
    if (isSameSet(decodable, this.#decodable)) return;
    this.#decodable = decodable;
    // Frames of the old codec that are still in it are of no use to those for whom it changes.
    this.#closeEncoder();
  }

  /** A picture was given up before it came here. */
  noteDropped(): void {
    this.#stats.framesDropped++;
  }

  /** Rejects where this browser has no encoder that all can decode. */
  async encode(frame: VideoFrame, quality: VideoQuality): Promise<void> {
    if (this.#choice !== undefined && this.#encoding.size >= HELD_BACK) {
      this.#unfit.add(this.#choice.codec.payloadType);
      this.#closeEncoder();
    }
    const now = this.#parts.now();
    const configured = await this.#configuredEncoder(frame, quality, now);
    if (configured === undefined) return;
    const { encoder, told, isSteered } = configured;
    const keyFrame = this.untilKeyFrame === 0;
    if (keyFrame) {
      this.#keyFrameWanted = false;
      this.#lastKeyFrame = now;
    }
    const shrunk = await this.#shrinker.shrink(frame, told.width, told.height);
    try {
      // Making it smaller takes a moment, in which the encoder may have been given up.
      if (encoder.state !== "configured") return;
      this.#parts.track.learn(frame.timestamp / 1000);
      this.#parts.track.ensure();
      this.#encoding.set(frame.timestamp, { at: now, keyFrame, isSteered });
      encoder.encode(shrunk ?? frame, { keyFrame });
    } finally {
      shrunk?.close();
    }
  }

  close(): void {
    this.#closeEncoder();
  }

  /** One that does what is wanted; undefined when it is known better by now which. A new size costs a key frame. */
  async #configuredEncoder(
    frame: VideoFrame,
    quality: VideoQuality,
    now: number,
  ): Promise<Configured | undefined> {
    if (this.#choice?.steering.current?.hint !== quality.hint) this.#closeEncoder();
    const decodable = this.#decodable;
    const choice = this.#choice ?? (await this.#choose(frame, quality));
    if (decodable !== this.#decodable) return undefined;
    this.#choice = choice;
    const { codec, layers, steering } = choice;
    const temporalLayers = Math.min(quality.temporalLayers, layers) as LayerCount;
    const wanted = { ...quality, temporalLayers };
    let encoder = this.#encoder;
    const before = steering.current;
    if (encoder?.state === "configured" && before !== undefined && !steering.isWorthTelling(wanted, now))
      return { encoder, told: before, isSteered: false };
    if (encoder === undefined || encoder.state === "closed") {
      encoder = this.#createEncoder(choice);
      this.#encoder = encoder;
      this.#keyFrameWanted = true;
    }
    const step = quality.hint === "detail" ? READING_STEP : codec.bitrateStep;
    const highest = step * (before?.bitrate ?? Number.POSITIVE_INFINITY);
    const told = steering.isFree ? { ...wanted, bitrate: Math.min(wanted.bitrate, highest) } : wanted;
    const isSteered = steering.tell(told, now);
    encoder.configure(videoConfig(codec, told));
    return { encoder, told, isSteered };
  }

  /** The one that suits the source best, or while nothing is known of them the first that there is. */
  async #choose(frame: VideoFrame, quality: VideoQuality): Promise<Choice> {
    const size = { width: frame.displayWidth, height: frame.displayHeight };
    const decodable = quality.hint === "detail" ? forReading : this.#fit;
    const measured = this.#parts.encoders.choose(size, { frameRate: quality.frameRate, decodable });
    const known = measured && videoCodecOf(measured.codec);
    if (known) {
      const { layers, steersFreely } = measured;
      return { codec: known, layers, steering: new EncoderSteering(steersFreely) };
    }
    for (const codec of videoCodecs) {
      const layers = decodable.has(codec.payloadType) ? await mostLayers(codec, quality) : undefined;
      if (layers !== undefined) return { codec, layers, steering: new EncoderSteering() };
    }
    throw new Error("This browser has no video encoder that all in the call can decode");
  }

  /** What is worth trying; everything, where nothing is. */
  get #fit(): ReadonlySet<PayloadType> {
    const fit = new Set([...this.#decodable].filter((payloadType) => !this.#unfit.has(payloadType)));
    return fit.size > 0 ? fit : this.#decodable;
  }

  #closeEncoder(): void {
    this.#encoding.clear();
    if (this.#encoder?.state !== "closed") this.#encoder?.close();
    this.#choice = undefined;
  }

  #createEncoder(choice: Choice): VideoEncoder {
    this.#encoding.clear();
    return new VideoEncoder({
      output: (chunk, metadata) => void this.#send(choice, chunk, metadata?.svc?.temporalLayerId ?? 0),
      // A broken encoder is replaced by the next frame.
      error: () => undefined,
    });
  }

  async #send({ codec, steering }: Choice, chunk: EncodedVideoChunk, layer: number): Promise<void> {
    const { track } = this.#parts;
    const keyFrame = chunk.type === "key";
    const began = this.#countEncoded(chunk);
    if (began?.keyFrame === false) steering.learn({ isKey: keyFrame, shows: began.isSteered });
    const marking = this.#marker.mark(keyFrame, layer, steering.current?.temporalLayers ?? 1);
    if (marking.discardable && !track.isReady) {
      this.#stats.framesDropped++;
      return;
    }
    const payload = new Uint8Array(chunk.byteLength);
    chunk.copyTo(payload);
    const timestamp = Math.round((chunk.timestamp * clockRate.video) / 1e6);
    const place = { isFirst: marking.temporalLayer === 0, isLast: this.#marker.isRunOver };
    const sending = track.send({ payload, payloadType: codec.payloadType, timestamp, marking, place });
    const sent = await (keyFrame ? this.#underWay(sending) : sending);
    if (sent) this.#stats.framesSent++;
    // What builds on it is useless: the next frame starts over.
    else if (!marking.discardable) this.#keyFrameWanted = true;
  }

  /** Nobody is sent another key frame meanwhile. */
  async #underWay(sending: Promise<boolean>): Promise<boolean> {
    this.#keyFramesUnderWay++;
    try {
      return await sending;
    } finally {
      this.#keyFramesUnderWay--;
    }
  }

  /** How it went in, where that is known. */
  #countEncoded(chunk: EncodedVideoChunk): Encoding | undefined {
    const began = this.#encoding.get(chunk.timestamp);
    for (const timestamp of this.#encoding.keys())
      if (timestamp <= chunk.timestamp) this.#encoding.delete(timestamp);
    if (began !== undefined) this.#stats.totalEncodeTime += (this.#parts.now() - began.at) / 1000;
    this.#stats.framesEncoded++;
    if (chunk.type === "key") this.#stats.keyFramesEncoded++;
    return began;
  }
}

function isSameSet<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}
