import type { FrameSeal } from "../../media/seal.ts";
import { Unwrapper } from "../../media/sequence.ts";
import { clockRate, type MediaPacket } from "../../transport/wire/rtp.ts";

interface AudioReceiverParts {
  readonly seal: FrameSeal;
  /** Takes over decoded sound: one channel, at `timestamp` in samples of the sender. */
  readonly play: (timestamp: number, samples: Float32Array<ArrayBuffer>) => void;
  /** Told when the source starts and stops to be heard. */
  readonly onSpeaking: (speaking: boolean) => void;
}

/** Root mean square above which sound counts as speech, and how many quiet pieces end it. */
const SPEAKING_LEVEL = 0.02;
const QUIET_PIECES = 40;
/** Sequence numbers remembered, against duplicates. */
const REMEMBERED = 256;

/** One sender's sound: opened, decoded as it comes, handed on with its timestamp. Owns the decoder. */
export class AudioReceiver {
  readonly #parts: AudioReceiverParts;
  readonly #sequences = new Unwrapper(16);
  readonly #timestamps = new Unwrapper(32);
  readonly #seen = new Set<number>();
  #decoder: AudioDecoder | undefined;
  #quiet = QUIET_PIECES;
  #unauthentic = 0;
  #incoming: Promise<void> = Promise.resolve();

  constructor(parts: AudioReceiverParts) {
    this.#parts = parts;
  }

  /** Packets that did not authenticate; none of them reached the decoder. */
  get unauthentic(): number {
    return this.#unauthentic;
  }

  receive(packet: MediaPacket): void {
    const sequence = this.#sequences.unwrap(packet.sequence);
    if (this.#seen.has(sequence)) return;
    this.#remember(sequence);
    const timestamp = this.#timestamps.unwrap(packet.timestamp);
    this.#incoming = this.#incoming.then(async () => {
      try {
        this.#decode(await this.#parts.seal.open(packet.payload), timestamp);
      } catch {
        this.#unauthentic++;
      }
    });
  }

  close(): void {
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
  }

  #remember(sequence: number): void {
    this.#seen.add(sequence);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= REMEMBERED) break;
      this.#seen.delete(oldest);
    }
  }

  #decode(data: Uint8Array, timestamp: number): void {
    if (this.#decoder?.state !== "configured") {
      this.#decoder = new AudioDecoder({ output: (decoded) => this.#play(decoded), error: () => undefined });
      this.#decoder.configure({ codec: "opus", sampleRate: clockRate.audio, numberOfChannels: 1 });
    }
    const microseconds = Math.round((timestamp * 1e6) / clockRate.audio);
    this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: microseconds, data }));
  }

  #play(decoded: AudioData): void {
    const samples = new Float32Array(decoded.numberOfFrames);
    decoded.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    const timestamp = Math.round((decoded.timestamp * clockRate.audio) / 1e6);
    decoded.close();
    this.#listen(samples);
    this.#parts.play(timestamp, samples);
  }

  #listen(samples: Float32Array): void {
    let energy = 0;
    for (const sample of samples) energy += sample * sample;
    const loud = Math.sqrt(energy / samples.length) > SPEAKING_LEVEL;
    const wasSpeaking = this.#quiet < QUIET_PIECES;
    this.#quiet = loud ? 0 : this.#quiet + 1;
    const speaking = this.#quiet < QUIET_PIECES;
    if (speaking !== wasSpeaking) this.#parts.onSpeaking(speaking);
  }
}
