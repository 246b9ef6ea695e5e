import type { CarrierSession } from "./carrier-session.ts";
import { TransportError } from "./error.ts";
import type { Pacer } from "./pacer.ts";

type Writer = WritableStreamDefaultWriter<Uint8Array>;

/**
 * Where a frame stands among those that share its stream. A stream costs two packets of its own, and what stands on it waits for what
 * stands before it: frames share one that are of no use without the first of them.
 */
export interface FramePlace {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export const ALONE: FramePlace = { isFirst: true, isLast: true };

/** Opens the streams of one session; one of them ahead of its frames, when asked to. */
export class FrameStreams {
  readonly #session: CarrierSession;
  #spare: Promise<Writer> | undefined;

  constructor(session: CarrierSession) {
    this.#session = session;
  }

  /** Opens the next stream already, if none waits. One that breaks while it waits is forgotten. */
  prepare(): void {
    if (this.#spare !== undefined) return;
    const spare = this.#open();
    this.#spare = spare;
    const forget = () => {
      if (this.#spare === spare) this.#spare = undefined;
    };
    spare.then((writer) => writer.closed).catch(forget);
  }

  take(): Promise<Writer> {
    const spare = this.#spare ?? this.#open();
    this.#spare = undefined;
    return spare;
  }

  async #open(): Promise<Writer> {
    const stream = await this.#session.createUnidirectionalStream();
    return stream.getWriter();
  }
}

interface OutgoingFramesParts {
  readonly writer: Promise<Writer>;
  readonly pacer: Pacer;
  /** For the whole stream, milliseconds. */
  readonly timeout: number;
}

/** A stream with frames on their way out. */
export class OutgoingFrames {
  /** True once the other end has all of it, false once it was given up. */
  readonly arrived: Promise<boolean>;
  readonly #writer: Promise<Writer>;
  readonly #pacer: Pacer;
  readonly #giveUp: ReturnType<typeof setTimeout>;
  #written: Promise<void> = Promise.resolve();
  #settle: (arrived: boolean) => void = () => undefined;
  #isOver = false;

  constructor({ writer, pacer, timeout }: OutgoingFramesParts) {
    this.#writer = writer;
    this.#pacer = pacer;
    this.arrived = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#giveUp = setTimeout(() => this.abandon(), timeout);
    writer.then(({ closed }) => closed).catch(() => this.abandon());
  }

  /** Whether nothing can be put behind what it has. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Behind what is there already. */
  write(bytes: Uint8Array, onWritten?: () => void): void {
    this.#written = this.#written.then(() => this.#write(bytes)).then(onWritten);
    this.#written.catch(() => this.abandon());
  }

  /** Nothing follows. */
  async end(): Promise<void> {
    try {
      await this.#written;
      await (await this.#writer).close();
      this.#finish(true);
    } catch {
      this.abandon();
    }
  }

  /** Resets the stream, even one that is not open yet: what is late is worth nothing. */
  abandon(): void {
    if (this.#isOver) return;
    this.#finish(false);
    this.#writer.then((writer) => writer.abort()).catch(() => undefined);
  }

  #finish(arrived: boolean): void {
    this.#isOver = true;
    clearTimeout(this.#giveUp);
    this.#settle(arrived);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const writer = await this.#writer;
    for (let written = 0; written < bytes.length; ) {
      const size = await this.#pacer.take(bytes.length - written);
      if (this.#isOver) throw new TransportError("closed", "frame stream");
      // Not awaited: the close behind it waits for it, and one wait is enough.
      writer.write(bytes.subarray(written, written + size)).catch(() => undefined);
      written += size;
    }
  }
}
