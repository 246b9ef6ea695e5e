/** Sound on its way into the engine, transferred: a stream, or the port at whose other end a worklet sends `SoundPiece`s. */
export type CapturedSound = ReadableStream<AudioData> | MessagePort;

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
