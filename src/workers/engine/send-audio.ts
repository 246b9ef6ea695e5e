import type { Seal } from "../../media/seal.ts";
import { Flow } from "../../transport/wire/flows.ts";
import { clockRate, encodeMediaHeader, PayloadType } from "../../transport/wire/rtp.ts";
import type { Outlet } from "./send-video.ts";

interface AudioSenderParts {
  readonly outlet: () => Outlet | undefined;
  readonly seal: Seal;
  readonly now: () => number;
}

/** Bits per second for speech that sounds like the room it was said in. */
const BITRATE = 40_000;
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
  #sequence = 0;
  #outgoing: Promise<void> = Promise.resolve();

  constructor(parts: AudioSenderParts) {
    this.#parts = parts;
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
          if (this.#parts.outlet() !== undefined) this.#encode(next.value);
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The microphone is gone; the page sees the track end and says so.
    }
  }

  #encode(data: AudioData): void {
    const format = `${data.sampleRate}/${data.numberOfChannels}`;
    if (this.#encoder?.state !== "configured" || this.#format !== format) {
      if (this.#encoder?.state !== "closed") this.#encoder?.close();
      this.#encoder = this.#createEncoder();
      this.#encoder.configure({
        codec: "opus",
        sampleRate: data.sampleRate,
        numberOfChannels: data.numberOfChannels,
        bitrate: BITRATE,
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
    const { outlet, seal, now } = this.#parts;
    const sequence = this.#sequence++;
    const target = outlet();
    if (target === undefined) return;
    const payload = new Uint8Array(chunk.byteLength);
    chunk.copyTo(payload);
    const header = encodeMediaHeader({
      payloadType: PayloadType.opus,
      sequence,
      timestamp: Math.round((chunk.timestamp * clockRate.audio) / 1e6),
      ssrc: target.ssrc,
      marking: undefined,
      sendTime: now(),
    });
    const sealing = seal(payload, header, header.length);
    this.#outgoing = this.#outgoing.then(async () => {
      const packet = await sealing.catch(() => undefined);
      if (packet === undefined || outlet()?.ssrc !== target.ssrc) return;
      packet.set(header);
      target.media.sendDatagram(Flow.audio, packet);
    });
  }
}
