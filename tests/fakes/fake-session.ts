import type { ByteStreams, CarrierSession, CloseInfo } from "../../src/transport/carrier-session.ts";

/** A stream that the client opened, for a frame or for data, as the relay sees it. */
export interface FrameStream {
  readonly bytes: Uint8Array[];
  state: "open" | "ended" | "reset";
}

/** A stream that the relay opened towards the client. */
export interface IncomingStream {
  write(bytes: Uint8Array): void;
  end(): void;
  reset(): void;
  /** Whether the client has refused to read on. */
  readonly refused: boolean;
  /** Pieces that the client has not read yet. */
  readonly unread: number;
}

/** A session without a network: `client` goes to the code under test, the rest is the relay's end. */
export class FakeSession {
  readonly client: CarrierSession;
  readonly datagrams: Uint8Array[] = [];
  readonly frames: FrameStream[] = [];
  /** How the session was closed, by whichever end. */
  closeInfo: CloseInfo | undefined;
  /** Called with every piece that the client writes to its bidirectional stream. */
  onSignaling: (bytes: Uint8Array) => void = () => undefined;
  readonly #ready = deferred<void>();
  readonly #over = deferred<never>();
  readonly #closed = deferred<CloseInfo>();
  readonly #frameEnds = new Set<WritableStreamDefaultController>();
  readonly #ends = new Set<{ error(reason: unknown): void }>();
  readonly #incomingDatagrams: ReadableStreamDefaultController<Uint8Array>;
  readonly #incomingStreams: ReadableStreamDefaultController<ReadableStream<Uint8Array>>;
  #signaling: ReadableStreamDefaultController<Uint8Array> | undefined;
  #writable: Promise<void> = Promise.resolve();
  #mayOpenStreams: Promise<void> = Promise.resolve();

  constructor() {
    const datagrams = this.#readable<Uint8Array>();
    const streams = this.#readable<ReadableStream<Uint8Array>>();
    this.#incomingDatagrams = datagrams.controller;
    this.#incomingStreams = streams.controller;
    this.#closed.promise.catch(() => undefined);
    this.#over.promise.catch(() => undefined);
    this.client = {
      ready: this.#ready.promise,
      closed: this.#closed.promise,
      close: (info: CloseInfo) => this.close(info),
      datagrams: {
        readable: datagrams.readable,
        writable: this.#sink((bytes) => this.datagrams.push(bytes)),
      },
      incomingUnidirectionalStreams: streams.readable,
      createBidirectionalStream: () => this.#openExchange(),
      createUnidirectionalStream: () => this.#openFrame(),
    };
  }

  /** The handshake is over: the client's `ready` resolves. */
  open(): void {
    this.#ready.resolve();
  }

  /** The handshake fails. */
  refuse(error = new Error("Opening handshake failed.")): void {
    this.#ready.reject(error);
    this.break(error);
  }

  close(info: CloseInfo = {}): void {
    if (this.closeInfo !== undefined) return;
    this.closeInfo = info;
    this.#closed.resolve(info);
    this.#endStreams(new Error("The session is closed."));
  }

  /** The network is gone for good. */
  break(error = new Error("Connection lost.")): void {
    this.closeInfo ??= {};
    this.#closed.reject(error);
    this.#endStreams(error);
  }

  sendSignaling(bytes: Uint8Array): void {
    if (this.closeInfo === undefined) this.#signaling?.enqueue(bytes);
  }

  endSignaling(): void {
    this.#signaling?.close();
  }

  sendDatagram(bytes: Uint8Array): void {
    this.#incomingDatagrams.enqueue(bytes);
  }

  sendStream(): IncomingStream {
    let refused = false;
    const { readable, controller } = this.#readable<Uint8Array>(() => {
      refused = true;
    });
    this.#incomingStreams.enqueue(readable);
    return {
      write: (bytes) => controller.enqueue(bytes),
      end: () => controller.close(),
      reset: () => controller.error(new Error("Reset.")),
      get refused() {
        return refused;
      },
      get unread() {
        return 1 - (controller.desiredSize ?? 1);
      },
    };
  }

  /** The relay wants nothing of the frames that are on their way. */
  refuseFrames(): void {
    for (const end of this.#frameEnds) end.error(new Error("Refused."));
    this.#frameEnds.clear();
  }

  /** From now on nothing that the client writes is taken, until the returned function is called. */
  stall(): () => void {
    const { promise, resolve } = deferred<void>();
    this.#writable = promise;
    return resolve;
  }

  /** From now on the client cannot open streams, until the returned function is called. */
  withholdStreams(): () => void {
    const { promise, resolve } = deferred<void>();
    this.#mayOpenStreams = promise;
    return resolve;
  }

  async #openExchange(): Promise<ByteStreams> {
    await this.#mayOpenStreams;
    const { readable, controller } = this.#readable<Uint8Array>();
    this.#signaling = controller;
    return { readable, writable: this.#sink((bytes) => this.onSignaling(bytes)) };
  }

  async #openFrame(): Promise<WritableStream<Uint8Array>> {
    await this.#mayOpenStreams;
    if (this.closeInfo !== undefined) throw new Error("The session is closed.");
    const frame: FrameStream = { bytes: [], state: "open" };
    this.frames.push(frame);
    return this.#sink(
      (bytes) => frame.bytes.push(bytes),
      (state) => {
        frame.state = state;
      },
      (controller) => this.#frameEnds.add(controller),
    );
  }

  #sink(
    take: (bytes: Uint8Array) => void,
    end?: (state: FrameStream["state"]) => void,
    started?: (controller: WritableStreamDefaultController) => void,
  ) {
    return new WritableStream<Uint8Array>({
      start: (controller) => {
        this.#ends.add(controller);
        started?.(controller);
      },
      write: async (bytes) => {
        await Promise.race([this.#writable, this.#over.promise]);
        take(bytes);
      },
      close: () => end?.("ended"),
      abort: () => end?.("reset"),
    });
  }

  #readable<T>(onCancel?: () => void) {
    let controller: ReadableStreamDefaultController<T> | undefined;
    const readable = new ReadableStream<T>({
      start: (own) => {
        controller = own;
        this.#ends.add(own);
      },
      ...(onCancel === undefined ? {} : { cancel: onCancel }),
    });
    if (controller === undefined) throw new Error("A stream starts at once");
    return { readable, controller };
  }

  #endStreams(reason: Error): void {
    this.#over.reject(reason);
    for (const end of this.#ends) end.error(reason);
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((ok, no) => {
    resolve = ok;
    reject = no;
  });
  return { promise, resolve, reject };
}
