import { Unwrapper } from "../../media/sequence.ts";
import { clockRate, type ReceivedPacket } from "../../transport/wire/rtp.ts";

interface AudioReceiverParts {
  /** Takes over decoded sound: one channel, at `timestamp` in samples of the sender. */
  readonly play: (timestamp: number, samples: Float32Array<ArrayBuffer>) => void;
  /** Told when the source starts and stops to be heard. */
  readonly onSpeaking: (speaking: boolean) => void;
}

/** Root mean square above which sound counts as speech, and how many quiet pieces end it. */
const SPEAKING_LEVEL = 0.02;
const QUIET_PIECES = 40;

/** One sender's sound: decoded as it comes, handed on with its timestamp. Owns the decoder. */
export class AudioReceiver {
  readonly #parts: AudioReceiverParts;
  readonly #timestamps = new Unwrapper(32);
  #decoder: AudioDecoder | undefined;
  #quiet = QUIET_PIECES;
  #closed = false;

  constructor(parts: AudioReceiverParts) {
    this.#parts = parts;
  }

  /** Takes a packet that proved authentic. */
  receive({ payload, timestamp }: ReceivedPacket): void {
    this.#decode(payload, this.#timestamps.unwrap(timestamp));
  }

  close(): void {
    this.#closed = true;
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
  }

  #decode(data: Uint8Array, timestamp: number): void {
    if (this.#closed) return;
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
