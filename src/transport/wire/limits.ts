import { Flow } from "./flows.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

/** Sizes and counts that a peer controls, in bytes unless named otherwise. Both ends enforce them. */
export const limits = {
  /** Holds an SDP of the legacy backend with room to spare, and bounds what an unknown client can make us buffer. */
  signalingMessage: 64 * KiB,
  /** Leaves room for the envelope inside one signaling message. */
  notifyData: 60 * KiB,
  /** A key frame of a 4K screen share at high quality stays under this. */
  frame: 4 * MiB,
  /** The smallest maximum seen across browsers and paths, all crypto and the flow identifier included. */
  datagram: 1024,
  /** RTP header, extensions and framing in front of a frame's payload: where a relay looks before it forwards. */
  frameHead: 128,
  /** A token of an operator who restricts rooms. */
  token: 4 * KiB,
  /** Error messages, agent names. */
  text: 256,
  /** A person's or a device's name, in characters. */
  name: 64,
  /** What somebody says in a chat at once: a page of text. In characters. */
  chatText: 4_000,
  /** A file in a chat: a receiver keeps it in memory until it is saved, and a telephone has to bear that. */
  file: 100 * MiB,
  /** What such a file is called, in characters. */
  fileName: 100,
  /** Encoded names of capabilities in hello and welcome. */
  gates: 32,
  /** People in one room: past this every sender's fan-out outgrows a small relay. */
  membersPerRoom: 32,
  /** A call, a home room, and the rooms of paired devices. */
  roomsPerConnection: 64,
  /**
   * Data streams that a connection has open in either direction: one for everybody in a call, and as many again for
   * paired devices. Browsers allow 100 incoming streams of all kinds.
   */
  dataStreams: 64,
  /** Streams of frames that a sender has on their way: half a second's worth where each has its own, which is as long as any path takes to say that they are there. */
  openFrames: 16,
} as const;

/**
 * How much may arrive over a WebSocket before it is read: on one stream, and on all. Data streams that nobody reads must
 * leave room for frames.
 */
export const socketWindows = {
  stream: 256 * KiB,
  session: (limits.dataStreams + 4) * 256 * KiB,
} as const;

/** Waits, in milliseconds. */
export const timeouts = {
  /** From the first packet to an open session. */
  handshake: 5_000,
  /** From an open session to a valid hello. */
  hello: 5_000,
  /** A request answered by the relay. */
  request: 5_000,
  /** Between pings of a client: twice within the second after which a silent connection is doubted. */
  pingInterval: 500,
  /** Nothing heard for this long, and the other end counts as gone. */
  silence: 6_000,
  /** A stream whose head has not arrived. */
  streamHead: 5_000,
  /** A frame that has not been delivered: its picture is long stale. */
  frame: 2_000,
  /** The same of a screen: what is there to be read is still worth reading, and a page of it takes a narrow path seconds. */
  screenFrame: 15_000,
} as const;

/** How long a frame of this flow may take to be delivered, milliseconds. */
export function frameTimeout(flow: Flow): number {
  return flow === Flow.screen ? timeouts.screenFrame : timeouts.frame;
}

/** The largest packet that may stand on a stream of this flow. */
export function maxPacket(flow: Flow): number {
  switch (flow) {
    case Flow.signaling:
    case Flow.data:
      return limits.signalingMessage;
    case Flow.video:
    case Flow.screen:
      return limits.frame;
    case Flow.audio:
    case Flow.feedback:
      return limits.datagram;
  }
}
