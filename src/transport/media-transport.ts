import { Emitter } from "./emitter.ts";
import { ALONE, type FramePlace, FrameStreams, OutgoingFrames } from "./frame-stream.ts";
import { FramesUnderWay, type UnderWay } from "./frames-under-way.ts";
import type { IncomingStream, IncomingStreams } from "./incoming-streams.ts";
import { Pacer } from "./pacer.ts";
import type { Signaling } from "./signaling.ts";
import { WireError } from "./wire/error.ts";
import { Flow, type FrameFlow, frameFlows } from "./wire/flows.ts";
import { frameDatagram, frameStream, parseDatagram } from "./wire/framing.ts";
import { frameTimeout, limits } from "./wire/limits.ts";
import { varintSize } from "./wire/varint.ts";

/** A packet as it came off the network: a view of received bytes that is the listener's to keep. */
export interface Arrival {
  readonly flow: Flow;
  readonly packet: Uint8Array;
}

/** Totals of one connection since it opened. Bytes are those of packets, RTP or RTCP, without what the carrier adds to them. */
export interface TransportStats {
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** Datagrams not sent because too many waited already. */
  readonly datagramsDropped: number;
  /** Frames given up on the way out. */
  readonly framesAborted: number;
  /** Streams and datagrams that could not be understood. */
  readonly malformed: number;
}

/** A stream that more frames may be put on. */
interface Filling {
  readonly frames: OutgoingFrames;
  readonly underWay: UnderWay;
  /** Ends it where no last frame does. */
  readonly timer: ReturnType<typeof setTimeout>;
}

interface MediaEvents {
  packet: Arrival;
}

/** Datagrams handed to the browser and not yet out: 100 ms of a call's sound and feedback. */
const MAX_PENDING_DATAGRAMS = 32;

/** Streams of frames on their way out, of all flows: more than senders that look at `isCrowded` come to. */
const MAX_OPEN_FRAMES = 2 * limits.openFrames;
/** For how long frames may be put on a stream: whoever waits for the next one does not hold it open. Milliseconds. */
const FILLING = 500;
const now = () => performance.now();

/** Media packets on the connection that signaling opened. It lives and ends with that connection. */
export class MediaTransport {
  readonly #signaling: Signaling;
  readonly #session: WebTransport;
  readonly #datagrams: WritableStreamDefaultWriter<Uint8Array>;
  readonly #frameStreams: FrameStreams;
  readonly #streams: IncomingStreams;
  readonly #events = new Emitter<MediaEvents>();
  readonly #pacer = new Pacer(now);
  readonly #stats = {
    bytesSent: 0,
    bytesReceived: 0,
    packetsSent: 0,
    packetsReceived: 0,
    datagramsDropped: 0,
    framesAborted: 0,
    malformed: 0,
  };
  #pendingDatagrams = 0;
  readonly #frames: Readonly<Record<FrameFlow, FramesUnderWay>> = {
    [Flow.video]: new FramesUnderWay(),
    [Flow.screen]: new FramesUnderWay(),
  };
  /** The stream that takes the next frame, if that is not a first one. */
  readonly #filling: Partial<Record<FrameFlow, Filling>> = {};

  /** Media share the connection of signaling: no second handshake, nothing to negotiate. */
  static fromSignaling(signaling: Signaling, streams: IncomingStreams): MediaTransport {
    return new MediaTransport(signaling, streams);
  }

  private constructor(signaling: Signaling, streams: IncomingStreams) {
    this.#signaling = signaling;
    this.#streams = streams;
    this.#session = signaling.getConnection().session;
    this.#datagrams = this.#session.datagrams.writable.getWriter();
    this.#datagrams.closed.catch(() => undefined);
    this.#frameStreams = new FrameStreams(this.#session);
    void this.#readDatagrams();
    for (const flow of frameFlows) streams.read(flow, (stream) => this.#readFrames(flow, stream));
  }

  /** Streams of frames on their way out. */
  get openFrames(): number {
    return this.#frames[Flow.video].size + this.#frames[Flow.screen].size;
  }

  /**
   * Whether one more frame of that flow would only wait behind those of it that are on their way, and grow old. Flows take turns: a
   * page of text that takes a second does not hold the camera up.
   */
  isCrowded(flow: FrameFlow): boolean {
    return this.#frames[flow].isCrowded(now());
  }

  get stats(): TransportStats {
    return { ...this.#stats, malformed: this.#stats.malformed + this.#streams.malformed };
  }

  /** How fast frames are written, bits per second; at once unless said otherwise. Datagrams overtake them. */
  setPacing(rate: number): void {
    this.#pacer.setRate(rate);
  }

  on<K extends keyof MediaEvents>(type: K, listener: (event: MediaEvents[K]) => void): () => void {
    return this.#events.on(type, listener);
  }

  /** Sends now or not at all: false when it was dropped because the network does not keep up. */
  sendDatagram(flow: Flow, packet: Uint8Array): boolean {
    if (this.#signaling.closed !== undefined || this.#pendingDatagrams >= MAX_PENDING_DATAGRAMS) {
      this.#stats.datagramsDropped++;
      return false;
    }
    const bytes = frameDatagram(flow, packet);
    this.#pendingDatagrams++;
    const settled = () => this.#pendingDatagrams--;
    this.#datagrams.write(bytes).then(settled, settled);
    this.#countSent(packet);
    return true;
  }

  /** Tells that a frame is about to come: its stream opens while it is being encoded. */
  prepareFrame(): void {
    if (this.#signaling.closed === undefined) this.#frameStreams.prepare();
  }

  /**
   * Sends one frame, on a stream of its own unless said otherwise; false when it was given up, for being late or the connection's end,
   * or with others of its stream. Calls `onWritten` when its last byte is on its way.
   */
  async sendFrame(
    flow: FrameFlow,
    packet: Uint8Array,
    { isFirst, isLast }: FramePlace = ALONE,
    onWritten?: () => void,
  ): Promise<boolean> {
    const bytes = frameStream(flow, packet);
    const before = this.#filling[flow];
    const isNew = isFirst || before === undefined || before.frames.isOver;
    if (isNew) this.#end(flow);
    const filling = isNew ? this.#begin(flow) : before;
    filling?.frames.write(isNew ? bytes : bytes.subarray(varintSize(flow)), onWritten);
    if (isLast) this.#end(flow);
    if (await filling?.frames.arrived) {
      this.#countSent(packet);
      return true;
    }
    this.#stats.framesAborted++;
    return false;
  }

  /** Closes the shared connection, signaling included. */
  close(): void {
    this.#signaling.close();
  }

  /** Undefined where there are too many, or there is no connection any more. */
  #begin(flow: FrameFlow): Filling | undefined {
    if (this.openFrames >= MAX_OPEN_FRAMES || this.#signaling.closed !== undefined) return undefined;
    const writer = this.#frameStreams.take();
    const frames = new OutgoingFrames({ writer, pacer: this.#pacer, timeout: frameTimeout(flow) });
    const underWay = this.#frames[flow].begin();
    void frames.arrived.then((arrived) => this.#frames[flow].end(underWay, arrived, now()));
    const filling = { frames, underWay, timer: setTimeout(() => this.#end(flow), FILLING) };
    this.#filling[flow] = filling;
    return filling;
  }

  #end(flow: FrameFlow): void {
    const filling = this.#filling[flow];
    if (filling === undefined) return;
    delete this.#filling[flow];
    clearTimeout(filling.timer);
    filling.underWay.since = now();
    void filling.frames.end();
  }

  #countSent(packet: Uint8Array): void {
    this.#stats.packetsSent++;
    this.#stats.bytesSent += packet.length;
  }

  #receive(arrival: Arrival): void {
    this.#stats.packetsReceived++;
    this.#stats.bytesReceived += arrival.packet.length;
    this.#events.emit("packet", arrival);
  }

  async #readDatagrams(): Promise<void> {
    const reader = this.#session.datagrams.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        this.#signaling.heard();
        this.#receiveDatagram(next.value);
      }
    } catch {
      // The connection is over, which signaling tells everyone.
    }
  }

  /** One stream, one fate: whatever is wrong with it costs nothing but itself. */
  async #readFrames(flow: FrameFlow, stream: IncomingStream): Promise<void> {
    const giveUp = setTimeout(() => stream.cancel(), 2 * frameTimeout(flow));
    try {
      for (let packet = await stream.next(); packet !== undefined; packet = await stream.next())
        this.#receive({ flow, packet });
    } finally {
      clearTimeout(giveUp);
    }
  }

  #receiveDatagram(bytes: Uint8Array): void {
    try {
      this.#receive(parseDatagram(bytes));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#stats.malformed++;
    }
  }
}
