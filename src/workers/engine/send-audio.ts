import { AudioCopies } from "../../media/audio-copies.ts";
import type { AudioQuality } from "../../media/congestion/quality-ladder.ts";
import { SilenceGate } from "../../media/silence-gate.ts";
import type { AudioTrack } from "../../media/tracks/track.ts";
import { clockRate } from "../../transport/wire/rtp.ts";
import { inMono, samplesOf } from "../capture/mono.ts";
import { CaptureReader } from "./capture-reader.ts";
import type { OutboundAudio } from "./statistics.ts";

interface AudioSenderParts {
  readonly track: AudioTrack;
  /** As it is to be sent at present. */
  readonly quality: () => AudioQuality;
  /** How many frames back each copy is that a packet carries. */
  readonly copyOffsets: () => readonly number[];
  /** Of a sound that is silent most of the time: told with each piece whether it is to be heard, and only then asked for its quality. */
  readonly onSounding?: (isSounding: boolean) => void;
}

/** Pieces the encoder may have in hand: what waits longer is too late to be said. */
const MAX_ENCODING = 10;
/** Microseconds without sound after which the encoder begins anew: some count on from their first piece, as if there were no gap. */
const GAP = 60_000;

/** What the encoder is told of each kind of sound: speech is to be understood, and of anything else nothing is to be missing. */
const hints = {
  audio: { application: "voip", signal: "voice" },
  screenAudio: { application: "audio", signal: "music" },
} as const;

/** Captured sound in, Opus out to the network. Owns every piece it reads, and the encoder. */
export class AudioSender {
  readonly #parts: AudioSenderParts;
  readonly #source = new CaptureReader<AudioData>((data) => {
    if (this.#parts.track.isOpen) this.#take(inMono(data));
  });
  readonly #gate = new SilenceGate();
  #encoder: AudioEncoder | undefined;
  #configuration: string | undefined;
  /** When the encoder's next piece should begin, in microseconds of the source. */
  #next = 0;
  readonly #copies = new AudioCopies();

  constructor(parts: AudioSenderParts) {
    this.#parts = parts;
  }

  get statistics(): OutboundAudio | undefined {
    if (!this.#source.isReading) return undefined;
    const { bitrate, frameDuration } = this.#parts.quality();
    const copyOffsets = this.#parts.copyOffsets();
    return { ...this.#parts.track.stats, targetBitrate: bitrate, frameDuration, copyOffsets };
  }

  /** Sends this sound from now on, instead of the one before. */
  setSource(sound: ReadableStream<AudioData> | undefined): void {
    this.#source.read(sound);
  }

  close(): void {
    this.setSource(undefined);
    this.#closeEncoder();
  }

  #take(data: AudioData): void {
    try {
      if (this.#isSounding(data) && this.#parts.quality().bitrate > 0) this.#encode(data);
    } finally {
      data.close();
    }
  }

  #isSounding(data: AudioData): boolean {
    const { onSounding } = this.#parts;
    if (onSounding === undefined) return true;
    const isSounding = this.#gate.passes(samplesOf(data), data.timestamp / 1000);
    onSounding(isSounding);
    return isSounding;
  }

  #encode(data: AudioData): void {
    if (Math.abs(data.timestamp - this.#next) > GAP) this.#closeEncoder();
    if (this.#encoder === undefined || this.#encoder.state === "closed") {
      this.#encoder = this.#createEncoder();
      this.#configuration = undefined;
    }
    this.#configure(this.#encoder, data);
    if (this.#encoder.encodeQueueSize >= MAX_ENCODING) return;
    this.#encoder.encode(data);
    this.#next = data.timestamp + data.duration;
  }

  #closeEncoder(): void {
    if (this.#encoder?.state !== "closed") this.#encoder?.close();
  }

  /** Another bitrate holds from the next frame on: the encoder begins anew inside, and what it has in hand comes out first. */
  #configure(encoder: AudioEncoder, { sampleRate, numberOfChannels }: AudioData): void {
    const { bitrate, frameDuration } = this.#parts.quality();
    const configuration = [bitrate, frameDuration, sampleRate, numberOfChannels].join();
    if (configuration === this.#configuration) return;
    this.#configuration = configuration;
    encoder.configure({
      codec: "opus",
      sampleRate,
      numberOfChannels,
      bitrate,
      opus: { frameDuration: 1000 * frameDuration, ...hints[this.#parts.track.kind] },
    } as AudioEncoderConfig);
  }

  #createEncoder(): AudioEncoder {
    return new AudioEncoder({
      output: (chunk) => this.#send(chunk),
      // A broken encoder is replaced by the next piece of sound.
      error: () => undefined,
    });
  }

  #send(chunk: EncodedAudioChunk): void {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    // What the encoder counts, not what it was given: where it counts on over a short gap, its packets say so for good.
    this.#parts.track.learn((chunk.timestamp + (chunk.duration ?? 0)) / 1000);
    const timestamp = Math.round((chunk.timestamp * clockRate.audio) / 1e6);
    const packed = this.#copies.pack({ timestamp, data }, this.#parts.copyOffsets());
    void this.#parts.track.send({ ...packed, timestamp, marking: undefined });
  }
}
