import { limits } from "../src/transport/wire/limits.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

/** What one client may cost the relay, and all of them together. Sizes in bytes. */
export const relayLimits = {
  /** About what one core forwards; a client past it is told to come back. */
  connections: 2048,
  /** From one address: a large household or an office behind one NAT. */
  connectionsPerAddress: 256,
  /** Of those, the ones that have not said hello yet. */
  waitingPerAddress: 64,
  /** Handshakes under way, whoever they are from. */
  handshakes: 256,
  /** Addresses whose past is remembered. */
  addresses: 65_536,
  /** Refused tokens that an address may collect at once, and how fast they are forgiven. */
  refusals: 10,
  refusalsPerSecond: 1 / 6,
  /** Mailboxes open at a time: a tenth of their codes, so that guessing one is no short way to find somebody's. */
  mailboxes: 1_000,
  /**
   * Mailboxes that an address may open or look for at once, and sustained. A school behind one address pairs its tablets; who
   * tries codes one after another finds one in sixty of those that are open at a time, and can do no more than burn its PIN.
   */
  mailboxRequests: 40,
  mailboxRequestsPerSecond: 1 / 2,
  /** Rooms entered at once, and sustained: a client that comes back enters all of its own. */
  joins: limits.roomsPerConnection,
  joinsPerSecond: 2,
  /** Signaling messages a client may send per second, sustained, and at once. */
  messagesPerSecond: 50,
  messageBurst: 200,
  /** Datagrams a client may send per second: eight audio flows with copies and feedback are under a tenth of it. */
  datagramsPerSecond: 4000,
  /** Streams and further frames on them that a client may begin per second, and at once: camera at 60 and screen at 30, twice over. */
  streamsPerSecond: 200,
  streamBurst: 400,
  /** Things refused (malformed, too many, not its own) before the connection is closed over them. */
  patience: 10_000,
  patiencePerSecond: 100,
  /** Data streams between one sender and one receiver: both homes and a call with its chat, and each that is just being replaced. */
  dataStreamsPerPeer: 6,
  /** Streams a client may have open towards the relay: data, frames under way and HTTP/3's own three. */
  incomingStreams: limits.dataStreams + 32,
  /** The session's request and signaling, and two that are turned away. */
  incomingExchanges: 4,
  /** Signaling that waits for a slow client. */
  queuedSignaling: 4 * limits.signalingMessage,
  /** Frames of one track on their way to one receiver: one that is being repeated must not cost those behind it. */
  framesPerTrack: limits.openFrames,
  /** Frames on their way to one receiver. Browsers allow 100 streams, and HTTP/3 and data take their share. */
  framesPerReceiver: 32,
  /** Of a receiver's data streams, those that it may leave standing: each holds a window full of bytes in the relay. */
  stuckDataStreams: 8,
  /** Data on channel `control`, which goes before pictures, to one receiver: many times what a full room says there. */
  control: { bytesPerSecond: 48 * KiB, burst: 128 * KiB },
  /** And of one sender to all: what it says to a full room, and the one large message that there may be. */
  controlOfSender: { bytesPerSecond: 16 * KiB, burst: 64 * KiB },
  /** Of frames, waiting in the relay for one receiver: the largest frame there is. */
  waitingBytes: limits.frame,
  /** Handed to the network for one receiver and not known to have arrived. */
  inFlight: 4 * MiB,
  datagramsInFlight: 256 * KiB,
  /** Datagrams that the carrier has not yet taken over, for one receiver. */
  pendingDatagrams: 256,
  /** Messages on a WebSocket per second, and at once: every datagram and piece of a stream is one. */
  socketMessagesPerSecond: 10_000,
  socketMessageBurst: 20_000,
  /** Waiting in a WebSocket beyond what the carrier keeps back by itself. */
  socketBuffered: 8 * MiB,
} as const;

/** Waits, in milliseconds. */
export const relayTimeouts = {
  /** How often every connection is looked at. */
  tick: 250,
  /** A receiver that takes nothing for this long is in nobody's interest. */
  stalled: 10_000,
  /** A data stream of which the receiver takes nothing for this long is stuck, and after that long given up. */
  dataSlow: 2_000,
  dataStuck: 30_000,
  /** A mailbox: the five minutes of a PIN, and one to get there. */
  mailbox: 6 * 60_000,
  /** From an error that ends a connection to its end, so that the client can read why. */
  farewell: 250,
  /** How long clients have to move before the relay stops. */
  drain: 1_000,
  /** For what was written last to leave the machine. */
  lastWords: 200,
  /** QUIC gives up a silent path; a little longer than signaling, which knows why. */
  idle: 10_000,
} as const;
