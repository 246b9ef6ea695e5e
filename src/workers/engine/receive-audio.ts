import { unpackAudio } from "../../media/audio-copies.ts";
import { AudioOrder, type ReadyFrame } from "../../media/audio-order.ts";
import { Unwrapper } from "../../media/sequence.ts";
import { clockRate, type ReceivedPacket } from "../../transport/wire/rtp.ts";
import type { Sound } from "../audio/messages.ts";

interface AudioReceiverParts {
  /** Takes over decoded sound. */
  readonly play: (sound: Sound) => void;
  /** Told when the source starts and stops to be heard. */
  readonly onSpeaking: (speaking: boolean) => void;
  /** Told of each piece of sound how loud it is: its root mean square, 0 to 1. */
  readonly onLevel: (level: number) => void;
}

/** Root mean square above which sound counts as speech, and how many quiet pieces end it. */
const SPEAKING_LEVEL = 0.02;
const QUIET_PIECES = 40;
/** Frames that the decoder may have in hand: what waits longer would be too late, and make what follows late. */
const MAX_DECODING = 32;

/** One sender's sound: decoded in its order, copies in place of what is lost, handed on with its timestamp. Owns the decoder. */
export class AudioReceiver {
  readonly #parts: AudioReceiverParts;
  readonly #timestamps = new Unwrapper(32);
  readonly #order = new AudioOrder();
  /** Copies that are being decoded, by their time in microseconds. */
  readonly #copies = new Set<number>();
  #decoder: AudioDecoder | undefined;
  #quiet = QUIET_PIECES;
  #closed = false;

  constructor(parts: AudioReceiverParts) {
    this.#parts = parts;
  }

  /** Takes a packet that proved authentic. One that is malformed counts as lost. */
  receive({ payload, payloadType, timestamp }: ReceivedPacket): void {
    const frames = unpackAudio(payloadType, payload, this.#timestamps.unwrap(timestamp)) ?? [];
    for (const frame of this.#order.put(frames)) this.#decode(frame);
  }

  close(): void {
    this.#closed = true;
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
  }

  #decode({ data, timestamp, isCopy }: ReadyFrame): void {
    if (this.#closed) return;
    if (this.#decoder?.state !== "configured") {
      this.#copies.clear();
      this.#decoder = new AudioDecoder({ output: (decoded) => this.#play(decoded), error: () => undefined });
      this.#decoder.configure({ codec: "opus", sampleRate: clockRate.audio, numberOfChannels: 1 });
    }
    if (this.#decoder.decodeQueueSize >= MAX_DECODING) return;
    const microseconds = Math.round((timestamp * 1e6) / clockRate.audio);
    if (isCopy) this.#copies.add(microseconds);
    this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: microseconds, data }));
  }

  #play(decoded: AudioData): void {
    const samples = new Float32Array(decoded.numberOfFrames);
    decoded.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    const timestamp = Math.round((decoded.timestamp * clockRate.audio) / 1e6);
    const isCopy = this.#copies.delete(decoded.timestamp);
    decoded.close();
    this.#listen(samples);
    this.#parts.play({ timestamp, samples, isCopy });
  }

  #listen(samples: Float32Array): void {
    let energy = 0;
    for (const sample of samples) energy += sample * sample;
    const level = Math.sqrt(energy / samples.length);
    this.#parts.onLevel(level);
    const loud = level > SPEAKING_LEVEL;
    const wasSpeaking = this.#quiet < QUIET_PIECES;
    this.#quiet = loud ? 0 : this.#quiet + 1;
    const speaking = this.#quiet < QUIET_PIECES;
    if (speaking !== wasSpeaking) this.#parts.onSpeaking(speaking);
  }
}
