/*
 * The audio thread's part of capturing where tracks cannot be read: collects quanta into pieces and posts them to the engine over
 * a port of its own, past the page's thread.
 */
import { SAMPLE_RATE } from "../../media/sound.ts";
import type { MicrophoneSetup, SoundPiece } from "./messages.ts";

/** Samples per message: as many as go into a packet. */
const PIECE = SAMPLE_RATE / 100;

class Microphone extends AudioWorkletProcessor {
  #port: MessagePort | undefined;
  #piece = new Float32Array(PIECE);
  #filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MicrophoneSetup>) => {
      this.#port = data.port;
    };
  }

  process([input]: Float32Array[][]): boolean {
    const quantum = input?.[0] ?? [];
    for (let i = 0; i < quantum.length; i++) {
      this.#piece[this.#filled++] = quantum[i] ?? 0;
      if (this.#filled === PIECE) this.#send(currentFrame + i + 1 - PIECE);
    }
    return true;
  }

  #send(at: number): void {
    const samples = this.#piece;
    this.#piece = new Float32Array(PIECE);
    this.#filled = 0;
    this.#port?.postMessage({ at, samples } satisfies SoundPiece, [samples.buffer]);
  }
}

registerProcessor("microphone", Microphone);
