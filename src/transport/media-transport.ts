import type { CarrierSession } from "./carrier-session.ts";
import { Emitter } from "./emitter.ts";
import { FrameRun } from "./frame-run.ts";
import { ALONE, type FramePlace } from "./frame-stream.ts";
import { type Arrival, IncomingMedia } from "./incoming-media.ts";
import { IncomingStreams } from "./incoming-streams.ts";
import { MediaWay } from "./media-way.ts";
import type { Signaling } from "./signaling.ts";
import { Flow, type FrameFlow } from "./wire/flows.ts";
import { frameDatagram, frameStream } from "./wire/framing.ts";
import { RecentPackets } from "./wire/recent-packets.ts";
import { varintSize } from "./wire/varint.ts";

export type { Arrival };

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
  /** Connections: 2 where much gets lost, on the way up, down or both. What goes twice counts once in all of these. */
  readonly ways: number;
}

/** One direction of a path on which much gets lost, and everything is sent twice. */
export interface BadPath {
  /** What it carries, sent twice, in bits per second. */
  readonly carries: number;
  /** The share of datagrams that each of the two ways loses, of which nobody notices much. */
  readonly loss: number;
}

/** Frames that more may be put behind. */
interface Filling {
  readonly run: FrameRun;
  /** Ends it where no last frame does. */
  readonly timer: ReturnType<typeof setTimeout>;
}

interface MediaEvents {
  packet: Arrival;
}

/** For how long frames may be put on a stream: whoever waits for the next one does not hold it open. Milliseconds. */
const FILLING = 500;

/** Media packets on the connection that signaling opened, and on a second way beside it. It lives and ends with that connection. */
export class MediaTransport {
  /** Told where everything leaves by two ways, and where everything comes by two. */
  badWayUp: BadPath | undefined;
  badWayDown: BadPath | undefined;
  readonly #signaling: Signaling;
  /** What leaves leaves by all of them. */
  #ways: readonly [MediaWay, ...MediaWay[]];
  #pacing = Number.POSITIVE_INFINITY;
  readonly #incoming: IncomingMedia;
  /** Beside it, while there are two ways. */
  #second: IncomingMedia | undefined;
  /** What has come by either, from the first time on that there are two: copies may still come when there is one again. */
  #recent: RecentPackets | undefined;
  readonly #events = new Emitter<MediaEvents>();
  readonly #stats = {
    bytesSent: 0,
    bytesReceived: 0,
    packetsSent: 0,
    packetsReceived: 0,
    datagramsDropped: 0,
    framesAborted: 0,
    malformed: 0,
  };
  /** What takes the next frame, if that is not a first one. */
  readonly #filling: Partial<Record<FrameFlow, Filling>> = {};

  /** Media share the connection of signaling: no second handshake, nothing to negotiate. */
  static fromSignaling(signaling: Signaling, streams: IncomingStreams): MediaTransport {
    return new MediaTransport(signaling, streams);
  }

  private constructor(signaling: Signaling, streams: IncomingStreams) {
    this.#signaling = signaling;
    this.#ways = [new MediaWay(signaling.getConnection().session)];
    this.#incoming = new IncomingMedia(signaling, streams, (arrival) => this.#receive(arrival));
  }

  /** Streams of frames on their way out. */
  get openFrames(): number {
    return this.#ways.reduce((sum, way) => sum + way.openFrames, 0);
  }

  /**
   * Whether one more frame of that flow would only wait behind those of it that are on their way, and grow old. Flows take turns: a
   * page of text that takes a second does not hold the camera up. One way that is free is enough.
   */
  isCrowded(flow: FrameFlow): boolean {
    return this.#ways.every((way) => way.isCrowded(flow));
  }

  get stats(): TransportStats {
    const malformed = this.#stats.malformed + this.#incoming.malformed + (this.#second?.malformed ?? 0);
    return { ...this.#stats, malformed, ways: this.#second === undefined ? 1 : 2 };
  }

  /** How fast frames are written, bits per second; at once unless said otherwise. Datagrams overtake them. */
  setPacing(rate: number): void {
    this.#pacing = rate;
    for (const way of this.#ways) way.setPacing(rate);
  }

  /** How many datagrams the connection itself was given; what its relay says to have had is held against it. */
  get datagramsSent(): number {
    return this.#ways[0].datagramsSent;
  }

  /** And how many came by it. */
  get datagramsReceived(): number {
    return this.#incoming.datagrams;
  }

  /** From now on packets come by this connection as well, until the returned function is called. */
  readFrom(second: Signaling): () => void {
    const incoming = new IncomingMedia(second, new IncomingStreams(second), (arrival) =>
      this.#receive(arrival),
    );
    this.#second = incoming;
    this.#recent ??= new RecentPackets();
    return () => {
      this.#second = undefined;
      this.#stats.malformed += incoming.malformed;
    };
  }

  /** From now on everything leaves by this session as well, until the returned function is called. */
  addWay(session: CarrierSession): () => void {
    const way = new MediaWay(session);
    way.setPacing(this.#pacing);
    this.#ways = [...this.#ways, way];
    return () => {
      const [first, ...others] = this.#ways;
      this.#ways = [first, ...others.filter((other) => other !== way)];
    };
  }

  on<K extends keyof MediaEvents>(type: K, listener: (event: MediaEvents[K]) => void): () => void {
    return this.#events.on(type, listener);
  }

  /** Sends now or not at all: false when it was dropped because the network does not keep up. */
  sendDatagram(flow: Flow, packet: Uint8Array): boolean {
    const isOpen = this.#signaling.closed === undefined;
    const bytes = frameDatagram(flow, packet);
    const taken = isOpen && this.#ways.map((way) => way.sendDatagram(bytes)).includes(true);
    if (taken) this.#countSent(packet);
    else this.#stats.datagramsDropped++;
    return taken;
  }

  /** Tells that a frame is about to come: its stream opens while it is being encoded. */
  prepareFrame(): void {
    if (this.#signaling.closed === undefined) for (const way of this.#ways) way.prepare();
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
    const before = this.#filling[flow]?.run;
    const isNew = isFirst || before === undefined || before.isOver;
    if (isNew) this.#end(flow);
    const run = isNew ? this.#begin(flow) : before;
    run?.write(isNew ? bytes : bytes.subarray(varintSize(flow)), onWritten);
    if (isLast) this.#end(flow);
    if (await run?.arrived) {
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

  /** By every way; undefined where there is none, or no connection any more. */
  #begin(flow: FrameFlow): FrameRun | undefined {
    if (this.#signaling.closed !== undefined) return undefined;
    const streams = this.#ways.flatMap((way) => way.begin(flow) ?? []);
    if (streams.length === 0) return undefined;
    const run = new FrameRun(streams);
    this.#filling[flow] = { run, timer: setTimeout(() => this.#end(flow), FILLING) };
    return run;
  }

  #end(flow: FrameFlow): void {
    const filling = this.#filling[flow];
    if (filling === undefined) return;
    delete this.#filling[flow];
    clearTimeout(filling.timer);
    filling.run.end();
  }

  #countSent(packet: Uint8Array): void {
    this.#stats.packetsSent++;
    this.#stats.bytesSent += packet.length;
  }

  #receive(arrival: Arrival): void {
    // Reports may come twice: they are few, and harm nobody.
    if (arrival.flow !== Flow.feedback && this.#recent?.has(arrival.packet) === true) return;
    this.#stats.packetsReceived++;
    this.#stats.bytesReceived += arrival.packet.length;
    this.#events.emit("packet", arrival);
  }
}
