import type { CallStatistics, PeerStatistics } from "../workers/engine/client.ts";

type Sending = CallStatistics["sending"];

/** A moving picture as it was sent or shown within one second. */
export interface PictureSample {
  readonly width: number;
  readonly height: number;
  /** Pictures a second. */
  readonly frameRate: number;
  readonly codec: string | undefined;
}

/** What one sent within one second, and why so. Bitrates in bits per second. */
export interface SendingSample {
  /** Undefined in the first second: there is nothing to compare with. */
  readonly bitrate: number | undefined;
  readonly targetBitrate: number;
  readonly reason: Sending["reason"];
  readonly limitedBy: Sending["qualityLimitationReason"];
  /** Of what was sent, 0 to 1, as the receiver that fares worst says. */
  readonly loss: number;
  /** Whether there is a camera whose picture could be sent. */
  readonly hasCamera: boolean;
  readonly picture: PictureSample | undefined;
  /** Milliseconds for a picture. */
  readonly encodeTime: number | undefined;
}

/** How it went with one other person within one second. Shares from 0 to 1, times in milliseconds; undefined: not known. */
export interface PeerSample {
  readonly id: string;
  readonly bitrate: number | undefined;
  /** Of what they sent. */
  readonly loss: number | undefined;
  readonly jitter: number;
  readonly roundTrip: number | undefined;
  /** Of their sound, what had to be made up. */
  readonly concealed: number | undefined;
  /** From their microphone to this loudspeaker, as far as it can be known: half the round trip, and what waits in the buffer. */
  readonly delay: number | undefined;
  /** For how long their picture stood still. */
  readonly frozen: number;
  /** By how much the picture comes after its sound. */
  readonly skew: number | undefined;
  readonly picture: PictureSample | undefined;
  /** How one's own media get there. */
  readonly path: { readonly bitrate: number; readonly loss: number } | undefined;
}

/** The connection to the relay at the time. */
export interface RelaySample {
  readonly fallback: boolean;
  /** Milliseconds, smoothed. */
  readonly roundTrip: number | undefined;
  /** The shortest that this connection has had. */
  readonly minRoundTrip: number | undefined;
}

/** One second of a call. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly relay: RelaySample;
  /** Of all media that came in, bits per second. */
  readonly received: number | undefined;
  readonly sending: SendingSample;
  readonly peers: readonly PeerSample[];
}

/** What happened between two snapshots of the engine; `before` is undefined for the first. */
export function sampleOf(
  now: CallStatistics,
  before: CallStatistics | undefined,
  relay: RelaySample,
): Sample {
  const seconds = before === undefined ? 0 : (now.timestamp - before.timestamp) / 1000;
  const earlier = new Map(before?.peers.map((peer) => [peer.id, peer]));
  return {
    at: now.timestamp,
    relay,
    received: bitrate(now.transport?.bytesReceived, before?.transport?.bytesReceived, seconds),
    sending: sendingOf(now.sending, before?.sending, seconds),
    peers: now.peers.map((peer) => peerOf(peer, earlier.get(peer.id), seconds)),
  };
}

function sendingOf(now: Sending, before: Sending | undefined, seconds: number): SendingSample {
  const { video } = now;
  const pictures = since(video?.framesSent, before?.video?.framesSent);
  const encoded = since(video?.framesEncoded, before?.video?.framesEncoded);
  const encoding = since(video?.totalEncodeTime, before?.video?.totalEncodeTime);
  return {
    bitrate: bitrate(bytesSent(now), before && bytesSent(before), seconds),
    targetBitrate: now.targetBitrate,
    reason: now.reason,
    limitedBy: now.qualityLimitationReason,
    loss: now.fractionLost,
    hasCamera: video !== undefined,
    picture: video && pictureOf(video, pictures, seconds),
    encodeTime: encoded !== undefined && encoded > 0 ? (1000 * (encoding ?? 0)) / encoded : undefined,
  };
}

function bytesSent({ audio, video, screen, screenAudio, feedback }: Sending): number {
  return [audio, video, screen, screenAudio, feedback].reduce((sum, one) => sum + (one?.bytesSent ?? 0), 0);
}

function peerOf(now: PeerStatistics, before: PeerStatistics | undefined, seconds: number): PeerSample {
  const { audio, video, roundTripTime, outbound } = now;
  const buffered = bufferDelay(now.audio.playout, before?.audio.playout);
  return {
    id: now.id,
    bitrate: bitrate(bytesReceived(now), before && bytesReceived(before), seconds),
    loss: lossOf(now, before),
    jitter: 1000 * audio.jitter,
    roundTrip: roundTripTime,
    concealed: concealedOf(now.audio.playout, before?.audio.playout),
    delay: roundTripTime === undefined ? undefined : roundTripTime / 2 + (buffered ?? 0),
    frozen: 1000 * (since(video.totalFreezesDuration, before?.video.totalFreezesDuration) ?? 0),
    skew: video.skew,
    picture: pictureOf(video, since(video.framesDecoded, before?.video.framesDecoded), seconds),
    path: outbound && { bitrate: outbound.availableOutgoingBitrate, loss: outbound.fractionLost },
  };
}

function bytesReceived({ audio, video, screen, screenAudio }: PeerStatistics): number {
  return [audio, video, screen, screenAudio].reduce((sum, one) => sum + (one?.bytesReceived ?? 0), 0);
}

/** Of sound: pictures travel on streams, and what is missing of those was left out on purpose. */
function lossOf({ audio: now }: PeerStatistics, before: PeerStatistics | undefined): number | undefined {
  const lost = since(now.packetsLost, before?.audio.packetsLost) ?? 0;
  const received = since(now.packetsReceived, before?.audio.packetsReceived);
  return received === undefined || lost + received === 0 ? undefined : lost / (lost + received);
}

type Playout = PeerStatistics["audio"]["playout"];

/** What had faded to silence is left out: so ends the sound of everybody who turns their microphone off. */
function concealedOf(now: Playout, before: Playout): number | undefined {
  if (now === undefined) return undefined;
  const heard = (stats: NonNullable<Playout>) => stats.concealedSamples - stats.silentConcealedSamples;
  const played = since(now.totalSamplesReceived, before?.totalSamplesReceived);
  const concealed = since(heard(now), before && heard(before));
  return played === undefined || played === 0 ? undefined : (concealed ?? 0) / played;
}

/** Milliseconds. */
function bufferDelay(now: Playout, before: Playout): number | undefined {
  const emitted = since(now?.jitterBufferEmittedCount, before?.jitterBufferEmittedCount);
  const delay = since(now?.jitterBufferDelay, before?.jitterBufferDelay);
  return emitted === undefined || emitted === 0 || delay === undefined ? undefined : (1000 * delay) / emitted;
}

interface Shown {
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly codec: string | undefined;
}

/** Undefined where none were sent, or shown. */
function pictureOf(
  { frameWidth: width, frameHeight: height, codec }: Shown,
  pictures: number | undefined,
  seconds: number,
): PictureSample | undefined {
  if (pictures === undefined || pictures === 0 || seconds <= 0) return undefined;
  return { width, height, frameRate: pictures / seconds, codec };
}

function bitrate(now: number | undefined, before: number | undefined, seconds: number): number | undefined {
  const bytes = since(now, before);
  return bytes === undefined || seconds <= 0 ? undefined : (8 * bytes) / seconds;
}

/** By how much a total has grown; undefined where it began anew, as with every connection. */
function since(now: number | undefined, before: number | undefined): number | undefined {
  return now === undefined || before === undefined || now < before ? undefined : now - before;
}
