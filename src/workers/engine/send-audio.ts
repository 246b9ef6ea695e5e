import type { AudioQuality } from "../../media/congestion/quality-ladder.ts";
import type { AudioTrack } from "../../media/tracks/track.ts";
import { clockRate, PayloadType } from "../../transport/wire/rtp.ts";
import type { OutboundAudio } from "./statistics.ts";

interface AudioSenderParts {
  readonly track: AudioTrack;
  /** As it is to be sent at present. */
  readonly quality: () => AudioQuality;
}

/** Microseconds of sound per packet: 10 ms less delay than the usual 20, for a little more overhead. */
const FRAME_DURATION = 10_000;
/** Pieces the encoder may have in hand: what waits longer is too late to be said. */
const MAX_ENCODING = 10;

/** Microphone sound in, Opus out to the network. Owns every piece it reads, and the encoder. */
export class AudioSender {
  readonly #parts: AudioSenderParts;
  #reader: ReadableStreamDefaultReader<AudioData> | undefined;
  #encoder: AudioEncoder | undefined;
  #format: string | undefined;

  constructor(parts: AudioSenderParts) {
    this.#parts = parts;
  }

  get statistics(): OutboundAudio | undefined {
    if (this.#reader === undefined) return undefined;
    const { bitrate, copies } = this.#parts.quality();
    return { ...this.#parts.track.stats, targetBitrate: bitrate, copies };
  }

  /** Sends this sound from now on, instead of the one before. */
  setSource(sound: ReadableStream<AudioData> | undefined): void {
    this.#reader?.cancel().catch(() => undefined);
    this.#reader = sound?.getReader();
    if (this.#reader !== undefined) void this.#pump(this.#reader);
  }

  close(): void {
    this.setSource(undefined);
    if (this.#encoder?.state !== "closed") this.#encoder?.close();
  }

  async #pump(reader: ReadableStreamDefaultReader<AudioData>): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        try {
          if (this.#parts.track.isOpen) this.#encode(next.value);
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The microphone is gone; the page sees the track end and says so.
    }
  }

  #encode(data: AudioData): void {
    this.#parts.track.ensure(data.timestamp / 1000);
    const format = `${data.sampleRate}/${data.numberOfChannels}`;
    if (this.#encoder?.state !== "configured" || this.#format !== format) {
      if (this.#encoder?.state !== "closed") this.#encoder?.close();
      this.#encoder = this.#createEncoder();
      this.#encoder.configure({
        codec: "opus",
        sampleRate: data.sampleRate,
        numberOfChannels: data.numberOfChannels,
        bitrate: this.#parts.quality().bitrate,
        opus: { frameDuration: FRAME_DURATION, application: "voip", signal: "voice" },
      } as AudioEncoderConfig);
      this.#format = format;
    }
    if (this.#encoder.encodeQueueSize < MAX_ENCODING) this.#encoder.encode(data);
  }

  #createEncoder(): AudioEncoder {
    return new AudioEncoder({
      output: (chunk) => this.#send(chunk),
      // A broken encoder is replaced by the next piece of sound.
      error: () => undefined,
    });
  }

  #send(chunk: EncodedAudioChunk): void {
    const payload = new Uint8Array(chunk.byteLength);
    chunk.copyTo(payload);
    const timestamp = Math.round((chunk.timestamp * clockRate.audio) / 1e6);
    void this.#parts.track.send({ payload, payloadType: PayloadType.opus, timestamp, marking: undefined });
  }
}
