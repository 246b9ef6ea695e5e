import type { CarrierSession } from "./carrier-session.ts";
import { FrameStreams, OutgoingFrames } from "./frame-stream.ts";
import { FramesUnderWay } from "./frames-under-way.ts";
import { Pacer } from "./pacer.ts";
import { Flow, type FrameFlow } from "./wire/flows.ts";
import { frameTimeout, limits } from "./wire/limits.ts";

/** A stream of frames on one way. */
export interface StreamOnWay {
  readonly frames: OutgoingFrames;
  /** Nothing follows. */
  end(): void;
}

/** Datagrams handed to the browser and not yet out: 100 ms of a call's sound and feedback. */
const MAX_PENDING_DATAGRAMS = 32;
/** Streams of frames on their way out, of all flows: more than senders that look at `isCrowded` come to. */
const MAX_OPEN_FRAMES = 2 * limits.openFrames;
const now = () => performance.now();

/** How media leave by one connection. It lives and ends with that connection. */
export class MediaWay {
  readonly #datagrams: WritableStreamDefaultWriter<Uint8Array>;
  readonly #streams: FrameStreams;
  readonly #pacer = new Pacer(now);
  readonly #underWay: Readonly<Record<FrameFlow, FramesUnderWay>> = {
    [Flow.video]: new FramesUnderWay(),
    [Flow.screen]: new FramesUnderWay(),
  };
  #pendingDatagrams = 0;
  #datagramsSent = 0;

  constructor(session: CarrierSession) {
    this.#datagrams = session.datagrams.writable.getWriter();
    this.#datagrams.closed.catch(() => undefined);
    this.#streams = new FrameStreams(session);
  }

  /** How many the browser was given, whatever became of them. */
  get datagramsSent(): number {
    return this.#datagramsSent;
  }

  /** Streams of frames on their way out. */
  get openFrames(): number {
    return this.#underWay[Flow.video].size + this.#underWay[Flow.screen].size;
  }

  /** Whether one more frame of that flow would only wait behind those of it that are on their way. */
  isCrowded(flow: FrameFlow): boolean {
    return this.#underWay[flow].isCrowded(now());
  }

  /** How fast frames are written, bits per second. */
  setPacing(rate: number): void {
    this.#pacer.setRate(rate);
  }

  /** False when too many wait already. */
  sendDatagram(bytes: Uint8Array): boolean {
    if (this.#pendingDatagrams >= MAX_PENDING_DATAGRAMS) return false;
    this.#pendingDatagrams++;
    this.#datagramsSent++;
    const settled = () => this.#pendingDatagrams--;
    this.#datagrams.write(bytes).then(settled, settled);
    return true;
  }

  /** The next stream opens already. */
  prepare(): void {
    this.#streams.prepare();
  }

  /** Undefined where there are too many. The caller writes, and ends it. */
  begin(flow: FrameFlow): StreamOnWay | undefined {
    if (this.openFrames >= MAX_OPEN_FRAMES) return undefined;
    const frames = new OutgoingFrames({
      writer: this.#streams.take(),
      pacer: this.#pacer,
      timeout: frameTimeout(flow),
    });
    const underWay = this.#underWay[flow].begin();
    void frames.arrived.then((arrived) => this.#underWay[flow].end(underWay, arrived, now()));
    const end = () => {
      underWay.since = now();
      void frames.end();
    };
    return { frames, end };
  }
}
