/** Sound on its way into the engine, transferred. */
export type CapturedSound = ReadableStream<AudioData> | WorkletSound;

/** Sound that a worklet sends, as `SoundPiece`s, to the other end of the port. */
export interface WorkletSound {
  readonly port: MessagePort;
  /** When the clock of timestamps began, that of the page: milliseconds since 1970. */
  readonly origin: number;
}

/** From the audio thread to the engine. */
export interface SoundPiece {
  /** Of the first sample, in samples of the audio thread's clock. */
  readonly at: number;
  /** One channel at `SAMPLE_RATE`; transferred. */
  readonly samples: Float32Array<ArrayBuffer>;
}

/** What the worklet's own port hears, once: where sound goes to. */
export interface MicrophoneSetup {
  readonly port: MessagePort;
}
