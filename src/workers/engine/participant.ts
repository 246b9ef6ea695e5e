import { LipSync } from "../../media/lip-sync.ts";
import type { PlayoutStats } from "../../media/playout-stats.ts";
import { IncomingTrack } from "../../media/tracks/incoming-track.ts";
import { Reporter } from "../../media/tracks/reporter.ts";
import { type Feedback, type Reception, reportStamp, roundTripOf } from "../../transport/wire/feedback.ts";
import { Flow, type MediaFlow } from "../../transport/wire/flows.ts";
import { clockRate } from "../../transport/wire/rtp.ts";
import { type Ssrc, ssrcOf, Track } from "../../transport/wire/ssrc.ts";
import type { Bytes } from "../../trust/bytes.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import { SframeReceiver } from "../../trust/sframe.ts";
import { SframeSuite } from "../../trust/sframe-cipher.ts";
import { SframeError } from "../../trust/sframe-error.ts";
import type { Sound } from "../audio/messages.ts";
import type { PeerId, PictureSource } from "./messages.ts";
import { AudioReceiver } from "./receive-audio.ts";
import { VideoReceiver } from "./receive-video.ts";
import type { InboundVideo, OutboundPath, PeerStatistics } from "./statistics.ts";

interface ParticipantParts {
  readonly link: PeerLink;
  readonly peer: ProvenPeer;
  readonly play: (sound: Sound) => void;
  readonly show: (source: PictureSource, frame: VideoFrame) => void;
  readonly onSpeaking: (speaking: boolean) => void;
  /** Of each piece of sound: its root mean square, 0 to 1. */
  readonly onLevel: (level: number) => void;
  readonly requestKeyFrame: (source: PictureSource) => boolean;
}

/** Frames that wait for a key that is on its way, and for how long (milliseconds). Any others are dropped at no cost. */
const MAX_WAITING = 8;
const KEY_PATIENCE = 200;
/**
 * Without any frame for so long, a key frame is asked for: a relay that had to drop one keeps back all that build on it. A screen on
 * which nothing happens is sent once a second. Milliseconds.
 */
const CAMERA_SILENCE = 500;
const SCREEN_SILENCE = 2_500;
/** The part of each new round trip that goes into the mean. */
const SMOOTHING = 1 / 8;

const now = () => performance.now();

/** One other member of a call as far as its media are concerned: its keys, and what opens and decodes. */
export class Participant {
  readonly link: PeerLink;
  readonly peer: ProvenPeer;
  /** When it was let in, in milliseconds of the monotonic clock. */
  readonly since = now();
  readonly audio: IncomingTrack;
  readonly video: IncomingTrack;
  readonly screen: IncomingTrack;
  readonly #sound: AudioReceiver;
  readonly #pictures: VideoReceiver;
  readonly #screenPictures: VideoReceiver;
  readonly #reporter: Reporter;
  readonly #keys = new SframeReceiver();
  readonly #waiting = new Set<() => void>();
  readonly #sync = new LipSync(clockRate);
  #roundTrip: number | undefined;
  /** What the loudspeaker said last. */
  #playout: PlayoutStats | undefined;

  constructor({ link, peer, play, show, onSpeaking, onLevel, requestKeyFrame }: ParticipantParts) {
    const open = (sealed: Bytes, header: Bytes) => this.#open(sealed, header);
    this.link = link;
    this.peer = peer;
    this.#sound = new AudioReceiver({ play, onSpeaking, onLevel });
    this.#pictures = new VideoReceiver({
      now,
      show: (frame) => show("camera", frame),
      requestKeyFrame: () => requestKeyFrame("camera"),
      sync: this.#sync,
      starvedAfter: CAMERA_SILENCE,
    });
    this.#screenPictures = new VideoReceiver({
      now,
      show: (frame) => show("screen", frame),
      requestKeyFrame: () => requestKeyFrame("screen"),
      sync: new LipSync(clockRate),
      starvedAfter: SCREEN_SILENCE,
    });
    this.audio = new IncomingTrack({
      ssrc: ssrcOf(link.other, Track.audio),
      clockRate: clockRate.audio,
      open,
      now,
      take: (packet) => {
        this.#sync.handleSound(packet.timestamp, now());
        this.#sound.receive(packet);
      },
    });
    this.video = new IncomingTrack({
      ssrc: ssrcOf(link.other, Track.video),
      clockRate: clockRate.video,
      open,
      now,
      take: (packet) => this.#pictures.receive(packet),
    });
    this.screen = new IncomingTrack({
      ssrc: ssrcOf(link.other, Track.screen),
      clockRate: clockRate.video,
      open,
      now,
      take: (packet) => this.#screenPictures.receive(packet),
    });
    this.#reporter = new Reporter([this.audio.log, this.video.log, this.screen.log]);
  }

  /** How it fares. */
  statistics(id: PeerId, outbound: OutboundPath | undefined): PeerStatistics {
    return {
      id,
      roundTripTime: this.#roundTrip,
      outbound,
      audio: { ...this.audio.log.stats, playout: this.#playout },
      video: { ...this.video.log.stats, ...this.#pictures.statistics },
      screen: this.#screenStatistics,
    };
  }

  get #screenStatistics(): InboundVideo | undefined {
    const { stats } = this.screen.log;
    return stats.packetsReceived === 0 ? undefined : { ...stats, ...this.#screenPictures.statistics };
  }

  /** A key that the member itself has given; rejects for one that would take another's place. */
  async addKey({ epoch, key }: { readonly epoch: number; readonly key: Bytes }): Promise<void> {
    await this.#keys.add({ suite: SframeSuite.aes128, keyId: epoch, baseKey: key });
    for (const retry of this.#waiting) retry();
  }

  /** What the member is to be told of its media now; `self` is who tells it. */
  takeReports(self: Ssrc): Feedback[] {
    return this.#reporter.take(self, now());
  }

  /** Of which of the member's media something is to be seen. */
  setWanted(flows: readonly MediaFlow[]): void {
    this.#pictures.setWanted(flows.includes(Flow.video));
    this.#screenPictures.setWanted(flows.includes(Flow.screen));
  }

  /** The member says what time it is for one of its tracks. */
  handleSenderReport({ sender, time, rtpTimestamp }: Extract<Feedback, { type: "sender-report" }>): void {
    for (const kind of ["audio", "video", "screen"] as const) {
      if (sender !== ssrcOf(this.link.other, Track[kind])) continue;
      this[kind].log.handleSenderReport(reportStamp(time), now());
      if (kind !== "screen") this.#sync.handleReport(kind, time, rtpTimestamp);
    }
  }

  /** What the loudspeaker says of the member's sound, once a second; undefined when it has nothing of it. */
  handlePlayout(stats: PlayoutStats | undefined): void {
    const before = this.#playout;
    this.#playout = stats;
    const emitted = (stats?.jitterBufferEmittedCount ?? 0) - (before?.jitterBufferEmittedCount ?? 0);
    const delay = (stats?.jitterBufferDelay ?? 0) - (before?.jitterBufferDelay ?? 0);
    this.#sync.handlePlayout(emitted > 0 ? (1000 * delay) / emitted : undefined);
  }

  /** The member says how one of our tracks fares with it. `time` in milliseconds since 1970, as in our own reports. */
  handleReception(reception: Reception, time: number): void {
    if (reception.lastReport === 0) return;
    const sample = Math.max(0, roundTripOf(reception, time));
    const before = this.#roundTrip ?? sample;
    this.#roundTrip = before + (sample - before) * SMOOTHING;
  }

  close(): void {
    this.#sound.close();
    this.#pictures.close();
    this.#screenPictures.close();
    for (const retry of this.#waiting) retry();
  }

  async #open(sealed: Bytes, header: Bytes): Promise<Bytes> {
    try {
      return await this.#keys.open(sealed, header);
    } catch (error) {
      const early = error instanceof SframeError && error.reason === "unknown-key";
      if (!early || this.#waiting.size >= MAX_WAITING) throw error;
      await this.#nextKey();
      return await this.#keys.open(sealed, header);
    }
  }

  #nextKey(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, KEY_PATIENCE);
      this.#waiting.add(done);
    });
  }
}
