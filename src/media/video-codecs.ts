import { PayloadType } from "../transport/wire/rtp.ts";
import type { VideoQuality } from "./congestion/quality-ladder.ts";
import type { LayerCount } from "./temporal-layers.ts";

/** A way to encode video. A new codec is one more row. */
export interface VideoCodec {
  readonly payloadType: PayloadType;
  readonly name: string;
  /** The WebCodecs string for pictures of this many pixels. */
  codecString(pixels: number): string;
  readonly encoderOptions: Partial<VideoEncoderConfig>;
  /** By how much the bitrate may rise at a time: some encoders greet a leap with one enormous frame. */
  readonly bitrateStep: number;
}

const HD_PIXELS = 1280 * 720;

/** In order of preference: what encodes fastest where it exists at all. */
export const videoCodecs: readonly VideoCodec[] = [
  {
    payloadType: PayloadType.h264,
    name: "H.264",
    codecString: (pixels) => (pixels <= HD_PIXELS ? "avc1.42E01F" : "avc1.42E033"),
    // Parameter sets travel inside each key frame, so a decoder needs nothing but the frames.
    encoderOptions: { avc: { format: "annexb" } },
    bitrateStep: Number.POSITIVE_INFINITY,
  },
  {
    payloadType: PayloadType.vp8,
    name: "VP8",
    codecString: () => "vp8",
    encoderOptions: {},
    bitrateStep: 1.25,
  },
];

/** What everybody decodes, whether they say so or not. */
export const UNIVERSAL = PayloadType.vp8;

export function videoCodecOf(payloadType: number): VideoCodec | undefined {
  return videoCodecs.find((codec) => codec.payloadType === payloadType);
}

/** Bits per second that make a call's picture of this size look good. */
export function defaultBitrate(pixels: number): number {
  const megapixels = pixels / 1e6;
  return Math.round(Math.min(4e6, 350e3 + 1.6e6 * megapixels));
}

/** What an encoder of this codec is told to make pictures of that quality. */
export function videoConfig(codec: VideoCodec, quality: VideoQuality): VideoEncoderConfig {
  const { width, height, bitrate, frameRate, temporalLayers, hint } = quality;
  return {
    codec: codec.codecString(width * height),
    width,
    height,
    bitrate,
    bitrateMode: "constant",
    // Encoders divide the bitrate by it, whatever they are really given.
    framerate: frameRate,
    latencyMode: "realtime",
    // Not every browser knows a name for a single layer.
    ...(temporalLayers > 1 ? { scalabilityMode: `L1T${temporalLayers}` } : {}),
    ...(hint === undefined ? {} : { contentHint: hint }),
    ...codec.encoderOptions,
  };
}

/** With the most layers that the encoder says it has; undefined when it says that it cannot do it at all. */
export async function mostLayers(codec: VideoCodec, quality: VideoQuality): Promise<LayerCount | undefined> {
  for (const temporalLayers of [3, 2, 1] as const) {
    const config = videoConfig(codec, { ...quality, temporalLayers });
    if ((await VideoEncoder.isConfigSupported(config)).supported) return temporalLayers;
  }
  return undefined;
}

/** The payload types that this browser has a decoder for. */
export async function decodableCodecs(): Promise<PayloadType[]> {
  const decodable: PayloadType[] = [];
  for (const { payloadType, codecString } of videoCodecs) {
    const { supported } = await VideoDecoder.isConfigSupported({ codec: codecString(0) });
    if (supported) decodable.push(payloadType);
  }
  return decodable;
}
