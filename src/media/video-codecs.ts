import { PayloadType } from "../transport/wire/rtp.ts";

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

export function videoCodecOf(payloadType: number): VideoCodec | undefined {
  return videoCodecs.find((codec) => codec.payloadType === payloadType);
}

/** Bits per second that make a call's picture of this size look good. */
export function defaultBitrate(pixels: number): number {
  const megapixels = pixels / 1e6;
  return Math.round(Math.min(4e6, 350e3 + 1.6e6 * megapixels));
}
