import type { PathState } from "../../media/congestion/audience-rate.ts";
import type { PlayoutStats } from "../../media/playout-stats.ts";
import type { ReceptionStats } from "../../media/tracks/reception.ts";
import { Reporter } from "../../media/tracks/reporter.ts";
import { type Feedback, type Reception, roundTripOf } from "../../transport/wire/feedback.ts";
import { Flow, type MediaFlow } from "../../transport/wire/flows.ts";
import type { ReceivedPacket } from "../../transport/wire/rtp.ts";
import { type Ssrc, Track, trackOf } from "../../transport/wire/ssrc.ts";
import type { Bytes } from "../../trust/bytes.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import { SframeReceiver } from "../../trust/sframe.ts";
import { SframeSuite } from "../../trust/sframe-cipher.ts";
import { SframeError } from "../../trust/sframe-error.ts";
import type { Sound } from "../audio/messages.ts";
import { IncomingSource } from "./incoming-source.ts";
import type { PeerId, PictureSource } from "./messages.ts";
import type { PeerStatistics } from "./statistics.ts";

interface ParticipantParts {
  readonly link: PeerLink;
  readonly peer: ProvenPeer;
  readonly play: (source: Ssrc, sound: Sound) => void;
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
  readonly person: IncomingSource;
  readonly screen: IncomingSource;
  readonly #reporter: Reporter;
  readonly #keys = new SframeReceiver();
  readonly #waiting = new Set<() => void>();
  #roundTrip: number | undefined;

  constructor({ link, peer, play, show, onSpeaking, onLevel, requestKeyFrame }: ParticipantParts) {
    const open = (sealed: Bytes, header: Bytes) => this.#open(sealed, header);
    this.link = link;
    this.peer = peer;
    const shared = { member: link.other, open, play };
    this.person = new IncomingSource({
      ...shared,
      sound: "audio",
      picture: "video",
      show: (frame) => show("camera", frame),
      requestKeyFrame: () => requestKeyFrame("camera"),
      onSpeaking,
      onLevel,
      starvedAfter: CAMERA_SILENCE,
    });
    // Whoever shows a film does not speak.
    this.screen = new IncomingSource({
      ...shared,
      sound: "screenAudio",
      picture: "screen",
      show: (frame) => show("screen", frame),
      requestKeyFrame: () => requestKeyFrame("screen"),
      starvedAfter: SCREEN_SILENCE,
    });
    const tracks = this.#sources.flatMap(({ sound, picture }) => [sound, picture]);
    this.#reporter = new Reporter(tracks.map(({ log }) => log));
  }

  /** How it fares. */
  statistics(id: PeerId, outbound: PathState | undefined): PeerStatistics {
    return {
      id,
      roundTripTime: this.#roundTrip,
      outbound,
      audio: this.person.soundStatistics,
      video: this.person.pictureStatistics,
      screen: ifAny(this.screen.pictureStatistics),
      screenAudio: ifAny(this.screen.soundStatistics),
    };
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
    this.person.setWanted(flows.includes(Flow.video));
    this.screen.setWanted(flows.includes(Flow.screen));
  }

  /** A packet of the member; what is no track of theirs is passed over. */
  receive(flow: Flow, packet: ReceivedPacket): void {
    const track = trackOf(packet.ssrc);
    if (flow === Flow.audio && track === Track.audio) void this.person.sound.receive(packet);
    if (flow === Flow.video && track === Track.video) void this.person.picture.receive(packet);
    if (flow === Flow.audio && track === Track.screenAudio) void this.screen.sound.receive(packet);
    if (flow === Flow.screen && track === Track.screen) void this.screen.picture.receive(packet);
  }

  /** The member says what time it is for one of its tracks. */
  handleSenderReport(report: Extract<Feedback, { type: "sender-report" }>): void {
    for (const source of this.#sources) source.handleSenderReport(report);
  }

  /** What the loudspeaker says of all that it plays, once a second. */
  handlePlayout(sources: ReadonlyMap<number, PlayoutStats>): void {
    for (const source of this.#sources) source.handlePlayout(sources);
  }

  /** The member says how one of our tracks fares with it. `time` in milliseconds since 1970, as in our own reports. */
  handleReception(reception: Reception, time: number): void {
    if (reception.lastReport === 0) return;
    const sample = Math.max(0, roundTripOf(reception, time));
    const before = this.#roundTrip ?? sample;
    this.#roundTrip = before + (sample - before) * SMOOTHING;
  }

  close(): void {
    for (const source of this.#sources) source.close();
    for (const retry of this.#waiting) retry();
  }

  get #sources(): readonly IncomingSource[] {
    return [this.person, this.screen];
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

/** Of a screen there is nothing to tell before something of it has come. */
function ifAny<Stats extends ReceptionStats>(stats: Stats): Stats | undefined {
  return stats.packetsReceived === 0 ? undefined : stats;
}
