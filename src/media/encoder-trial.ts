/** A frame as it came out of an encoder on trial. */
export interface TrialFrame {
  /** From picture to frame, in milliseconds. */
  readonly time: number;
  readonly chunk: EncodedVideoChunk;
  readonly layer: number | undefined;
}

/** What an encoder on trial may take for a frame, in milliseconds: no call can wait any longer. */
const PATIENCE = 500;

/** An encoder that is given one picture at a time, against the clock. Whoever makes it closes it. */
export class EncoderTrial {
  readonly #encoder: VideoEncoder;
  #settle: ((frame: TrialFrame | undefined) => void) | undefined;
  #began = 0;

  constructor() {
    this.#encoder = new VideoEncoder({
      output: (chunk, metadata) => {
        const layer = metadata?.svc?.temporalLayerId;
        this.#settle?.({ time: performance.now() - this.#began, chunk, layer });
      },
      error: () => this.#settle?.(undefined),
    });
  }

  configure(config: VideoEncoderConfig): void {
    this.#encoder.configure(config);
  }

  /** Closes the picture. Undefined when the encoder fails, takes too long, or holds frames back. */
  async encode(picture: VideoFrame): Promise<TrialFrame | undefined> {
    if (this.#encoder.state !== "configured") {
      picture.close();
      return undefined;
    }
    const frame = new Promise<TrialFrame | undefined>((resolve) => {
      this.#settle = resolve;
    });
    const giveUp = setTimeout(() => this.#settle?.(undefined), PATIENCE);
    this.#began = performance.now();
    try {
      this.#encoder.encode(picture);
      return await frame;
    } finally {
      clearTimeout(giveUp);
      this.#settle = undefined;
      picture.close();
    }
  }

  close(): void {
    if (this.#encoder.state !== "closed") this.#encoder.close();
  }
}
