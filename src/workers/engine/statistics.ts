import type { PathState } from "../../media/congestion/audience-rate.ts";
import type { QualityLimit } from "../../media/congestion/quality-ladder.ts";
import type { RateReason } from "../../media/congestion/rate-control.ts";
import type { PlayoutStats } from "../../media/playout-stats.ts";
import type { ReceptionStats } from "../../media/tracks/reception.ts";
import type { TrackStats } from "../../media/tracks/track.ts";
import type { TransportStats } from "../../transport/media-transport.ts";
import type { PeerId } from "./messages.ts";

/*
 * How a call fares, once a second. Names are those of webrtc-stats where the thing is the same; totals count from the
 * beginning of the track, seconds are seconds, bitrates are bits per second.
 */

export interface OutboundAudio extends TrackStats {
  readonly targetBitrate: number;
  /** How many frames back those are that each packet repeats. */
  readonly copyOffsets: readonly number[];
  /** Of the sound in each packet, milliseconds. */
  readonly frameDuration: number;
}

export interface OutboundVideo extends TrackStats {
  readonly codec: string | undefined;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly framesPerSecond: number;
  readonly targetBitrate: number;
  readonly temporalLayers: number;
  readonly framesEncoded: number;
  readonly keyFramesEncoded: number;
  readonly framesSent: number;
  /** Given up before the encoder, or behind it for being of the least use. */
  readonly framesDropped: number;
  readonly totalEncodeTime: number;
}

export interface Outbound {
  /** For everything that is sent. */
  readonly targetBitrate: number;
  /** Why the bitrate is what it is. */
  readonly reason: RateReason;
  /** What keeps the picture from being better. */
  readonly qualityLimitationReason: QualityLimit;
  /** Of datagrams of late, 0 to 1, as the receiver that fares worst says. */
  readonly fractionLost: number;
  readonly audio: OutboundAudio | undefined;
  readonly video: OutboundVideo | undefined;
  /** Undefined while none is shared. */
  readonly screen: OutboundVideo | undefined;
  /** Undefined while none is shared that has a sound. */
  readonly screenAudio: OutboundAudio | undefined;
  /** What is said about media, one's own and theirs. */
  readonly feedback: TrackStats;
}

export interface InboundVideo extends ReceptionStats {
  readonly codec: string | undefined;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly framesPerSecond: number;
  readonly framesReceived: number;
  readonly framesDecoded: number;
  /** Too late, or undecodable. */
  readonly framesDropped: number;
  readonly keyFrameRequests: number;
  readonly freezeCount: number;
  readonly totalFreezesDuration: number;
  /** By how much later than its sound the last picture was shown, milliseconds; undefined without sound. */
  readonly skew: number | undefined;
}

export interface InboundAudio extends ReceptionStats {
  /** Undefined until the loudspeaker is open. */
  readonly playout: PlayoutStats | undefined;
}

export interface PeerStatistics {
  readonly id: PeerId;
  /** To the peer and back, milliseconds, once measured. */
  readonly roundTripTime: number | undefined;
  /** How what is sent gets there, as its reports show; undefined while nothing is. The rate of all follows from these. */
  readonly outbound: PathState | undefined;
  readonly audio: InboundAudio;
  readonly video: InboundVideo;
  /** Undefined before the first frame of one. */
  readonly screen: InboundVideo | undefined;
  /** Undefined before the first packet of it. */
  readonly screenAudio: InboundAudio | undefined;
}

/** One snapshot, the same for the page, benches and tests. */
export interface CallStatistics {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Of the connection to the relay, media only. */
  readonly transport: TransportStats | undefined;
  readonly sending: Outbound;
  readonly peers: readonly PeerStatistics[];
}
