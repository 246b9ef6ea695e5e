import { Diagnosis } from "../../src/app/diagnosis.ts";
import type { StatisticsState } from "../../src/app/statistics.ts";
import type { PeerSample, Sample, SendingSample } from "../../src/app/statistics-sample.ts";
import type { CallStatistics, PeerStatistics } from "../../src/workers/engine/client.ts";

/** Seconds of a call that goes well; each test changes what it is about. */

const picture = { width: 640, height: 360, frameRate: 30, codec: "H.264" };

export function sendingSample(change: Partial<SendingSample> = {}): SendingSample {
  return {
    bitrate: 900_000,
    targetBitrate: 1_000_000,
    reason: "unused",
    limitedBy: "none",
    loss: 0,
    hasCamera: true,
    picture,
    encodeTime: 3,
    ...change,
  };
}

export function peerSample(id: string, change: Partial<PeerSample> = {}): PeerSample {
  return {
    id,
    bitrate: 800_000,
    loss: 0,
    jitter: 2,
    roundTrip: 24,
    concealed: 0,
    delay: 40,
    frozen: 0,
    skew: 5,
    picture,
    path: { bitrate: 1_000_000, loss: 0 },
    ...change,
  };
}

export function sample(change: Partial<Sample> = {}): Sample {
  return {
    at: Date.UTC(2026, 10, 3, 12),
    relay: { fallback: false, roundTrip: 12, minRoundTrip: 10 },
    received: 850_000,
    sending: sendingSample(),
    peers: [peerSample("ann")],
    ...change,
  };
}

/** A minute in which everything sways a little, as it does; `change` says what is different in each second. */
export function statisticsState(
  ids: readonly string[],
  change: (second: number) => Partial<Sample> = () => ({}),
  seconds = 61,
): StatisticsState {
  const diagnosis = new Diagnosis();
  const samples: Sample[] = [];
  let findings: StatisticsState["findings"] = { own: undefined, peers: new Map() };
  for (let second = 0; second < seconds; second++) {
    const sway = (middle: number, by: number, phase = 0) =>
      middle + by * Math.sin(second / 4 + phase) * Math.cos(second / 2.3 + phase);
    samples.push({
      ...sample({
        at: Date.UTC(2026, 10, 3, 12) + 1000 * second,
        relay: { fallback: false, roundTrip: sway(14, 4), minRoundTrip: 10 },
        received: sway(820_000 * ids.length, 90_000),
        sending: sendingSample({ bitrate: sway(900_000, 120_000) }),
        peers: ids.map((id, index) =>
          peerSample(id, {
            bitrate: sway(800_000, 90_000, index),
            roundTrip: sway(31, 7, index),
            jitter: sway(3, 1.4, index),
            delay: sway(48, 9, index),
            picture: { ...picture, frameRate: sway(29.6, 0.6, index) },
          }),
        ),
      }),
      ...change(second),
    });
    findings = diagnosis.learn(samples);
  }
  return { samples, findings };
}

/** The engine's snapshot after so many seconds in which the same has happened. */
export function snapshot(seconds: number, peers: readonly PeerStatistics[] = []): CallStatistics {
  return {
    timestamp: 1_000_000 + 1000 * seconds,
    transport: {
      ...{ bytesSent: 125_000 * seconds, bytesReceived: 100_000 * seconds },
      ...{ packetsSent: 80 * seconds, packetsReceived: 80 * seconds },
      ...{ datagramsDropped: 0, framesAborted: 0, malformed: 0, ways: 1 },
    },
    sending: {
      targetBitrate: 1_200_000,
      reason: "holding",
      qualityLimitationReason: "none",
      fractionLost: 0,
      audio: {
        ...{ packetsSent: 50 * seconds, bytesSent: 5_000 * seconds, packetsDropped: 0 },
        ...{ targetBitrate: 32_000, copyOffsets: [], frameDuration: 20 },
      },
      video: {
        ...{ packetsSent: 30 * seconds, bytesSent: 119_000 * seconds, packetsDropped: 0 },
        ...{ codec: "H.264", frameWidth: 640, frameHeight: 360, framesPerSecond: 30 },
        ...{ targetBitrate: 900_000, temporalLayers: 3, framesEncoded: 30 * seconds, keyFramesEncoded: 1 },
        ...{ framesSent: 30 * seconds, framesDropped: 0, totalEncodeTime: 0.09 * seconds },
      },
      screen: undefined,
      screenAudio: undefined,
      feedback: { packetsSent: 20 * seconds, bytesSent: 1_000 * seconds, packetsDropped: 0 },
    },
    peers,
  };
}

/** What the engine says of one peer after so many seconds: 10 packets of 100 lost, a tenth of the sound made up. */
export function peerSnapshot(id: string, seconds: number): PeerStatistics {
  return {
    id: id as PeerStatistics["id"],
    roundTripTime: 40,
    outbound: { availableOutgoingBitrate: 1_000_000, reason: "holding", fractionLost: 0.01 },
    audio: {
      ...{ packetsReceived: 50 * seconds, bytesReceived: 5_000 * seconds, packetsLost: 10 * seconds },
      jitter: 0.004,
      playout: {
        ...{ totalSamplesReceived: 48_000 * seconds, concealedSamples: 9_600 * seconds },
        ...{ silentConcealedSamples: 4_800 * seconds, concealmentEvents: seconds },
        ...{ insertedSamplesForDeceleration: 0, removedSamplesForAcceleration: 0 },
        ...{ jitterBufferDelay: 480 * seconds, jitterBufferEmittedCount: 24_000 * seconds },
        ...{ jitterBufferTargetDelay: 480 * seconds, decodedSamples: 48_000 * seconds, discardedSamples: 0 },
        ...{ bufferedSamples: 480, targetSamples: 480 },
      },
    },
    video: {
      ...{ packetsReceived: 40 * seconds, bytesReceived: 95_000 * seconds, packetsLost: 0, jitter: 0.01 },
      ...{ codec: "VP8", frameWidth: 320, frameHeight: 180, framesPerSecond: 15 },
      ...{ framesReceived: 15 * seconds, framesDecoded: 15 * seconds, framesDropped: 0, keyFrameRequests: 0 },
      ...{ freezeCount: seconds, totalFreezesDuration: 0.2 * seconds, skew: -3 },
    },
    screen: undefined,
    screenAudio: undefined,
  };
}
